/**
 * Wall time of the site: epoch UTC milliseconds to and from the local calendar of one IANA zone.
 * Owns no texts. The browser's own zone is never used: a phone set to another zone must show the
 * same times as the office. Days can be 23 or 25 hours long; nothing here assumes 24.
 */

export interface LocalTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export class ZonedTime {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;
  /** Offset by quarter hour: no zone changes its offset inside one. */
  readonly #offsets = new Map<number, number>();

  constructor(zone: string) {
    this.zone = zone;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** Local minus UTC at this instant, in milliseconds. */
  offsetMs(atMs: number): number {
    const quarter = Math.floor(atMs / 900_000);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const startMs = quarter * 900_000;
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(startMs)) part[type] = Number(value);
    const localMs = Date.UTC(
      part.year ?? 1970,
      (part.month ?? 1) - 1,
      part.day ?? 1,
      part.hour ?? 0,
      part.minute ?? 0,
      part.second ?? 0,
    );
    const offsetMs = localMs - startMs;
    if (this.#offsets.size > 4000) this.#offsets.clear();
    this.#offsets.set(quarter, offsetMs);
    return offsetMs;
  }

  toLocal(atMs: number): LocalTime {
    const shifted = new Date(atMs + this.offsetMs(atMs));
    return {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: shifted.getUTCHours(),
      minute: shifted.getUTCMinutes(),
      second: shifted.getUTCSeconds(),
    };
  }

  /** The instant of a local time; in a skipped hour the one after the skip. Overflowing days roll on. */
  toMs(local: Partial<LocalTime> & Pick<LocalTime, "year" | "month" | "day">): number {
    const { year, month, day, hour = 0, minute = 0, second = 0 } = local;
    const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second);
    const guessMs = asUtcMs - this.offsetMs(asUtcMs);
    return asUtcMs - this.offsetMs(guessMs);
  }

  startOfDay(atMs: number): number {
    const { year, month, day } = this.toLocal(atMs);
    return this.toMs({ year, month, day });
  }

  /** Start of the local day `days` after the one of `atMs` (negative: before). */
  addDays(atMs: number, days: number): number {
    const { year, month, day } = this.toLocal(atMs);
    return this.toMs({ year, month, day: day + days });
  }

  startOfMonth(atMs: number, monthsLater = 0): number {
    const { year, month } = this.toLocal(atMs);
    return this.toMs({ year, month: month + monthsLater, day: 1 });
  }

  /** `2026-08`, as the calendar of the API wants it. */
  monthKey(atMs: number): string {
    const { year, month } = this.toLocal(atMs);
    return `${year}-${String(month).padStart(2, "0")}`;
  }

  /** 0 = Sunday. */
  weekday(atMs: number): number {
    return Math.floor((atMs + this.offsetMs(atMs)) / DAY_MS + 4) % 7;
  }
}

const two = (value: number): string => String(value).padStart(2, "0");

/** `16:05`, or `16:05:30`. */
export function clockText(local: LocalTime, withSeconds: boolean): string {
  const text = `${two(local.hour)}:${two(local.minute)}`;
  return withSeconds ? `${text}:${two(local.second)}` : text;
}

/** `18/08/2026`: the order is the same in both languages of the viewer. */
export function dateText(local: LocalTime, withYear = true): string {
  const text = `${two(local.day)}/${two(local.month)}`;
  return withYear ? `${text}/${local.year}` : text;
}
