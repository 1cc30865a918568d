/**
 * What each person has seen of the events: single ones as rows, "all up to here" of a camera and
 * kind as one mark. An event counts as seen by either. Owns `event_seen` and `event_seen_until`.
 */
import type { TableDoors } from "./database.ts";
import type { EventKind } from "./event-lanes.ts";
import type { EventEntry } from "./schema.ts";

export class EventSeenTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /** Events that are gone are passed over. */
  async add(userId: string, eventIds: readonly number[]): Promise<void> {
    if (eventIds.length === 0) return;
    const nowMs = this.#doors.clock.nowMs();
    await this.#doors.atomically(async (db) => {
      const known = await db.selectFrom("event").select("id").where("id", "in", eventIds).execute();
      if (known.length === 0) return;
      await db
        .insertInto("event_seen")
        .values(known.map(({ id }) => ({ user_id: userId, event_id: id, seen_ms: nowMs })))
        .onConflict((conflict) => conflict.columns(["user_id", "event_id"]).doNothing())
        .execute();
    });
  }

  /** All of these cameras and kinds that began at or before `untilMs`; a mark never goes back. */
  async addAllUntil(
    userId: string,
    cameraIds: readonly string[],
    kinds: readonly EventKind[],
    untilMs: number,
  ): Promise<void> {
    const rows = cameraIds.flatMap((cameraId) =>
      kinds.map((kind) => ({ user_id: userId, camera_id: cameraId, kind, until_ms: untilMs })),
    );
    if (rows.length === 0) return;
    await this.#doors.write
      .insertInto("event_seen_until")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["user_id", "camera_id", "kind"])
          .doUpdateSet((eb) => ({ until_ms: eb.ref("excluded.until_ms") }))
          .whereRef("event_seen_until.until_ms", "<", "excluded.until_ms" as never),
      )
      .execute();
  }

  /** Which of these events the user has seen. */
  async listSeen(
    userId: string,
    events: readonly Pick<EventEntry, "id" | "camera_id" | "kind" | "start_ms">[],
  ): Promise<Set<number>> {
    if (events.length === 0) return new Set();
    const rows = await this.#doors.read
      .selectFrom("event_seen")
      .select("event_id")
      .where("user_id", "=", userId)
      .where(
        "event_id",
        "in",
        events.map((event) => event.id),
      )
      .execute();
    const marks = await this.#doors.read
      .selectFrom("event_seen_until")
      .selectAll()
      .where("user_id", "=", userId)
      .execute();
    const until = new Map(marks.map((mark) => [`${mark.camera_id}/${mark.kind}`, mark.until_ms]));
    const seen = new Set(rows.map((row) => row.event_id));
    for (const event of events) {
      if (event.start_ms <= (until.get(`${event.camera_id}/${event.kind}`) ?? -1))
        seen.add(event.id);
    }
    return seen;
  }
}
