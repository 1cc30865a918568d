/**
 * Which instant a bisect looks at next. Days apart it looks at the same hour of another day, so that
 * light and shadows are alike; within a day it halves the number of times in which the region could
 * have changed; where nothing but movement is left it halves the time. Pure.
 */
import type { TimeRange } from "#base/time-range";
import { cut, nearestInstant, type QuietTimes, stillsBetween } from "./quiet-times.ts";

const DAY_MS = 86_400_000;
const DAYS_APART_MS = 1.5 * DAY_MS;
const SAME_HOUR_MS = 2 * 3_600_000;
/** Order in which places of the range are tried when what is seen there is hidden. */
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/** `tried` = how many instants of this range showed nothing; undefined = there is none left. */
export function nextInstant(
  times: QuietTimes,
  range: TimeRange,
  tried: number,
): number | undefined {
  const share = SHARES[tried];
  if (share === undefined) return undefined;
  return (
    sameHour(times, range, share) ??
    betweenMovements(times, range, share) ??
    inFootage(times, range, share)
  );
}

/** Instants that split the range into parts of alike likelihood, for questions to an officer. */
export function splitInstants(times: QuietTimes, range: TimeRange, count: number): number[] {
  const instants = Array.from({ length: count }, (_, i) => {
    const share = (i + 1) / (count + 1);
    return betweenMovements(times, range, share) ?? inFootage(times, range, share);
  });
  return [...new Set(instants.filter((it) => it !== undefined))];
}

/** A clean instant near the wanted one, else any with footage near it. */
export function cleanInstant(
  times: QuietTimes,
  wantedMs: number,
  withinMs: number,
): number | undefined {
  const clean = nearestInstant(times.stills, wantedMs);
  if (clean !== undefined && Math.abs(clean - wantedMs) <= withinMs) return clean;
  return nearestInstant(times.footage, wantedMs) ?? clean;
}

function sameHour(times: QuietTimes, range: TimeRange, share: number): number | undefined {
  const lengthMs = range.endMs - range.startMs;
  if (lengthMs < DAYS_APART_MS) return undefined;
  const days = Math.max(1, Math.round((lengthMs * (1 - share)) / DAY_MS));
  const wantedMs = range.endMs - days * DAY_MS;
  const found = nearestInstant(times.stills, wantedMs);
  const isNear = found !== undefined && Math.abs(found - wantedMs) <= SAME_HOUR_MS;
  return isNear && isInside(found, range) ? found : undefined;
}

function betweenMovements(times: QuietTimes, range: TimeRange, share: number): number | undefined {
  const [first, last] = stillsBetween(times.stills, range.startMs, range.endMs);
  const count = last - first;
  if (count <= 0) return undefined;
  const middle = first + Math.min(count - 1, Math.floor(count * share));
  // The longest one thereabouts: a short one may show somebody who stands there.
  const reach = Math.floor(count / 10);
  const near = times.stills.slice(
    Math.max(first, middle - reach),
    Math.min(last, middle + reach + 1),
  );
  const longest = cut(near, range).reduce<TimeRange | undefined>(
    (best, still) => (best && length(best) >= length(still) ? best : still),
    undefined,
  );
  return longest && Math.round((longest.startMs + longest.endMs) / 2);
}

function inFootage(times: QuietTimes, range: TimeRange, share: number): number | undefined {
  const parts = cut(times.footage, range);
  let restMs = parts.reduce((sum, part) => sum + length(part), 0) * share;
  for (const part of parts) {
    if (restMs <= length(part)) return Math.round(part.startMs + restMs);
    restMs -= length(part);
  }
  return undefined;
}

function length({ startMs, endMs }: TimeRange): number {
  return endMs - startMs;
}

function isInside(atMs: number, { startMs, endMs }: TimeRange): boolean {
  return atMs > startMs && atMs < endMs;
}
