/** Tells when nobody watched, out of days that come newest first; a gap across midnight is one. Pure. */
import { type TimeRange, uncovered } from "#base/time-range";

/** Seams between files, a restart: too short to be told. */
const LEAST_MS = 10_000;

export class Unwatched {
  /** All later than this is told or pending. */
  #doneToMs: number;
  readonly #startMs: number;
  /** The newest gap that may go on into the day before. */
  #pending: TimeRange | undefined;

  constructor({ startMs, endMs }: TimeRange) {
    this.#startMs = startMs;
    this.#doneToMs = endMs;
  }

  /** A day's answer; answers the gaps that are known to be over, newest first. */
  add(day: TimeRange, watched: readonly TimeRange[]): TimeRange[] {
    const whole = { startMs: day.startMs, endMs: Math.max(day.endMs, this.#doneToMs) };
    this.#doneToMs = day.startMs;
    return this.#join(uncovered(whole, watched).reverse());
  }

  /** The rest, back to the beginning of the span. */
  end(): TimeRange[] {
    const rest = { startMs: this.#startMs, endMs: this.#doneToMs };
    const over = rest.startMs < rest.endMs ? this.#join([rest]) : [];
    const last = this.#pending;
    this.#pending = undefined;
    return last && isLong(last) ? [...over, last] : over;
  }

  #join(gaps: readonly TimeRange[]): TimeRange[] {
    const over: TimeRange[] = [];
    for (const gap of gaps) {
      if (this.#pending && gap.endMs === this.#pending.startMs) {
        this.#pending = { startMs: gap.startMs, endMs: this.#pending.endMs };
        continue;
      }
      if (this.#pending && isLong(this.#pending)) over.push(this.#pending);
      this.#pending = gap;
    }
    return over;
  }
}

function isLong({ startMs, endMs }: TimeRange): boolean {
  return endMs - startMs >= LEAST_MS;
}
