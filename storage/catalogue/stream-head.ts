/**
 * The head of a stream: end of its chain, what it has stored. Changed only inside the transactions
 * that add and delete segments.
 */
import type { StreamKind } from "#base/link";
import type { Db } from "./database.ts";
import type { Segment, StreamHead } from "./schema.ts";

export function findHead(
  db: Db,
  cameraId: string,
  stream: StreamKind,
): Promise<StreamHead | undefined> {
  return db
    .selectFrom("stream_head")
    .selectAll()
    .where("camera_id", "=", cameraId)
    .where("stream", "=", stream)
    .executeTakeFirst();
}

/** After `row` was added behind `head`. */
export async function advanceHead(
  db: Db,
  row: Segment,
  head: StreamHead | undefined,
): Promise<void> {
  const next = {
    segment_id: row.id,
    chain: row.chain,
    stored_bytes: (head?.stored_bytes ?? 0) + row.size_bytes,
    stored_count: (head?.stored_count ?? 0) + 1,
  };
  await db
    .insertInto("stream_head")
    .values({ camera_id: row.camera_id, stream: row.stream, ...next })
    .onConflict((conflict) => conflict.columns(["camera_id", "stream"]).doUpdateSet(next))
    .execute();
}

/** After `row` was deleted: the chain's end stays, the tally shrinks. */
export async function shrinkHead(db: Db, row: Segment): Promise<void> {
  await db
    .updateTable("stream_head")
    .set((eb) => ({
      stored_bytes: eb("stored_bytes", "-", row.size_bytes),
      stored_count: eb("stored_count", "-", 1),
    }))
    .where("camera_id", "=", row.camera_id)
    .where("stream", "=", row.stream)
    .execute();
}
