/**
 * Where a stream has footage: runs of it in a range, and days with any. Reads the covering index
 * `segment_time` only, never the rows.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
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

/** Read at one go: two days of minutes take a few milliseconds. */
const CHUNK_MS = 2 * 86_400_000;

/** Sorted, disjoint, cut to the range. A month is read in pieces, so that others have their turn. */
export async function coveredSpans(db: Db, query: SpanQuery): Promise<TimeRange[]> {
  const { range, toleranceMs } = query;
  const spans: { startMs: number; endMs: number }[] = [];
  for (let fromMs = query.fromMs; fromMs < range.endMs; ) {
    if (fromMs > query.fromMs) await nextTurn();
    // What begins before the range is little, however long ago: it belongs to the first piece.
    const toMs = Math.min(Math.max(fromMs, range.startMs) + CHUNK_MS, range.endMs);
    for (const row of await startsBetween(db, query, fromMs, toMs)) {
      const last = spans.at(-1);
      const startMs = Math.max(row.start_ms, range.startMs);
      const endMs = Math.min(row.end_ms, range.endMs);
      if (last && startMs <= last.endMs + toleranceMs) last.endMs = Math.max(last.endMs, endMs);
      else spans.push({ startMs, endMs });
    }
    fromMs = toMs;
  }
  return spans;
}

function startsBetween(
  db: Db,
  { cameraId, stream, range }: SpanQuery,
  fromMs: number,
  toMs: number,
) {
  return db
    .selectFrom("segment")
    .select(["start_ms", "end_ms"])
    .where("camera_id", "=", cameraId)
    .where("stream", "=", stream)
    .where("start_ms", ">=", fromMs)
    .where("start_ms", "<", toMs)
    .where("end_ms", ">", range.startMs)
    .orderBy("start_ms")
    .orderBy("end_ms")
    .execute();
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
