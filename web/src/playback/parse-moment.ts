/**
 * Reads a moment as people type it: "16:05", "16h05", "hôm qua 16:05", "18/8 16h", "4h chiều",
 * "10 phút trước", "yesterday 4 pm", ISO. Pure; accents and case do not matter.
 * A moment without a date lies on the day being watched; without a year, on its last occurrence.
 */
import type { ZonedTime } from "../timeline/zoned-time.ts";

export interface MomentContext {
  readonly zoned: ZonedTime;
  readonly nowMs: number;
  /** The instant on screen: gives the day when none is typed. */
  readonly shownMs: number;
}

export type MomentAnswer =
  | { readonly ok: true; readonly atMs: number }
  | { readonly ok: false; readonly reason: "empty" | "unreadable" | "impossible" | "future" };

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}
interface Day {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}
/** What is left to read, and what was found so far. */
interface Reading {
  rest: string;
  clock: Clock | null;
  day: Day | null;
  daysBack: number | null;
  byWeekday: boolean;
}

const UNREADABLE = { ok: false, reason: "unreadable" } as const;
const IMPOSSIBLE = { ok: false, reason: "impossible" } as const;
const DAY_MS = 86_400_000;

export function parseMoment(text: string, context: MomentContext): MomentAnswer {
  const plain = plainText(text);
  if (plain === "") return { ok: false, reason: "empty" };
  const iso = parseIso(text.trim(), context);
  if (iso !== null) return notFuture(iso, context);
  const ago = parseAgo(plain, context.nowMs);
  if (ago !== null) return notFuture(ago, context);

  const reading: Reading = {
    rest: ` ${plain} `,
    clock: null,
    day: null,
    daysBack: null,
    byWeekday: false,
  };
  readRelativeDay(reading, context);
  readDate(reading);
  const bad = readClock(reading);
  if (bad || reading.rest.replace(FILLER, " ").trim() !== "") return UNREADABLE;
  if (reading.clock === null && reading.day === null && reading.daysBack === null)
    return UNREADABLE;
  return resolve(reading, context);
}

const FILLER = /\b(luc|ngay|vao|at|on|hom|buoi)\b|\./g;

/** Lower case, without accents, single spaces. */
function plainText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[,;]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `2026-08-18T16:05:30Z`, or without zone: then local. Epoch milliseconds too, as in an address. */
function parseIso(text: string, { zoned }: MomentContext): number | null {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  if (!match) return null;
  if (match[7]) {
    const atMs = Date.parse(text.replace(" ", "T"));
    return Number.isNaN(atMs) ? null : atMs;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  return zoned.toMs({ year, month, day, hour, minute, second });
}

/** "10 phut truoc", "cach day 2 gio", "5 min ago", "bay gio". */
function parseAgo(plain: string, nowMs: number): number | null {
  if (/^(bay gio|hien tai|now)$/.test(plain)) return nowMs;
  const match =
    /^(?:cach day )?(\d{1,5}) ?(giay|s|sec|seconds?|phut|p|m|min|minutes?|gio|h|hours?|ngay|d|days?)(?: truoc| ago)?$/.exec(
      plain,
    );
  if (!match || !/(truoc|ago|^cach day)/.test(plain)) return null;
  const unit = match[2] ?? "";
  const unitMs = /^(giay|s)/.test(unit)
    ? 1000
    : /^(phut|p|m)/.test(unit)
      ? 60_000
      : /^(gio|h)/.test(unit)
        ? 3_600_000
        : DAY_MS;
  return nowMs - Number(match[1]) * unitMs;
}

const RELATIVE: readonly (readonly [RegExp, number])[] = [
  [/ (hom kia|day before yesterday) /, 2],
  [/ (hom qua|yesterday) /, 1],
  [/ (hom nay|today) /, 0],
];

function readRelativeDay(reading: Reading, { zoned, nowMs }: MomentContext): void {
  for (const [pattern, daysBack] of RELATIVE) {
    if (take(reading, pattern)) reading.daysBack = daysBack;
  }
  // "toi qua", "sang nay": a part of the day and the day in one; the part stays for the clock.
  const part = / (sang|trua|chieu|toi|dem) (nay|qua) /.exec(reading.rest);
  if (part) {
    reading.daysBack = part[2] === "qua" ? 1 : 0;
    reading.rest = reading.rest.replace(part[0], ` ${part[1]} `);
  }
  const weekday = takeWeekday(reading);
  if (weekday !== null) {
    const back = (zoned.weekday(nowMs) - weekday + 7) % 7;
    reading.daysBack = back;
    reading.byWeekday = true;
  }
}

const WEEKDAYS: readonly RegExp[] = [
  / (chu nhat|cn|sunday) /,
  / (thu (?:2|hai)|t2|monday) /,
  / (thu (?:3|ba)|t3|tuesday) /,
  / (thu (?:4|tu|bon)|t4|wednesday) /,
  / (thu (?:5|nam)|t5|thursday) /,
  / (thu (?:6|sau)|t6|friday) /,
  / (thu (?:7|bay)|t7|saturday) /,
];

function takeWeekday(reading: Reading): number | null {
  const found = WEEKDAYS.findIndex((pattern) => take(reading, pattern));
  return found < 0 ? null : found;
}

function readDate(reading: Reading): void {
  const iso = take(reading, / (\d{4})-(\d{1,2})-(\d{1,2}) /);
  if (iso) {
    reading.day = { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
    return;
  }
  const written =
    take(reading, / (?:ngay )?(\d{1,2}) thang (\d{1,2})(?: (?:nam )?(\d{4}))? /) ??
    take(reading, / (?:ngay )?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))? /);
  if (!written) return;
  const year = written[3] === undefined ? null : Number(written[3]);
  reading.day = {
    day: Number(written[1]),
    month: Number(written[2]),
    year: year !== null && year < 100 ? 2000 + year : year,
  };
}

