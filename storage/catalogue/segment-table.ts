/**
 * The segments: adding with chain and GOP table, and the questions of time line, playlist and
 * system page. Deleting is `deleted-segment-table.ts`. A row exists only for a synced file: callers
 * add it after the sync.
 */
import { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import { CHAIN_START, chainHash } from "../segments/chain.ts";
import { decodeGopTable, type Gop } from "../segments/gop-table.ts";
import type { Db, TableDoors } from "./database.ts";
import type { NewSegment, Segment, StreamHead } from "./schema.ts";
import { coveredSpans, daysCovered } from "./segment-spans.ts";
import { advanceHead, findHead } from "./stream-head.ts";

export interface SegmentTotals {
  readonly bytes: number;
  readonly count: number;
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
}

/**
 * A segment may begin this long before the one before it in the table ended (the host's clock was
 * set back), so a search for a range begins this much before the last start that precedes it.
 */
const LOOK_BACK_MS = 600_000;
const IDS_PER_QUERY = 500;

export class SegmentTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /**
   * Adds the row of a synced file, its GOP table and its link in the stream's chain, in one
   * transaction. Errors: `conflict segment.exists` for the same camera, stream, start and run.
   */
  insert(segment: NewSegment, gopTable: Uint8Array): Promise<Segment> {
    return this.#doors.atomically(async (db) => {
      await refuseKnown(db, segment);
      const head = await findHead(db, segment.camera_id, segment.stream);
      const chain = chainHash(head?.chain ?? CHAIN_START, segment);
      const row = await db
        .insertInto("segment")
        .values({ ...segment, chain })
        .returningAll()
        .executeTakeFirstOrThrow();
      await db.insertInto("segment_gops").values({ segment_id: row.id, table: gopTable }).execute();
      await advanceHead(db, row, head);
      return row;
    });
  }

  find(id: number): Promise<Segment | undefined> {
    return this.#doors.read
      .selectFrom("segment")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
  }

  /** Errors: `not_found segment.not_found`. */
  async get(id: number): Promise<Segment> {
    const segment = await this.find(id);
    if (!segment) throw new VmsError("not_found", "segment.not_found", `There is no segment ${id}`);
    return segment;
  }

  async findByStart(
    cameraId: string,
    stream: StreamKind,
    startMs: number,
    runId: string,
  ): Promise<Segment | undefined> {
    return this.#stream(cameraId, stream)
      .where("start_ms", "=", startMs)
      .where("run_id", "=", runId)
      .executeTakeFirst();
  }

  /** All that touch the range, by start; at most `limit`. */
  async listOverlapping(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
    limit?: number,
  ): Promise<Segment[]> {
    const fromMs = await this.#searchFromMs(cameraId, stream, range);
    const query = this.#stream(cameraId, stream)
      .where("start_ms", ">=", fromMs)
      .where("start_ms", "<", range.endMs)
      .where("end_ms", ">", range.startMs)
      .orderBy("start_ms")
      .orderBy("end_ms");
    return (limit === undefined ? query : query.limit(limit)).execute();
  }

  /**
   * Runs of footage within the range (cut to it), sorted and disjoint; segments at most
   * `toleranceMs` apart are one run.
   */
  async listSpans(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
    toleranceMs: number,
  ): Promise<TimeRange[]> {
    const fromMs = await this.#searchFromMs(cameraId, stream, range);
    return coveredSpans(this.#doors.read, { cameraId, stream, range, fromMs, toleranceMs });
  }

  /** Errors: `not_found segment.not_found`, `corrupt gop_table.unreadable`. */
  async gopTable(segmentId: number): Promise<Gop[]> {
    const gops = (await this.listGopTables([segmentId])).get(segmentId);
    if (!gops)
      throw new VmsError("not_found", "segment.not_found", `There is no segment ${segmentId}`);
    return gops;
  }

  /** By segment id; ids that are unknown (deleted meanwhile) are left out. */
  async listGopTables(segmentIds: readonly number[]): Promise<Map<number, Gop[]>> {
    const tables = new Map<number, Gop[]>();
    for (let from = 0; from < segmentIds.length; from += IDS_PER_QUERY) {
      const ids = segmentIds.slice(from, from + IDS_PER_QUERY);
      const rows = await this.#doors.read
        .selectFrom("segment_gops")
        .selectAll()
        .where("segment_id", "in", ids)
        .execute();
      for (const row of rows) tables.set(row.segment_id, decodeGopTable(row.table));
    }
    return tables;
  }

  /**
   * For each day between two neighbours of `dayBoundaries` (so one fewer than boundaries): whether
   * the camera has footage of either stream in it. `monthRange` bounds the search.
   */
  async daysWithFootage(
    cameraId: string,
    monthRange: TimeRange,
    dayBoundaries: readonly number[],
  ): Promise<boolean[]> {
    const days: TimeRange[] = [];
    for (const [index, startMs] of dayBoundaries.entries()) {
      const endMs = dayBoundaries[index + 1];
      if (endMs === undefined) break;
      days.push({
        startMs: Math.max(startMs, monthRange.startMs),
        endMs: Math.min(endMs, monthRange.endMs),
      });
    }
    return daysCovered(this.#doors.read, cameraId, days, LOOK_BACK_MS);
  }

  /** The one with the latest start. */
  newest(cameraId: string, stream: StreamKind): Promise<Segment | undefined> {
    return this.#stream(cameraId, stream).orderBy("start_ms", "desc").limit(1).executeTakeFirst();
  }

  /** The newest `limit`, latest start first. */
  listNewest(cameraId: string, stream: StreamKind, limit: number): Promise<Segment[]> {
    return this.#stream(cameraId, stream).orderBy("start_ms", "desc").limit(limit).execute();
  }

  /** Paths of those that begin within the range. */
  async listPaths(cameraId: string, stream: StreamKind, starts: TimeRange): Promise<string[]> {
    const rows = await this.#doors.read
      .selectFrom("segment")
      .select("path")
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .where("start_ms", ">=", starts.startMs)
      .where("start_ms", "<", starts.endMs)
      .execute();
    return rows.map((row) => row.path);
  }

  /** In the order of the chain, after a number: for walking through a whole stream. */
  listAfter(
    cameraId: string,
    stream: StreamKind,
    afterId: number,
    limit: number,
  ): Promise<Segment[]> {
    return this.#stream(cameraId, stream)
      .where("id", ">", afterId)
      .orderBy("id")
      .limit(limit)
      .execute();
  }

  /** What is stored, of one camera or of all; main and sub together. */
  async totals(cameraId?: string): Promise<SegmentTotals> {
    const heads = (await this.listHeads()).filter(
      (head) => cameraId === undefined || head.camera_id === cameraId,
    );
    let oldestMs: number | null = null;
    let newestMs: number | null = null;
    for (const head of heads) {
      const edges = await this.#edges(head.camera_id, head.stream);
      if (edges.oldestMs !== null) oldestMs = Math.min(oldestMs ?? edges.oldestMs, edges.oldestMs);
      if (edges.newestMs !== null) newestMs = Math.max(newestMs ?? edges.newestMs, edges.newestMs);
    }
    return {
      bytes: heads.reduce((sum, head) => sum + head.stored_bytes, 0),
      count: heads.reduce((sum, head) => sum + head.stored_count, 0),
      oldestMs,
      newestMs,
    };
  }

  /** One row a camera and stream that ever had a segment. */
  listHeads(): Promise<StreamHead[]> {
    return this.#doors.read
      .selectFrom("stream_head")
      .selectAll()
      .orderBy("camera_id")
      .orderBy("stream")
      .execute();
  }

  /** First start and last end of a stream. */
  async #edges(
    cameraId: string,
    stream: StreamKind,
  ): Promise<{ oldestMs: number | null; newestMs: number | null }> {
    const times = this.#doors.read
      .selectFrom("segment")
      .select(["start_ms", "end_ms"])
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .limit(1);
    const newest = await times.orderBy("start_ms", "desc").executeTakeFirst();
    const oldest = await times.orderBy("start_ms").executeTakeFirst();
    return { oldestMs: oldest?.start_ms ?? null, newestMs: newest?.end_ms ?? null };
  }

  #stream(cameraId: string, stream: StreamKind) {
    return this.#doors.read
      .selectFrom("segment")
      .selectAll()
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream);
  }

  /** Where the index has to be read from, so that nothing that reaches into the range is missed. */
  async #searchFromMs(cameraId: string, stream: StreamKind, range: TimeRange): Promise<number> {
    const before = await this.#doors.read
      .selectFrom("segment")
      .select("start_ms")
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .where("start_ms", "<=", range.startMs)
      .orderBy("start_ms", "desc")
      .limit(1)
      .executeTakeFirst();
    return (before?.start_ms ?? range.startMs) - LOOK_BACK_MS;
  }
}

async function refuseKnown(db: Db, segment: NewSegment): Promise<void> {
  const known = await db
    .selectFrom("segment")
    .select("id")
    .where("camera_id", "=", segment.camera_id)
    .where("stream", "=", segment.stream)
    .where("start_ms", "=", segment.start_ms)
    .where("run_id", "=", segment.run_id)
    .executeTakeFirst();
  if (known) {
    throw new VmsError("conflict", "segment.exists", `The catalogue has ${segment.path} already`, {
      details: { segmentId: known.id },
    });
  }
}
