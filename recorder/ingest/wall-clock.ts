/**
 * Wall time of frames from when they arrive. Pure: takes times, gives times; all milliseconds.
 *
 * A frame's media time says exactly how frames lie to each other, but its clock is the camera's
 * crystal and runs up to 100 ppm off; its arrival says when it was on the host's clock, but late by
 * what the network took. The least delayed frame of the last two minutes tells the offset between
 * both (the minimum filter of RFC 5905 §10 and of Moon, Skelly, Towsley, "Estimation and Removal of
 * Clock Skew from Network Delay Measurements", INFOCOM 1999): jitter only ever adds, and 100 ppm make
 * 12 ms in two minutes. What is put out follows that offset smoothly, so that wall time does not
 * jitter, except downwards by much: then it is certain that it was too late.
 *
 * The host's wall clock may be set. Arrivals are monotonic, and the distance between both clocks is
 * read at each GOP: a step shows as `stepped`, and the writer begins a new run.
 */

const BUCKET_MS = 4000;
const BUCKETS = 30;
/** Follow a growing offset this fast: ten times what a crystal may drift. */
const UP_MS_PER_SECOND = 1;
const DOWN_MS_PER_SECOND = 5;
/** Known to be late by more than this: corrected at once. */
const AT_ONCE_MS = 40;
/** In its first seconds a run has no history worth to be smooth about. */
const SETTLING_MS = 10_000;
/** So many frames in a row that were no less delayed than the best: what was kept back has come. */
const SETTLED_FRAMES = 4;
const SETTLED_TOLERANCE_MS = 10;
/** Settled in any case. */
const SETTLED_AFTER_MS = 3000;
/** A larger difference between wall and monotonic clock than reading them can make. */
const STEP_MS = 40;

export class WallClock {
  /** Least `arrival - media` of each bucket, newest last. */
  #buckets: { readonly untilMs: number; least: number }[] = [];
  #offsetMs: number | undefined;
  /** Least `arrival - media` of frames whose stamps may yet turn out to be spoilt; counts while there is nothing better. */
  #roughMs: number | undefined;
  #isRough = false;
  #bornMs = 0;
  #followedMs = 0;
  #hostMs: number | undefined;
  #firstAtMs: number | undefined;
  #bestLate = Number.POSITIVE_INFINITY;
  #noBetter = 0;

  /** Whether the host's clocks were told (`follow`). */
  get hasHost(): boolean {
    return this.#hostMs !== undefined;
  }

  /** Whether any frame has told the time yet; until then there is no `wallMs`. */
  get isKnown(): boolean {
    return this.#buckets.length > 0 || this.#roughMs !== undefined;
  }

  /** Whether frames arrive as they are sent, and no longer what was kept back at the start. */
  isSettled(nowMs: number): boolean {
    if (this.#firstAtMs === undefined) return false;
    return this.#noBetter >= SETTLED_FRAMES || nowMs - this.#firstAtMs > SETTLED_AFTER_MS;
  }

  /**
   * As `observe`, for the first frames of a stream, whose stamps may be spoilt. `isGuess`: this one's
   * is, so those before it say nothing about it.
   */
  observeRoughly(mediaMs: number, arrivalMs: number, isGuess: boolean): void {
    const late = arrivalMs - mediaMs;
    this.#firstAtMs ??= arrivalMs;
    this.#roughMs = isGuess ? late : Math.min(late, this.#roughMs ?? late);
  }

  /** A frame of media time `mediaMs` arrived at `arrivalMs` on the monotonic clock. */
  observe(mediaMs: number, arrivalMs: number): void {
    const late = arrivalMs - mediaMs;
    this.#firstAtMs ??= arrivalMs;
    this.#noBetter = late < this.#bestLate - SETTLED_TOLERANCE_MS ? 0 : this.#noBetter + 1;
    this.#bestLate = Math.min(this.#bestLate, late);
    const newest = this.#buckets.at(-1);
    if (newest && arrivalMs < newest.untilMs) {
      if (late < newest.least) newest.least = late;
      return;
    }
    this.#buckets.push({ untilMs: arrivalMs + BUCKET_MS, least: late });
    if (this.#buckets.length > BUCKETS) this.#buckets.shift();
  }

  /**
   * Tells the distance `hostMs` of the host's wall clock from its monotonic clock. Answers by how
   * much the wall clock was set since the last time, 0 for not at all.
   */
  follow(hostMs: number): number {
    const before = this.#hostMs;
    if (before === undefined || Math.abs(hostMs - before) > STEP_MS) {
      this.#hostMs = hostMs;
      return before === undefined ? 0 : hostMs - before;
    }
    this.#hostMs = before + Math.max(-1, Math.min(1, hostMs - before));
    return 0;
  }

  /** Wall time, epoch ms, of media time `mediaMs`, as known at `nowMs` (monotonic); only when `isKnown`. */
  wallMs(mediaMs: number, nowMs: number): number {
    this.#adapt(nowMs);
    return mediaMs + (this.#offsetMs ?? 0) + (this.#hostMs ?? 0);
  }

  #adapt(nowMs: number): void {
    const least = this.#least();
    if (least === undefined) return;
    const isFirstSure = this.#isRough && this.#buckets.length > 0;
    if (this.#offsetMs === undefined || isFirstSure) {
      this.#offsetMs = least;
      this.#bornMs = nowMs;
      this.#isRough = this.#buckets.length === 0;
    }
    const seconds = Math.max(0, nowMs - this.#followedMs) / 1000;
    this.#followedMs = nowMs;
    const wanted = least - this.#offsetMs;
    if (wanted < 0) {
      const certain = wanted < -AT_ONCE_MS || nowMs - this.#bornMs < SETTLING_MS;
      this.#offsetMs += certain ? wanted : Math.max(wanted, -DOWN_MS_PER_SECOND * seconds);
    } else {
      this.#offsetMs += Math.min(wanted, UP_MS_PER_SECOND * seconds);
    }
  }

  #least(): number | undefined {
    if (this.#buckets.length === 0) return this.#roughMs;
    let least = Number.POSITIVE_INFINITY;
    for (const bucket of this.#buckets) if (bucket.least < least) least = bucket.least;
    return least;
  }
}

/** Pairs each frame with the time at which it began to arrive, `delayFrames` deliveries before its own. */
export class ArrivalPairs {
  readonly #delayFrames: number;
  readonly #arrivals: number[] = [];

  constructor(delayFrames: number) {
    this.#delayFrames = delayFrames;
  }

  /** Takes the time of a delivery, gives when the frame delivered now began to arrive; undefined for the first ones. */
  pair(deliveredMs: number): number | undefined {
    this.#arrivals.push(deliveredMs);
    return this.#arrivals.length > this.#delayFrames ? this.#arrivals.shift() : undefined;
  }
}
