/**
 * Plays one camera's footage on the wall clock: the media time line is the wall clock, so a seek to
 * any recorded second is one small playlist (or none) and one byte range, and frames of several
 * cameras at the same media time are of the same instant. Owns playhead, playing and the loop that
 * feeds it; one step at a time, and a seek interrupts it.
 */
import { PlaybackFootage } from "./playback-footage.ts";
import { watchPainted } from "./playback-frames.ts";
import type { IndexOptions } from "./playback-index.ts";
import { UnplayableCodec } from "./playback-loader.ts";
import { PlaybackLoop } from "./playback-loop.ts";
import { SMALL_HOLE_MS } from "./playback-plan.ts";
import { IDLE, type PlaybackHooks, type PlaybackState } from "./playback-state.ts";

/** A frame that takes longer than this to decode no longer keeps the loop from loading ahead. */
const DECODE_PATIENCE_MS = 1500;
/** Decoders give a frame only when they have some more behind it. */
const DECODER_DEPTH_MS = 900;
/** A frame that is painted while seeking belongs to the seek when it is this near its target. */
const NEAR_MS = 1500;
/** Chrome's tolerance is two frames, of slow cameras too. */
const BESIDE_MS = 500;
/** With this much footage left a wait for bytes is a stall of the link. */
const STALL_LEFT_MS = 1500;

export interface EngineOptions extends IndexOptions {
  readonly video: HTMLVideoElement;
  readonly hooks: PlaybackHooks;
}