const CLOCK =
  / (\d{1,2}) ?(?:[:h]|gio) ?(?:(\d{1,2}) ?(?:[:'p]|phut)? ?(?:(\d{1,2}) ?(?:"|''|s|giay)?)?)? ?(sang|trua|chieu|toi|dem|am|pm)? /;
const HOUR_ALONE = / (\d{1,2}) ?(sang|trua|chieu|toi|dem|am|pm) /;

/** Reads the time of day into `reading`; true when what stands there is no time. */
function readClock(reading: Reading): boolean {
  const match = take(reading, CLOCK);
  const alone = match ? null : take(reading, HOUR_ALONE);
  const hourText = match?.[1] ?? alone?.[1];
  if (hourText === undefined) return false;
  const part = match?.[4] ?? alone?.[2] ?? takePart(reading);
  const hour = hourOfPart(Number(hourText), part);
  if (hour === null) return true;
  reading.clock = { hour, minute: Number(match?.[2] ?? 0), second: Number(match?.[3] ?? 0) };
  return false;
}

/** A part of the day that stands apart from the hour ("chieu 4h"). */
function takePart(reading: Reading): string | undefined {
  return take(reading, / (sang|trua|chieu|toi|dem) /)?.[1];
}

/** Hour 0–23 of an hour said with a part of the day; null when they contradict each other. */
function hourOfPart(hour: number, part: string | undefined): number | null {
  switch (part) {
    case undefined:
      return hour;
    case "sang":
    case "am":
      return hour === 12 ? 0 : hour < 12 ? hour : null;
    case "trua":
      return hour < 4 ? hour + 12 : hour;
    case "chieu":
    case "pm":
      return hour < 12 ? hour + 12 : hour;
    case "toi":
      return hour === 12 ? 0 : hour < 12 ? hour + 12 : hour;
    default:
      // "dem": 10, 11 are before midnight, 12 is midnight, 1 to 5 after it.
      return hour === 12 ? 0 : hour >= 6 && hour < 12 ? hour + 12 : hour;
  }
}

function take(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(reading.rest);
  if (match)
    reading.rest = `${reading.rest.slice(0, match.index)}  ${reading.rest.slice(match.index + match[0].length)}`;
  return match;
}

function resolve(reading: Reading, context: MomentContext): MomentAnswer {
  const clock = reading.clock ?? { hour: 0, minute: 0, second: 0 };
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return IMPOSSIBLE;
  const { zoned, nowMs, shownMs } = context;
  if (reading.day) return resolveDate(reading.day, clock, context);
  if (reading.daysBack !== null) {
    const dayMs = zoned.addDays(nowMs, -reading.daysBack);
    const atMs = atClock(dayMs, clock, zoned);
    // "Thursday 16:00" said on a Thursday morning means last week's.
    const lastWeekMs = atClock(zoned.addDays(nowMs, -7), clock, zoned);
    return atMs > nowMs && reading.byWeekday
      ? { ok: true, atMs: lastWeekMs }
      : notFuture(atMs, context);
  }
  const atMs = atClock(shownMs, clock, zoned);
  if (atMs <= nowMs) return { ok: true, atMs };
  return { ok: true, atMs: atClock(zoned.addDays(nowMs, -1), clock, zoned) };
}

function resolveDate(day: Day, clock: Clock, context: MomentContext): MomentAnswer {
  const { zoned, nowMs } = context;
  const thisYear = zoned.toLocal(nowMs).year;
  const years = day.year === null ? [thisYear, thisYear - 1] : [day.year];
  let answer: MomentAnswer = IMPOSSIBLE;
  for (const year of years) {
    const atMs = zoned.toMs({ ...day, ...clock, year });
    const local = zoned.toLocal(atMs);
    if (local.month !== day.month || local.day !== day.day) continue;
    if (atMs <= nowMs) return { ok: true, atMs };
    answer = { ok: false, reason: "future" };
    // "Today 16:00" said in the morning is a slip, not last year's.
    if (atMs - nowMs < DAY_MS) return answer;
  }
  return answer;
}

function atClock(dayMs: number, clock: Clock, zoned: ZonedTime): number {
  const { year, month, day } = zoned.toLocal(dayMs);
  return zoned.toMs({ year, month, day, ...clock });
}

function notFuture(atMs: number, { nowMs }: MomentContext): MomentAnswer {
  return atMs > nowMs + 1000 ? { ok: false, reason: "future" } : { ok: true, atMs };
}
