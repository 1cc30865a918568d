/** Rules of an incident's range and holds; pure. */
import { type TimeRange, uncovered } from "#base/time-range";
import { invalidField } from "../invalid-field.ts";

/** Footage that a tag holds by default: two minutes before, three after. */
export const BEFORE_MS = 120_000;
export const AFTER_MS = 180_000;
export const LONGEST_MS = 24 * 3_600_000;
/** A page's clock may run ahead of the server's by this much. */
const AHEAD_MS = 60_000;

export interface IncidentTimes {
  readonly atMs: number;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
}

/** The range of a new incident. @throws VmsError invalid_input. */
export function rangeOfNew(times: IncidentTimes, nowMs: number): TimeRange {
  if (times.atMs > nowMs + AHEAD_MS) {
    throw invalidField("atMs", "incident.in_future", "an incident cannot be in the future");
  }
  const startMs = times.startMs ?? Math.max(0, times.atMs - BEFORE_MS);
  const endMs = times.endMs ?? times.atMs + AFTER_MS;
  requireSaneRange({ startMs, endMs });
  if (times.atMs < startMs || times.atMs > endMs) {
    throw invalidField("atMs", "incident.outside", "the instant lies outside the range");
  }
  return { startMs, endMs };
}

/** @throws VmsError invalid_input. */
export function requireSaneRange(range: TimeRange): void {
  if (range.startMs >= range.endMs) {
    throw invalidField("endMs", "range.empty", "the end must be after the start");
  }
  if (range.endMs - range.startMs > LONGEST_MS) {
    throw invalidField("endMs", "range.too_long", "at most 24 hours");
  }
}

export interface HeldRange extends TimeRange {
  readonly cameraId: string;
  readonly released: boolean;
}

/**
 * Holds to be added so that all cameras are held over the range; what is held already stays as it
 * is, so a hold never shrinks. Once somebody has released an incident's holds, editing it holds
 * nothing again.
 */
export function holdsToAdd(
  cameraIds: readonly string[],
  range: TimeRange,
  holds: readonly HeldRange[],
): (TimeRange & { cameraId: string })[] {
  const active = holds.filter((hold) => !hold.released);
  if (holds.length > 0 && active.length === 0) return [];
  return cameraIds.flatMap((cameraId) =>
    uncovered(
      range,
      active.filter((hold) => hold.cameraId === cameraId),
    ).map((part) => ({ ...part, cameraId })),
  );
}