export class PlaybackEngine {
  readonly #video: HTMLVideoElement;
  readonly #options: EngineOptions;
  readonly #watchers = new Set<() => void>();
  readonly #life = new AbortController();
  readonly #loop: PlaybackLoop;
  #footage: PlaybackFootage;
  #state: PlaybackState = IDLE;
  /** Where the user wants to be; the playhead once it is there. */
  #targetMs = 0;
  /** True until the target's frame can be decoded. */
  #arriving = false;
  #arrivedMs = 0;
  #paintedMs = 0;
  #started = false;
  #mediaErrors = 0;
  #steppedMs: number | undefined;
  #stopPainted: () => void = () => undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#video = options.video;
    this.#footage = new PlaybackFootage(options.video, options, this.#life.signal);
    const task = {
      step: (work: AbortSignal) => this.#workOnce(work),
      onFailure: (thrown: unknown, count: number) => this.#onFailure(thrown, count),
      onRetry: () => this.#state.phase === "failed" && this.#set({ phase: "loading" }),
    };
    this.#loop = new PlaybackLoop(task, this.#life.signal);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly state = (): PlaybackState => this.#state;
  /** The wall time of the frame on screen; the target while none is. */
  get paintedMs(): number {
    return this.#paintedMs || this.#targetMs;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    const options = { signal: this.#life.signal };
    const video = this.#video;
    video.addEventListener("waiting", () => this.#onWaiting(), options);
    video.addEventListener("seeked", () => this.#onSeeked(), options);
    video.addEventListener("error", () => void this.#onMediaError(), options);
    video.addEventListener("resize", () => this.#measure(), options);
    void this.#open().then(() => this.#loop.run());
  }

  close(): void {
    this.#life.abort();
    this.#stopPainted();
    this.#video.pause();
    this.#footage.close();
  }

  /** Shows the frame at `atMs`; keeps playing if it was. */
  seek(atMs: number): void {
    this.#targetMs = atMs;
    this.#arriving = true;
    this.#steppedMs = undefined;
    this.#set({ phase: "loading", atMs, problem: null, unplayable: null });
    // Inside the buffer the element seeks at once, without the loop.
    if (this.#footage.buffer.bufferedUntil(atMs) !== undefined) this.#arrive(atMs);
    this.#loop.interrupt();
  }

  /** A press that may become a seek: its list is read while the finger is still down. */
  prepare(atMs: number): void {
    this.#footage.prepare(atMs);
  }

  play(): void {
    this.#set({ playing: true });
    if (!this.#arriving) this.#playElement();
    this.#loop.stir();
  }

  pause(): void {
    this.#set({ playing: false });
    this.#video.pause();
  }

  setRate(rate: number): void {
    this.#set({ rate });
    this.#video.playbackRate = rate;
    this.#loop.stir();
  }

  /** Shows the next or previous frame, at its own instant. */
  step(direction: 1 | -1): void {
    this.pause();
    const fromMs = this.#steppedMs ?? this.paintedMs;
    const beside = this.#footage.beside(fromMs, direction);
    this.seek(beside.atMs);
    this.#steppedMs = beside.isExact ? beside.atMs : undefined;
  }

  #set(change: Partial<PlaybackState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof PlaybackState)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }

  async #open(): Promise<void> {
    this.#stopPainted();
    this.#footage.close();
    const footage = new PlaybackFootage(this.#video, this.#options, this.#life.signal);
    this.#footage = footage;
    this.#stopPainted = watchPainted(
      this.#video,
      (mediaS) => footage.buffer.toWallMs(mediaS),
      (paintedMs) => this.#onPainted(paintedMs),
    );
    await footage.open();
  }

  /** One step towards what the playhead needs; false when there is nothing to do. */
  async #workOnce(work: AbortSignal): Promise<boolean> {
    if (this.#targetMs === 0) return false;
    if (this.#arriving && !(await this.#settleTarget(work))) return false;
    if (this.#state.phase === "noFootage" || this.#isDecoding()) return false;
    const rate = this.#state.playing ? this.#state.rate : 1;
    const loaded = await this.#footage.step(this.#headMs(), rate, work);
    if (typeof loaded === "object") {
      const footageMs = loaded.chunk.endMs - loaded.chunk.startMs;
      this.#options.hooks.onLoaded(loaded.sizeBytes, loaded.tookMs, footageMs);
      if (this.#state.phase === "waiting") this.#set({ phase: "showing" });
    }
    return loaded !== false || this.#crossGap();
  }

  /** The asked frame is being decoded: loading ahead would only take the processor from it. */
  #isDecoding(): boolean {
    if (this.#state.phase !== "loading" || this.#arriving) return false;
    const untilMs = this.#footage.buffer.bufferedUntil(this.#targetMs) ?? 0;
    const isNew = performance.now() - this.#arrivedMs < DECODE_PATIENCE_MS;
    return isNew && untilMs - this.#targetMs > DECODER_DEPTH_MS;
  }

  #headMs(): number {
    if (this.#arriving) return this.#targetMs;
    return this.#footage.buffer.toWallMs(this.#video.currentTime);
  }

  /** Decides what a seek shows; false when there is no footage. */
  async #settleTarget(work: AbortSignal): Promise<boolean> {
    const settled = await this.#footage.settle(this.#targetMs, work);
    if (settled.kind === "noFootage") {
      this.#arriving = false;
      this.#video.pause();
      this.#set({ phase: "noFootage" });
      return false;
    }
    this.#targetMs = settled.atMs;
    if (settled.kind === "ready") this.#arrive(settled.atMs);
    // The element waits at the target while its bytes come and paints as soon as they are decoded;
    // but not beside footage that is there: browsers take a nearby frame for the one asked for.
    else if (!this.#isBeside(settled.atMs)) this.#moveElement(settled.atMs);
    return true;
  }

  #isBeside(atMs: number): boolean {
    return this.#footage.buffer.bufferedUntil(atMs + BESIDE_MS) !== undefined;
  }

  /** A frame's own instant and a millisecond: near its end rounding would show the one after it. */
  #moveElement(atMs: number): void {
    const { buffer } = this.#footage;
    if (Math.abs(buffer.toWallMs(this.#video.currentTime) - atMs - 1) < 0.5) return;
    this.#video.currentTime = buffer.toMediaS(this.#footage.frameAt(atMs) + 1);
  }

  /** The target's frame can be decoded. */
  #arrive(atMs: number): void {
    this.#arriving = false;
    this.#arrivedMs = performance.now();
    this.#moveElement(atMs);
    if (!this.#video.seeking) this.#onSeeked();
    if (this.#state.playing) this.#playElement();
  }

  #playElement(): void {
    this.#video.playbackRate = this.#state.rate;
    this.#video.play().catch((thrown: unknown) => {
      // A seek or pause in between ends the wish to play; a refused autoplay waits for a touch.
      const refused = thrown instanceof DOMException && thrown.name === "NotAllowedError";
      if (refused) this.#set({ playing: false });
    });
  }

  /** At the end of unbroken footage, playing: jumps to what comes next, or waits for it. */
  async #crossGap(): Promise<boolean> {
    if (!this.#state.playing || this.#arriving) return false;
    const atMs = this.#headMs();
    const untilMs = this.#footage.buffer.bufferedUntil(atMs) ?? atMs;
    const stuck = this.#video.readyState <= 2 && !this.#video.seeking;
    // Decoders hold the last frames back until more comes, so "stuck near the end" is the end.
    if (untilMs - atMs > (stuck ? 1200 : 50)) return false;
    let nextMs = this.#footage.nextStart(untilMs - 40);
    if (nextMs === undefined) {
      nextMs = (await this.#options.hooks.findRecordedAfter(untilMs + 100)) ?? "unknown";
    }
    if (nextMs === "unknown" || nextMs <= atMs) {
      this.#set({ phase: "waiting" });
      return false;
    }
    if (nextMs - untilMs > SMALL_HOLE_MS) {
      this.#options.hooks.onJump({ fromMs: untilMs, toMs: nextMs });
    }
    this.seek(nextMs);
    return true;
  }

  #onWaiting(): void {
    const atMs = this.#headMs();
    const leftMs = (this.#footage.unbrokenUntil(atMs) ?? atMs) - atMs;
    if (this.#state.playing && !this.#arriving && leftMs > STALL_LEFT_MS) {
      this.#options.hooks.onStall();
    }
    this.#loop.stir();
  }

  #onSeeked(): void {
    if (!this.#arriving && this.#state.phase === "loading") this.#set({ phase: "showing" });
    this.#loop.stir();
  }

  #onPainted(paintedMs: number): void {
    // A last frame from before the seek is no news of where playback is.
    const isNear = Math.abs(paintedMs - this.#targetMs) < NEAR_MS;
    if (this.#arriving || (this.#video.seeking && !isNear)) return;
    this.#paintedMs = paintedMs;
    if (this.#state.playing) this.#targetMs = paintedMs;
    this.#options.hooks.onPainted(paintedMs);
  }

  #measure(): void {
    const { videoWidth: width, videoHeight: height } = this.#video;
    this.#set({ width, height });
  }

  /** The decoder gave up: everything is loaded anew at the same second, without what broke it. */
  async #onMediaError(): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#mediaErrors += 1;
    const atMs = this.#targetMs;
    await this.#open();
    if (this.#mediaErrors > 2) this.#footage.dropAt(atMs);
    this.seek(atMs);
  }

  #onFailure(thrown: unknown, count: number): "retry" | "halt" {
    if (thrown instanceof UnplayableCodec) {
      this.#set({ phase: "failed", unplayable: thrown.codecs });
      return "halt";
    }
    // One failure is often a file that was closed or deleted meanwhile: its list is read again.
    this.#footage.forgetLists();
    if (count > 1) this.#set({ phase: "failed", problem: thrown });
    return "retry";
  }
}
