/**
 * Plays one camera's footage on the wall clock: a seek to any recorded second is one small playlist
 * (or none) and one byte range. Owns the loop that feeds one `<video>`, one step at a time; a seek
 * interrupts it. When time runs, and after whom, is the group's to say.
 */
import { BrokenFootage } from "./playback-broken.ts";
import { PlaybackElement } from "./playback-element.ts";
import { type FootageOptions, PlaybackFootage, type Source } from "./playback-footage.ts";
import { watchPainted } from "./playback-frames.ts";
import { UnplayableCodec } from "./playback-loader.ts";
import { PlaybackLoop } from "./playback-loop.ts";
import { PlaybackPlace } from "./playback-place.ts";
import { type PlaybackHooks, type PlaybackState, StateCell } from "./playback-state.ts";
import { followStep } from "./playback-sync.ts";

/** A frame that is painted while seeking belongs to the seek when it is this near its target. */
const NEAR_MS = 1500;
/** So far ahead of the frame on screen the decoder gives up, at most. */
const DECODED_AHEAD_MS = 700;
/** With this much footage left a wait for bytes is a stall of the link. */
const STALL_LEFT_MS = 1500;

export interface EngineOptions extends Omit<FootageOptions, "broken"> {
  readonly hooks: PlaybackHooks;
}

