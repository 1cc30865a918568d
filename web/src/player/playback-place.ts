/**
 * Where one camera's picture is wanted and how it gets there: the target of a seek, the frame that is
 * decoded for it, joining others who went on meanwhile, the end of the footage. Owns no state that
 * the page sees, and loads nothing itself.
 */
import type { PlaybackElement } from "./playback-element.ts";
import type { PlaybackFootage } from "./playback-footage.ts";
import { SMALL_HOLE_MS } from "./playback-plan.ts";

/** A frame that takes longer than this to decode no longer keeps the loop from loading ahead. */
const DECODE_PATIENCE_MS = 1500;
/** Decoders give a frame only when they have some more behind it. */
const DECODER_DEPTH_MS = 900;
/** Chrome's tolerance is two frames, of slow cameras too. */
const BESIDE_MS = 500;
/** Decoders hold the last frames back until more comes, so "stuck near the end" is the end. */
const STUCK_END_MS = 1200;

export class PlaybackPlace {
  /** Where the picture is wanted; the playhead once it is there. 0 = nowhere yet. */
  targetMs = 0;
  /** True until the target's frame can be decoded. */
  isArriving = false;
  readonly #element: PlaybackElement;
  readonly #footage: () => PlaybackFootage;
  readonly #onArrive: () => void;
  #arrivedMs = 0;

  constructor(element: PlaybackElement, footage: () => PlaybackFootage, onArrive: () => void) {
    this.#element = element;
    this.#footage = footage;
    this.#onArrive = onArrive;
  }

  get headMs(): number {
    return this.isArriving || this.targetMs === 0 ? this.targetMs : this.#element.headMs;
  }

  /** Wants the frame at `atMs`; inside the buffer the element seeks at once. */
  aim(atMs: number): void {
    this.targetMs = atMs;
    this.isArriving = true;
    if (this.#footage().buffer.bufferedUntil(atMs) !== undefined) this.#arrive(atMs);
  }

  /** The others are at `nowMs`: aims at where they will be when the picture is decoded. */
  join(nowMs: number, rate: number): void {
    this.aim(nowMs + this.#element.seekTookMs * rate);
  }

  /** The asked frame is being decoded: loading ahead would only take the processor from it. */
  isDecoding(isLoading: boolean): boolean {
    if (this.isArriving || !(isLoading || this.#element.video.seeking)) return false;
    const untilMs = this.#footage().buffer.bufferedUntil(this.targetMs) ?? 0;
    const isNew = performance.now() - this.#arrivedMs < DECODE_PATIENCE_MS;
    return isNew && untilMs - this.targetMs > DECODER_DEPTH_MS;
  }

  /** Reads the lists that decide what the target shows. */
  async settle(work: AbortSignal): Promise<"noFootage" | "settled"> {
    const wantedMs = this.targetMs;
    const settled = await this.#footage().settle(wantedMs, work);
    // The others went on meanwhile, or this camera already joined them.
    if (!this.isArriving || this.targetMs !== wantedMs) return "settled";
    if (settled.kind === "noFootage") {
      this.isArriving = false;
      return "noFootage";
    }
    this.targetMs = settled.atMs;
    if (settled.kind === "ready") this.#arrive(settled.atMs);
    // The element waits at the target while its bytes come and paints as soon as they are decoded;
    // but not beside footage that is there: browsers take a nearby frame for the one asked for.
    else if (!this.#isBeside(settled.atMs)) this.#move(settled.atMs);
    return "settled";
  }

  /** Whether playing came to the end of unbroken footage; small holes are hopped over. */
  end(): "inside" | "hop" | "waiting" | "ended" {
    const { buffer } = this.#footage();
    const atMs = this.#element.headMs;
    const untilMs = buffer.bufferedUntil(atMs) ?? atMs;
    if (untilMs - atMs > (this.#element.isStuck ? STUCK_END_MS : 50)) return "inside";
    const nextMs = this.#footage().nextStart(untilMs - 40);
    if (typeof nextMs === "number" && nextMs > atMs && nextMs - untilMs <= SMALL_HOLE_MS) {
      this.aim(nextMs + 1);
      return "hop";
    }
    this.targetMs = untilMs;
    return nextMs === "unknown" ? "waiting" : "ended";
  }

  #isBeside(atMs: number): boolean {
    return this.#footage().buffer.bufferedUntil(atMs + BESIDE_MS) !== undefined;
  }

  #move(atMs: number): void {
    if (Math.abs(this.#element.headMs - atMs - 1) < 0.5) return;
    this.#element.moveTo(this.#footage().frameAt(atMs));
  }

  /** The target's frame can be decoded. */
  #arrive(atMs: number): void {
    this.isArriving = false;
    this.#arrivedMs = performance.now();
    this.#move(atMs);
    this.#onArrive();
  }
}
