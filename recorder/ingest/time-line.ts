/**
 * One continuous media time line out of the time stamps that a camera sends. Starts at ten seconds
 * (so that nothing is ever negative), closes jumps, spaces frames whose stamps stand still, and
 * notices stamps that cannot be used. Pure; ticks are of the video track.
 */

/** Room before the first frame, in seconds. */
const START_SECONDS = 10;
/** A frame that would have come earlier than any before it by more than this shows a jump of the camera's clock. */
const JUMP_MS = 250;
/** How fast the memory of the least delayed frame fades: above what a crystal drifts. */
const FADE_MS_PER_MS = 0.0002;
/** ffmpeg turns a step back into one tick ahead, again and again until time has caught up. */
const STANDING_SHARE = 1 / 50;
/** Stamps are useless when so many more frames stood still than a hundredth of the others. */
const MAX_STANDING = 100;
const FORGET = 0.01;

export type StampVerdict = "good" | "useless";

export class TimeLine {
  readonly #timescale: number;
  #shiftTicks = 0;
  #lastIn: number | undefined;
  #lastArrivalMs = 0;
  /** Least `arrival - media time` so far. */
  #leastLateMs = Number.POSITIVE_INFINITY;
  #typicalTicks: number;
  #standing = 0;
  #jumps = 0;
  #isGuess = true;

  constructor(timescale: number) {
    this.#timescale = timescale;
    this.#typicalTicks = timescale / 15;
  }

  /** How often the camera's clock jumped in this run. */
  get jumps(): number {
    return this.#jumps;
  }

  /** Whether the frame placed last has its place by guess, and not by its stamp. */
  get isGuess(): boolean {
    return this.#isGuess;
  }

  get verdict(): StampVerdict {
    return this.#standing >= MAX_STANDING ? "useless" : "good";
  }

  /** Where a video frame with decode time `dtsTicks` stands that came at `arrivalMs` (monotonic). */
  place(dtsTicks: number, arrivalMs: number): number {
    if (this.#lastIn === undefined) {
      this.#shiftTicks = START_SECONDS * this.#timescale - dtsTicks;
    } else {
      this.#follow(dtsTicks, dtsTicks - this.#lastIn, arrivalMs);
    }
    this.#leastLateMs += Math.max(0, arrivalMs - this.#lastArrivalMs) * FADE_MS_PER_MS;
    this.#leastLateMs = Math.min(this.#leastLateMs, this.#lateMs(dtsTicks, arrivalMs));
    this.#lastIn = dtsTicks;
    this.#lastArrivalMs = arrivalMs;
    return dtsTicks + this.#shiftTicks;
  }

  /** The same shift for another track's ticks. */
  placeOther(dtsTicks: number, timescale: number): number {
    return Math.max(0, dtsTicks + Math.round((this.#shiftTicks * timescale) / this.#timescale));
  }

  #follow(dtsTicks: number, stepTicks: number, arrivalMs: number): void {
    const isStanding = stepTicks <= this.#typicalTicks * STANDING_SHARE;
    this.#standing = isStanding ? this.#standing + 1 : Math.max(0, this.#standing - FORGET);
    this.#isGuess = isStanding || this.#isJump(dtsTicks, stepTicks, arrivalMs);
    if (!this.#isGuess) {
      this.#typicalTicks += (stepTicks - this.#typicalTicks) / 16;
      return;
    }
    if (!isStanding || stepTicks < 0) this.#jumps += 1;
    this.#shiftTicks += Math.round(this.#typicalTicks) - stepTicks;
  }

  /** A camera that skips frames after a congestion also steps ahead, but its frame still comes late. */
  #isJump(dtsTicks: number, stepTicks: number, arrivalMs: number): boolean {
    const stepMs = (stepTicks * 1000) / this.#timescale;
    const typicalMs = (this.#typicalTicks * 1000) / this.#timescale;
    const limitMs = Math.max(JUMP_MS, 3 * typicalMs);
    const aheadMs = stepMs - (arrivalMs - this.#lastArrivalMs);
    return aheadMs > limitMs && this.#lateMs(dtsTicks, arrivalMs) < this.#leastLateMs - limitMs;
  }

  #lateMs(dtsTicks: number, arrivalMs: number): number {
    return arrivalMs - ((dtsTicks + this.#shiftTicks) * 1000) / this.#timescale;
  }
}
