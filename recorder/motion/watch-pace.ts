/**
 * How closely a camera is looked at: keyframes only while nothing stirs, every frame (of which five a
 * second become pictures) as soon as something does, keyframes again when it has been quiet. Pure:
 * takes what was seen and when, by the times of the frames.
 */

export type Pace = "keyframes" | "full";

/** Something was seen to stir; an event that is open keeps the pace by itself. */
const QUIET_MS = 1500;
/** Something only may have stirred: that shows soon. */
const DOUBT_MS = 1500;
/** At first all is looked at: the analysis learns the scene. */
const LEARN_MS = 10_000;
/** After a hole a moment is enough: the scene is known. */
const RESUME_MS = 1000;
/** What could not be decoded in time must not be asked for again at once. */
const SPARE_MS = 8000;
/** In longer GOPs something may come and go without being in any keyframe. */
const LONG_GOP_MS = 2200;
/** Of 5 pictures a second, with some tolerance for frames that come unevenly. */
export const PICTURE_MS = 180;

export class WatchPace {
  readonly #keyframesOnly: boolean;
  #pace: Pace;
  #sinceMs: number | undefined;
  #fullUntilMs = 0;
  #learnMs = LEARN_MS;
  #spareUntilMs = Number.NEGATIVE_INFINITY;

  constructor(keyframesOnly: boolean) {
    this.#keyframesOnly = keyframesOnly;
    this.#pace = keyframesOnly ? "keyframes" : "full";
  }

  get pace(): Pace {
    return this.#pace;
  }

  /** The analysis looked at a picture of `atMs`. */
  looked(atMs: number, stirs: boolean): void {
    this.#begin(atMs);
    if (stirs) this.#keepFull(atMs, QUIET_MS);
    else this.#settle(atMs);
  }

  /** Something hints at motion at `atMs`. Answers whether all frames are wanted only from now on. */
  doubt(atMs: number): boolean {
    const was = this.#pace;
    this.#keepFull(atMs, DOUBT_MS);
    return was !== this.#pace;
  }

  /** A frame of `atMs` came, in GOPs that are `gopMs` long. */
  came(atMs: number, gopMs: number, hasBFrames: boolean): void {
    this.#begin(atMs);
    if (gopMs > LONG_GOP_MS || hasBFrames) this.#keepFull(atMs, QUIET_MS);
  }

  /** Watching goes on after a hole. */
  resume(): void {
    this.#fullUntilMs = 0;
    this.#sinceMs = undefined;
  }

  /** The host does not keep up at `atMs`: keyframes must do for a while, whatever stirs. */
  spare(atMs: number): void {
    this.#spareUntilMs = atMs + SPARE_MS;
    this.#pace = "keyframes";
  }

  #begin(atMs: number): void {
    // A clock that was set back must not keep the pace up for long.
    if (this.#sinceMs !== undefined && atMs >= this.#sinceMs) return;
    this.#sinceMs = atMs;
    this.#fullUntilMs = atMs + this.#learnMs;
    this.#learnMs = RESUME_MS;
    if (atMs < this.#spareUntilMs - SPARE_MS) this.#spareUntilMs = Number.NEGATIVE_INFINITY;
  }

  #keepFull(atMs: number, forMs: number): void {
    if (this.#keyframesOnly || atMs < this.#spareUntilMs) return;
    this.#fullUntilMs = Math.max(this.#fullUntilMs, atMs + forMs);
    this.#pace = "full";
  }

  #settle(atMs: number): void {
    if (atMs >= this.#fullUntilMs) this.#pace = "keyframes";
  }
}
