/**
 * The `<video>` of one camera as the engine drives it: where it stands on the wall clock, running or
 * held, how long its seeks take. Knows no bytes.
 */
import type { PlaybackBuffer } from "./playback-buffer.ts";

/** Browsers refuse to play faster, and slower makes no sense. */
const FASTEST = 16;
const SLOWEST = 0.1;
const FIRST_GUESS_MS = 120;
const LONGEST_GUESS_MS = 1500;

export class PlaybackElement {
  readonly video: HTMLVideoElement;
  readonly #buffer: () => PlaybackBuffer;
  readonly #onRefused: () => void;
  #movedAtMs: number | undefined;
  #seekTookMs = FIRST_GUESS_MS;

  /** `onRefused`: the browser plays only after a touch. */
  constructor(video: HTMLVideoElement, buffer: () => PlaybackBuffer, onRefused: () => void) {
    this.video = video;
    this.#buffer = buffer;
    this.#onRefused = onRefused;
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  /** The wall time that is played right now. */
  get headMs(): number {
    return this.#buffer().toWallMs(this.video.currentTime);
  }

  /** The picture is there, and what follows it. */
  get canRun(): boolean {
    return !this.video.seeking && this.video.readyState >= 3;
  }

  /** It has nothing more to show. */
  get isStuck(): boolean {
    return this.video.readyState <= 2 && !this.video.seeking;
  }

  /** How long a seek takes here at present: whoever jumps after the others aims this far ahead. */
  get seekTookMs(): number {
    return this.#seekTookMs;
  }

  /** Moves to a frame's own instant and a millisecond: near its end rounding would show the one after it. */
  moveTo(frameMs: number): void {
    this.#movedAtMs = performance.now();
    this.video.currentTime = this.#buffer().toMediaS(frameMs + 1);
  }

  /** The element says that it is where it was sent. */
  seeked(): void {
    if (this.#movedAtMs === undefined) return;
    const tookMs = Math.min(LONGEST_GUESS_MS, performance.now() - this.#movedAtMs);
    this.#movedAtMs = undefined;
    this.#seekTookMs = 0.5 * this.#seekTookMs + 0.5 * tookMs;
  }

  setRate(rate: number): void {
    const bounded = Math.min(FASTEST, Math.max(SLOWEST, rate));
    if (this.video.playbackRate !== bounded) this.video.playbackRate = bounded;
  }

  run(rate: number): void {
    this.setRate(rate);
    if (!this.video.paused) return;
    this.video.play().catch((thrown: unknown) => {
      // A seek or pause in between ends the wish to play; a refused autoplay waits for a touch.
      if (thrown instanceof DOMException && thrown.name === "NotAllowedError") this.#onRefused();
    });
  }

  halt(): void {
    if (!this.video.paused) this.video.pause();
  }
}
