/** Checks the `from`/`to` of a request. Ranges are half-open, epoch UTC milliseconds. Pure. */
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";

const HOUR_MS = 3_600_000;

/** How long a range may be, by use. */
export const LONGEST_MS = {
  timeline: 400 * 24 * HOUR_MS,
  playlist: 6 * HOUR_MS,
  /** Of footage that is made when asked for; playlists name shorter ones. */
  part: 60_000,
  download: 24 * HOUR_MS,
  previews: 48 * HOUR_MS,
} as const;

/** @throws VmsError invalid_input `range.empty`, `range.too_long`. */
export function requestedRange(query: { from: number; to: number }, longestMs: number): TimeRange {
  if (query.to <= query.from) {
    throw new VmsError("invalid_input", "range.empty", "the range ends before it begins");
  }
  if (query.to - query.from > longestMs) {
    const details = { longestHours: longestMs / HOUR_MS };
    throw new VmsError("invalid_input", "range.too_long", "the range is too long", { details });
  }
  return { startMs: query.from, endMs: query.to };
}
