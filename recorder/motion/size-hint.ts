/**
 * A hint from the compressed stream that something began to move: a frame that only says what has
 * changed is much larger than such frames are at this place in their GOP. Costs nothing, since
 * nothing is decoded. Pure. Cameras of constant bit rate hide motion from it, others swell for no
 * reason: a hint that was wrong makes it believe less, so that it helps where it can and is silent
 * elsewhere.
 */

/** How fast the usual size is followed. */
const FOLLOW = 0.1;
/** So many frames until it can be relied on. */
const LEARNING_FRAMES = 60;
const LEAST_FACTOR = 2;
const MOST_FACTOR = 64;
const MUCH_LARGER_BYTES = 300;
/** A place in the GOP beyond this is counted as this one. */
const MOST_PLACES = 120;
/** Each right hint, and each minute or so of none, makes it bolder again. */
const WRONG = 1.5;
const RIGHT = 0.8;
const BOLDER = 0.9997;

export class SizeHint {
  readonly #usual: number[] = [];
  #place = 0;
  #frames = 0;
  #factor = LEAST_FACTOR;

  /** A keyframe begins the next GOP. */
  keyframe(): void {
    this.#place = 0;
  }

  /** Takes the size of a frame that is no keyframe; whether it hints at motion. */
  push(sizeBytes: number): boolean {
    const place = Math.min(this.#place, MOST_PLACES);
    this.#place += 1;
    this.#frames += 1;
    this.#factor = Math.max(LEAST_FACTOR, this.#factor * BOLDER);
    const usual = this.#usual[place];
    this.#usual[place] = usual === undefined ? sizeBytes : usual + FOLLOW * (sizeBytes - usual);
    if (usual === undefined || this.#frames < LEARNING_FRAMES) return false;
    return sizeBytes > usual * this.#factor + MUCH_LARGER_BYTES;
  }

  /** What a hint led to: whether something moved indeed. */
  learn(wasRight: boolean): void {
    const factor = this.#factor * (wasRight ? RIGHT : WRONG);
    this.#factor = Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, factor));
  }
}