export class PlaybackEngine {
  readonly #options: EngineOptions;
  readonly #cell = new StateCell();
  readonly #life = new AbortController();
  readonly #loop: PlaybackLoop;
  readonly #element: PlaybackElement;
  readonly #place: PlaybackPlace;
  #footage: PlaybackFootage;
  #paintedMs = 0;
  #started = false;
  #asleep = false;
  readonly #broken = new BrokenFootage();
  #mediaErrors = 0;
  #steppedMs: number | undefined;
  /** The user's wish, whether or not time runs at the moment. */
  #playing = false;
  #rate = 1;
  #running = false;
  /** The picture of another stream that was chosen is not there yet. */
  #isStale = false;
  #stopPainted: () => void = () => undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#footage = new PlaybackFootage({ ...options, broken: this.#broken }, this.#life.signal);
    this.#element = new PlaybackElement(
      options.video,
      () => this.#footage.buffer,
      options.hooks.onRefused,
    );
    const footage = () => this.#footage;
    this.#place = new PlaybackPlace(this.#element, footage, () => this.#onArrive());
    const step = (work: AbortSignal) => this.#workOnce(work);
    const onFailure = (thrown: unknown, count: number) => this.#onFailure(thrown, count);
    const onRetry = () => this.#cell.get().phase === "failed" && this.#set({ phase: "loading" });
    this.#loop = new PlaybackLoop({ step, onFailure, onRetry }, this.#life.signal);
  }

  readonly watch = this.#cell.watch;
  readonly state = this.#cell.get;
  /** The wall time of the frame on screen; the target while none is. */
  get paintedMs(): number {
    return this.#paintedMs || this.#place.targetMs;
  }
  get headMs(): number {
    return this.#place.headMs;
  }
  get isReady(): boolean {
    return !this.#asleep && this.#cell.get().phase === "showing" && this.#element.canRun;
  }
  /** It has nothing to show at this time. */
  get isAway(): boolean {
    return this.#asleep || !["idle", "loading", "showing"].includes(this.#cell.get().phase);
  }
  /** Where its footage ended and where the next of this source begins, if that is known here. */
  get end() {
    const { targetMs: atMs } = this.#place;
    const nextMs = this.#footage.findNextStart(atMs - 40);
    return { atMs, nextMs, sourceKey: this.#footage.source.key };
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    const options = { signal: this.#life.signal };
    const { video } = this.#options;
    video.addEventListener("waiting", () => this.#onWaiting(), options);
    video.addEventListener("seeked", () => this.#onSeeked(), options);
    video.addEventListener("canplay", () => this.#options.hooks.onChange(), options);
    video.addEventListener("error", () => void this.#onMediaError(), options);
    video.addEventListener("resize", () => this.#set(this.#element.size), options);
    void this.#open().then(() => this.#loop.run());
  }

  close(): void {
    this.#life.abort();
    this.#stopPainted();
    this.#element.halt();
    this.#footage.close();
  }

  /** Shows the frame at `atMs`. */
  seek(atMs: number): void {
    this.#steppedMs = undefined;
    this.#set({ phase: "loading", atMs, problem: null, unplayable: null });
    this.#place.aim(atMs);
    this.#loop.interrupt();
  }

  /** A press that may become a seek: its list is read meanwhile. */
  readonly prepare = (atMs: number): void => this.#footage.prepare(atMs);

  /** The same footage from another stream; the picture stays until the new one is there. */
  switchTo(source: Source): void {
    if (source.key === this.#footage.source.key) return;
    this.#footage.switchTo(source);
    this.#isStale = true;
    if (this.#cell.get().phase === "showing") this.#loop.interrupt();
    else if (this.#place.targetMs > 0) this.seek(this.#place.targetMs);
  }

  /** There is nothing newer yet. */
  waitAtEnd(): void {
    if (this.#cell.get().phase === "ended") this.#set({ phase: "waiting" });
  }

  /** Off the screen nothing is loaded or decoded; `atMs` is where the others are. */
  setAsleep(asleep: boolean, atMs: number): void {
    if (asleep === this.#asleep) return;
    this.#asleep = asleep;
    if (asleep) this.#element.halt();
    else this.seek(atMs);
    this.#options.hooks.onChange();
  }

  setWish(playing: boolean, rate: number): void {
    this.#playing = playing;
    this.#rate = rate;
    if (this.#running) this.#element.setRate(rate);
    this.#loop.stir();
  }

  /** Time runs. */
  run(): void {
    this.#running = true;
    if (this.#cell.get().phase === "showing" && !this.#place.isArriving)
      this.#element.run(this.#rate);
    this.#loop.stir();
  }

  halt(): void {
    this.#running = false;
    this.#element.halt();
  }

  /** Keeps in step with the others, who are at `nowMs`. */
  follow(nowMs: number): void {
    const phase = this.#cell.get().phase;
    const isOut = phase === "failed" || phase === "idle" || this.#asleep;
    if (isOut || this.#place.isDecoding(phase === "loading")) return;
    const step =
      phase === "showing" && !this.#place.isArriving
        ? followStep(this.#element.headMs - nowMs, this.#rate)
        : ({ kind: "jump" } as const);
    if (step.kind === "wait") this.#element.halt();
    else if (step.kind === "rate") this.#element.run(step.rate);
    else {
      this.#place.join(nowMs, this.#rate);
      this.#loop.stir();
    }
  }

  /** The instant of the frame beside the one on screen. */
  besideMs(direction: 1 | -1): number {
    return this.#footage.beside(this.#steppedMs ?? this.paintedMs, direction).atMs;
  }

  /** Shows that very frame, as the base of the next step. */
  stepTo(atMs: number): void {
    this.seek(atMs);
    this.#steppedMs = atMs;
  }

  #set(change: Partial<PlaybackState>): void {
    this.#cell.set(change);
    this.#options.hooks.onChange();
  }

  async #open(): Promise<void> {
    this.#stopPainted();
    this.#footage.close();
    const footage = new PlaybackFootage(
      { ...this.#options, source: this.#footage.source, broken: this.#broken },
      this.#life.signal,
    );
    this.#footage = footage;
    this.#stopPainted = watchPainted(
      this.#options.video,
      (mediaS) => footage.buffer.toWallMs(mediaS),
      (paintedMs) => this.#onPainted(paintedMs),
    );
    await footage.open();
  }

  /** One step; false when there is nothing to do. */
  async #workOnce(work: AbortSignal): Promise<boolean> {
    const place = this.#place;
    if (place.targetMs === 0 || this.#asleep) return false;
    if (place.isArriving) {
      const settled = await place.settle(work);
      if (settled === "noFootage") this.#element.halt();
      if (settled === "noFootage" || this.isAway) {
        this.#set({ phase: settled === "noFootage" ? settled : "loading" });
      }
    }
    const phase = this.#cell.get().phase;
    if (phase === "noFootage" || place.isDecoding(phase === "loading")) return false;
    const rate = this.#playing ? this.#rate : 1;
    const outcome = await this.#footage.step(place.headMs, rate, work);
    if (outcome === "loaded") {
      if (this.#cell.get().phase === "waiting") this.#set({ phase: "showing" });
      this.#refresh();
    }
    return outcome !== "idle" || this.#noticeEnd();
  }

  /** After a change of stream a standing picture is painted anew. */
  #refresh(): void {
    const { headMs, isArriving } = this.#place;
    if (!this.#isStale || isArriving || !this.#footage.isLoadedAt(headMs)) return;
    this.#isStale = false;
    if (this.#options.video.paused) this.#element.moveTo(this.#footage.frameAt(headMs));
  }

  #onArrive(): void {
    if (this.#cell.get().phase !== "showing") this.#set({ phase: "loading" });
    if (!this.#options.video.seeking) this.#onSeeked();
    if (this.#running && !this.#asleep) this.#element.run(this.#rate);
  }

  #noticeEnd(): boolean {
    const { phase } = this.#cell.get();
    const isThere = phase === "showing" || (phase === "waiting" && this.end.nextMs !== undefined);
    if (!this.#playing || this.#place.isArriving || !isThere) return false;
    const end = this.#place.end();
    if (end === "waiting" || end === "ended") this.#set({ phase: end });
    return end === "hop";
  }

  #onWaiting(): void {
    const { headMs, isArriving } = this.#place;
    const leftMs = (this.#footage.unbrokenUntil(headMs) ?? 0) - headMs;
    if (this.#running && !isArriving && leftMs > STALL_LEFT_MS) this.#options.hooks.onStall();
    this.#options.hooks.onChange();
    this.#loop.stir();
  }

  #onSeeked(): void {
    this.#element.seeked();
    if (!this.#place.isArriving && this.#cell.get().phase === "loading")
      this.#set({ phase: "showing" });
    this.#options.hooks.onChange();
    this.#loop.stir();
  }

  #onPainted(paintedMs: number): void {
    // A last frame from before the seek is no news of where playback is.
    const isNear = Math.abs(paintedMs - this.#place.targetMs) < NEAR_MS;
    if (this.#place.isArriving || (this.#options.video.seeking && !isNear)) return;
    this.#paintedMs = paintedMs;
    if (this.#running) this.#place.targetMs = paintedMs;
    this.#options.hooks.onPainted(paintedMs);
  }

  /** The decoder gave up: everything is loaded anew at the same second, without what broke it. */
  async #onMediaError(): Promise<void> {
    if (this.#life.signal.aborted) return;
    const atMs = this.#place.targetMs;
    if (this.#mediaErrors++ > 0) this.#footage.giveUpAt(atMs + DECODED_AHEAD_MS);
    await this.#open();
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
