/**
 * Where the days of a month begin in a time zone, also where clocks are changed: a day's first
 * instant is searched for, not computed, so a day of 23 or 25 hours or without a midnight is right.
 */

const HOUR_MS = 3_600_000;
/** No zone is farther from UTC. */
const FARTHEST_MS = 15 * HOUR_MS;
/** Months remembered: as many as somebody pages through. */
const MOST_KNOWN = 240;

export class MonthDays {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<string, readonly number[]>();

  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  }

  /** The first instants of each day of `month` (`2026-01`) and of the day after it: one more than it has days. */
  boundaries(month: string): readonly number[] {
    const known = this.#known.get(month);
    if (known) return known;
    const [year = 1970, number = 1] = month.split("-").map(Number);
    const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
    const boundaries = Array.from({ length: days + 1 }, (_, i) =>
      this.#firstInstant(Date.UTC(year, number - 1, i + 1)),
    );
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(month, boundaries);
    return boundaries;
  }

  /** First instant whose local date is not before the date that `utcMidnightMs` names in UTC. */
  #firstInstant(utcMidnightMs: number): number {
    const wanted = new Date(utcMidnightMs).toISOString().slice(0, 10);
    let before = utcMidnightMs - FARTHEST_MS;
    let reached = utcMidnightMs + FARTHEST_MS;
    while (reached - before > 1) {
      const middle = Math.floor((before + reached) / 2);
      if (this.#format.format(middle) >= wanted) reached = middle;
      else before = middle;
    }
    return reached;
  }
}
