/**
 * Segments that were deleted: their rows go here, so that the chain can be followed over the hole
 * and a half deletion is finished at the next start.
 */
import type { StreamKind } from "#base/link";
import type { Db, TableDoors } from "./database.ts";
import type { DeletedSegment, Segment } from "./schema.ts";
import { shrinkHead } from "./stream-head.ts";

export type DeletionReason = DeletedSegment["reason"];

export type DeletionCandidate = Pick<
  Segment,
  "id" | "camera_id" | "stream" | "start_ms" | "end_ms" | "size_bytes"
>;

export interface MovedSegments {
  readonly deleted: readonly Segment[];
  /** Held now, so they stay. */
  readonly held: readonly Segment[];
}

const IDS_PER_QUERY = 500;

export class DeletedSegmentTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /**
   * Moves the rows of segments here, in one transaction that looks at the holds itself: a hold that
   * was added a moment ago wins. For the reasons `missing` and `corrupt` holds are not asked: there
   * is nothing left to hold. Unknown ids are passed over.
   */
  moveHere(
    segmentIds: readonly number[],
    reason: DeletionReason,
    atMs: number,
  ): Promise<MovedSegments> {
    const holdsCount = reason === "age" || reason === "space";
    return this.#doors.atomically(async (db) => {
      const deleted: Segment[] = [];
      const held: Segment[] = [];
      for (let from = 0; from < segmentIds.length; from += IDS_PER_QUERY) {
        const ids = segmentIds.slice(from, from + IDS_PER_QUERY);
        const rows = await db
          .selectFrom("segment")
          .selectAll()
          .where("id", "in", ids)
          .orderBy("id")
          .execute();
        const heldIds = holdsCount ? await heldAmong(db, ids) : new Set<number>();
        held.push(...rows.filter((row) => heldIds.has(row.id)));
        const free = rows.filter((row) => !heldIds.has(row.id));
        await moveRows(db, free, reason, atMs);
        deleted.push(...free);
      }
      return { deleted, held };
    });
  }

  /** The oldest segments of a stream of which no instant is held: what may go next. */
  listCandidates(
    cameraId: string,
    stream: StreamKind,
    limit: number,
  ): Promise<DeletionCandidate[]> {
    return this.#doors.read
      .selectFrom("segment")
      .select(["id", "camera_id", "stream", "start_ms", "end_ms", "size_bytes"])
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("hold")
              .select("hold.id")
              .where("hold.camera_id", "=", cameraId)
              .where("hold.released_ms", "is", null)
              .whereRef("hold.start_ms", "<", "segment.end_ms")
              .whereRef("hold.end_ms", ">", "segment.start_ms"),
          ),
        ),
      )
      .orderBy("start_ms")
      .limit(limit)
      .execute();
  }

  /** Those whose file may still be there, oldest first. */
  listPending(limit: number): Promise<DeletedSegment[]> {
    return this.#doors.read
      .selectFrom("segment_deleted")
      .selectAll()
      .where("unlinked", "=", 0)
      .orderBy("segment_id")
      .limit(limit)
      .execute();
  }

  async markUnlinked(segmentIds: readonly number[]): Promise<void> {
    for (let from = 0; from < segmentIds.length; from += IDS_PER_QUERY) {
      const ids = segmentIds.slice(from, from + IDS_PER_QUERY);
      await this.#doors.write
        .updateTable("segment_deleted")
        .set({ unlinked: 1 })
        .where("segment_id", "in", ids)
        .execute();
    }
  }

  /** Of one stream, in the order of the chain, after a number. */
  listAfter(
    cameraId: string,
    stream: StreamKind,
    afterId: number,
    limit: number,
  ): Promise<DeletedSegment[]> {
    return this.#doors.read
      .selectFrom("segment_deleted")
      .selectAll()
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .where("segment_id", ">", afterId)
      .orderBy("segment_id")
      .limit(limit)
      .execute();
  }

  /**
   * Forgets what the chain no longer needs: of the deleted segments before the oldest that is still
   * stored, only the last one matters (its chain is what the next one builds on).
   */
  async prune(cameraId: string, stream: StreamKind): Promise<number> {
    return this.#doors.atomically(async (db) => {
      const { oldest } = await db
        .selectFrom("segment")
        .select((eb) => eb.fn.min<number | null>("id").as("oldest"))
        .where("camera_id", "=", cameraId)
        .where("stream", "=", stream)
        .executeTakeFirstOrThrow();
      let query = db
        .selectFrom("segment_deleted")
        .select((eb) => eb.fn.max<number | null>("segment_id").as("anchor"))
        .where("camera_id", "=", cameraId)
        .where("stream", "=", stream);
      if (oldest !== null) query = query.where("segment_id", "<", oldest);
      const { anchor } = await query.executeTakeFirstOrThrow();
      if (anchor === null) return 0;
      const result = await db
        .deleteFrom("segment_deleted")
        .where("camera_id", "=", cameraId)
        .where("stream", "=", stream)
        .where("segment_id", "<", anchor)
        .where("unlinked", "=", 1)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    });
  }
}

/** A segment of which any instant is held is held as a whole. */
async function heldAmong(db: Db, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db
    .selectFrom("segment")
    .innerJoin("hold", (join) =>
      join
        .onRef("hold.camera_id", "=", "segment.camera_id")
        .onRef("hold.start_ms", "<", "segment.end_ms")
        .onRef("hold.end_ms", ">", "segment.start_ms")
        .on("hold.released_ms", "is", null),
    )
    .select("segment.id")
    .where("segment.id", "in", ids)
    .execute();
  return new Set(rows.map((row) => row.id));
}

async function moveRows(
  db: Db,
  rows: readonly Segment[],
  reason: DeletionReason,
  atMs: number,
): Promise<void> {
  for (const row of rows) {
    const { camera_id, stream, start_ms, end_ms, path, sha256, chain } = row;
    const kept = { camera_id, stream, start_ms, end_ms, path, sha256, chain };
    await db
      .insertInto("segment_deleted")
      .values({ ...kept, segment_id: row.id, reason, deleted_ms: atMs, unlinked: 0 })
      .execute();
    // The GOP table goes with its segment (foreign key).
    await db.deleteFrom("segment").where("id", "=", row.id).execute();
    await shrinkHead(db, row);
  }
}
