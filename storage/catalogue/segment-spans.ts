/**
 * Runs of footage of a stream ("gaps and islands"): the database answers only the borders, so a
 * month of 43 000 segments costs one index scan and a handful of rows.
 */
import { sql } from "kysely";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import type { Db } from "./database.ts";

export interface SpanQuery {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly range: TimeRange;
  /** Where to begin reading the index; not after the start of anything that reaches into the range. */
  readonly fromMs: number;
  readonly toleranceMs: number;
}

/** Sorted, disjoint, cut to the range. */
export async function coveredSpans(db: Db, query: SpanQuery): Promise<TimeRange[]> {
  const { cameraId, stream, range, fromMs, toleranceMs } = query;
  // `reached` is how far footage reaches before this row; a row that begins later begins a new run.
  const { rows } = await sql<{ start_ms: number; reached: number | null; last_end: number }>`
    select start_ms, reached, last_end from (
      select start_ms,
        max(end_ms) over (order by start_ms, end_ms rows between unbounded preceding and 1 preceding) as reached,
        max(end_ms) over () as last_end
      from segment
      where camera_id = ${cameraId} and stream = ${stream}
        and start_ms >= ${fromMs} and start_ms < ${range.endMs} and end_ms > ${range.startMs}
    ) as rows_in_range
    where reached is null or start_ms > reached + ${toleranceMs}
    order by start_ms`.execute(db);
  return rows.map((row, index) => ({
    startMs: Math.max(row.start_ms, range.startMs),
    endMs: Math.min(rows[index + 1]?.reached ?? row.last_end, range.endMs),
  }));
}

/**
 * For each day whether the camera has footage of either stream: one index probe a day and stream,
 * all in one statement. A segment that began up to `lookBackMs` before a day may reach into it.
 */
export async function daysCovered(
  db: Db,
  cameraId: string,
  days: readonly TimeRange[],
  lookBackMs: number,
): Promise<boolean[]> {
  if (days.length === 0) return [];
  const probe = (day: TimeRange, stream: StreamKind) => sql`exists (
    select 1 from segment
    where camera_id = ${cameraId} and stream = ${stream}
      and start_ms > ${day.startMs - lookBackMs} and start_ms < ${day.endMs}
      and end_ms > ${day.startMs})`;
  const probes = days.map(
    (day) => sql`select ${probe(day, "main")} or ${probe(day, "sub")} as found`,
  );
  const { rows } = await sql<{ found: number }>`${sql.join(probes, sql` union all `)}`.execute(db);
  return rows.map((row) => Number(row.found) === 1);
}
