/**
 * Why there is no footage: the gaps that the recorder wrote down, and time without footage that
 * nobody has explained (yet). Pure but for the reading of rows.
 */
import type { Cause, StreamKind } from "#base/link";
import { intersection, type TimeRange, uncovered } from "#base/time-range";
import type { TimelineView } from "#contract";
import type { Gap } from "#storage";

export type GapView = TimelineView["gaps"][number];

/** Shorter holes are the seams between files, not gaps. */
const SEAM_MS = 2_000;
/** The newest GOP is always a little behind; only after this is its end a gap. */
const WRITING_LAG_MS = 20_000;

/** Rows as the viewer shows them, cut to the range and to now. */
export function gapViews(rows: readonly Gap[], range: TimeRange, nowMs: number): GapView[] {
  return rows.flatMap((row) => {
    const whole = { startMs: row.start_ms, endMs: row.end_ms ?? Math.max(nowMs, row.start_ms + 1) };
    const shown = intersection(whole, range);
    if (!shown) return [];
    return [{ ...shown, cause: row.cause as Cause, detail: row.detail, open: row.end_ms === null }];
  });
}

export interface UnexplainedInput {
  readonly range: TimeRange;
  readonly spans: readonly TimeRange[];
  readonly gaps: readonly GapView[];
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly nowMs: number;
  readonly recorderUp: boolean;
}

/**
 * Time between the first footage and now that has neither footage nor a gap's row: after a crash
 * before the recorder is back, or where rows were lost.
 */
export function unexplainedGaps(input: UnexplainedInput): GapView[] {
  const { range, spans, gaps, firstMs, lastMs, nowMs, recorderUp } = input;
  if (firstMs === null || lastMs === null) return [];
  const lateMs = nowMs - lastMs > WRITING_LAG_MS ? nowMs : lastMs;
  const known = intersection(range, { startMs: firstMs, endMs: lateMs });
  if (!known) return [];
  return uncovered(known, [...spans, ...gaps])
    .filter((hole) => hole.endMs - hole.startMs > SEAM_MS)
    .map((hole) => {
      const lasts = hole.startMs >= lastMs;
      const cause: Cause = lasts && !recorderUp ? "recorder_stopped" : "unknown";
      return { ...hole, cause, detail: null, open: lasts };
    });
}

/** The cause at or next to an instant, for the answer that there is no footage. */
export function causeAt(gaps: readonly GapView[], atMs: number): Cause | null {
  const at = gaps.find((gap) => gap.startMs <= atMs && atMs < gap.endMs) ?? gaps[0];
  return at?.cause ?? null;
}

/** Which stream's gaps tell about the camera: main, unless it never had one. */
export function leadingStream(hasMain: boolean): StreamKind {
  return hasMain ? "main" : "sub";
}
