/** Which segments a hold keeps. Pure; the deleting transaction asks the same in SQL. */
import { overlaps } from "#base/time-range";
import type { Hold, Segment } from "../catalogue/schema.ts";

type HeldRange = Pick<Hold, "camera_id" | "start_ms" | "end_ms" | "released_ms">;
type HoldableSegment = Pick<Segment, "camera_id" | "start_ms" | "end_ms">;

/** A segment of which any instant is held is kept whole: files are never cut. */
export function isSegmentHeld(segment: HoldableSegment, holds: readonly HeldRange[]): boolean {
  const range = { startMs: segment.start_ms, endMs: segment.end_ms };
  return holds.some(
    (hold) =>
      hold.released_ms === null &&
      hold.camera_id === segment.camera_id &&
      overlaps(range, { startMs: hold.start_ms, endMs: hold.end_ms }),
  );
}
