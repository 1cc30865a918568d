/**
 * One continuous media time line out of the time stamps that a camera sends. Starts at one second
 * (so that nothing is ever negative), closes jumps, and notices time stamps that cannot be used.
 * Pure; ticks are of the video track.
 */

/** Room before the first frame, in seconds. */
const START_SECONDS = 1;
/** A frame that would have come earlier than any before it by more than this shows a jump of the camera's clock. */
const JUMP_MS = 1500;
/** How fast the memory of the least delayed frame fades: above what a crystal drifts. */
const FADE_MS_PER_MS = 0.0002;
/** This many frames in a row that stand still make the time stamps useless. */
const MAX_STANDING = 8;

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

  constructor(timescale: number) {
    this.#timescale = timescale;
    this.#typicalTicks = timescale / 15;
  }

  /** How often the camera's clock jumped in this run. */
  get jumps(): number {
    return this.#jumps;
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
    // A camera that skips frames after a congestion also steps ahead, but its frame still comes late.
    const impossible = this.#lateMs(dtsTicks, arrivalMs) < this.#leastLateMs - JUMP_MS;
    const stepMs = (stepTicks * 1000) / this.#timescale;
    const aheadMs = stepMs - (arrivalMs - this.#lastArrivalMs);
    if (stepTicks < 0 || (impossible && aheadMs > JUMP_MS)) {
      this.#shiftTicks += Math.round(this.#typicalTicks) - stepTicks;
      this.#jumps += 1;
      return;
    }
    // ffmpeg turns a step back into one tick ahead of the frame before, again and again.
    this.#standing = stepTicks <= this.#typicalTicks / 50 ? this.#standing + 1 : 0;
    if (this.#standing === 0) this.#typicalTicks += (stepTicks - this.#typicalTicks) / 16;
  }

  #lateMs(dtsTicks: number, arrivalMs: number): number {
    return arrivalMs - ((dtsTicks + this.#shiftTicks) * 1000) / this.#timescale;
  }
}
