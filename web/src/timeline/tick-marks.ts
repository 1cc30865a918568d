/**
 * Which ticks a view shows: steps that people count in (seconds to months), on the local clock of
 * the site, labelled so densely as there is room. Pure.
 */
import { endMs, type TimeView, toPx } from "./time-scale.ts";
import { clockText, dateText, type ZonedTime } from "./zoned-time.ts";

export interface Tick {
  readonly atMs: number;
  readonly px: number;
  /** `major` carries a label; `day` also begins a local day. */
  readonly kind: "minor" | "major" | "day";
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Label step and the minor step below it. */
const STEPS: readonly (readonly [majorMs: number, minorMs: number])[] = [
  [SECOND, SECOND / 5],
  [2 * SECOND, SECOND],
  [5 * SECOND, SECOND],
  [10 * SECOND, 2 * SECOND],
  [30 * SECOND, 10 * SECOND],
  [MINUTE, 15 * SECOND],
  [2 * MINUTE, 30 * SECOND],
  [5 * MINUTE, MINUTE],
  [10 * MINUTE, 2 * MINUTE],
  [15 * MINUTE, 5 * MINUTE],
  [30 * MINUTE, 10 * MINUTE],
  [HOUR, 15 * MINUTE],
  [2 * HOUR, 30 * MINUTE],
  [3 * HOUR, HOUR],
  [6 * HOUR, 2 * HOUR],
  [12 * HOUR, 3 * HOUR],
];
/** Above: whole local days. */
const DAY_STEPS = [1, 2, 5, 7, 14, 28];

/** Days narrower than this are not drawn one by one. */
const LEAST_DAY_PX = 4;

/** Room that a label with seconds needs, in pixels. */
const LABEL_PX = 76;

export interface TickStep {
  readonly majorMs: number;
  readonly minorMs: number;
  /** Set when steps are whole local days. */
  readonly days: number | null;
}

export function tickStep(msPerPx: number, labelPx = LABEL_PX): TickStep {
  for (const [majorMs, minorMs] of STEPS) {
    if (majorMs / msPerPx >= labelPx) return { majorMs, minorMs, days: null };
  }
  const days = DAY_STEPS.find((count) => (count * DAY) / msPerPx >= labelPx) ?? 31;
  return { majorMs: days * DAY, minorMs: days === 1 ? 6 * HOUR : DAY, days };
}

/** Ticks of the view, sorted by time. */
export function ticksOf(view: TimeView, zoned: ZonedTime, labelPx = LABEL_PX): Tick[] {
  const step = tickStep(view.msPerPx, labelPx);
  return step.days === null ? clockTicks(view, zoned, step) : dayTicks(view, zoned, step.days);
}

function clockTicks(view: TimeView, zoned: ZonedTime, step: TickStep): Tick[] {
  const ticks: Tick[] = [];
  // Local midnight as origin, so that 6-hour steps fall on 00, 06, 12, 18 whatever the offset.
  let dayMs = zoned.startOfDay(view.startMs);
  const lastMs = endMs(view);
  while (dayMs <= lastMs) {
    const nextDayMs = zoned.addDays(dayMs, 1);
    const fromMs = Math.max(0, Math.floor((view.startMs - dayMs) / step.minorMs)) * step.minorMs;
    for (let atMs = dayMs + fromMs; atMs < nextDayMs && atMs <= lastMs; atMs += step.minorMs) {
      const sinceMidnight = Math.round(atMs - dayMs);
      const major = sinceMidnight % step.majorMs === 0;
      const local = zoned.toLocal(atMs);
      const midnight = sinceMidnight === 0;
      ticks.push({
        atMs,
        px: toPx(view, atMs),
        kind: midnight ? "day" : major ? "major" : "minor",
        label: midnight
          ? dateText(local, false)
          : major
            ? clockText(local, step.majorMs < MINUTE)
            : "",
      });
    }
    dayMs = nextDayMs;
  }
  return ticks;
}

function dayTicks(view: TimeView, zoned: ZonedTime, days: number): Tick[] {
  const ticks: Tick[] = [];
  const lastMs = endMs(view);
  const isCrowded = DAY / view.msPerPx < LEAST_DAY_PX;
  let lastLabelPx = Number.NEGATIVE_INFINITY;
  for (let atMs = zoned.startOfDay(view.startMs); atMs <= lastMs; atMs = zoned.addDays(atMs, 1)) {
    const local = zoned.toLocal(atMs);
    const px = toPx(view, atMs);
    // Over a year months themselves may be too narrow for a label each.
    const hasRoom = px - lastLabelPx >= LABEL_PX * 0.7;
    const labelled = isDayLabelled(local.day, days) && hasRoom;
    if (isCrowded && local.day !== 1 && !labelled) continue;
    if (labelled) lastLabelPx = px;
    ticks.push({
      atMs,
      px,
      kind: local.day === 1 ? "day" : labelled ? "major" : "minor",
      label: labelled ? dateText(local, false) : "",
    });
  }
  return ticks;
}

/** Days of the month 1, 1 + step, …; none so late that the first of the next month would touch it. */
function isDayLabelled(day: number, step: number): boolean {
  return (day - 1) % step === 0 && (day === 1 || day + step <= 32);
}
