/**
 * Events: written by the recorder as they begin, grow and end; read by the review queue, the time
 * line and search. Owns the table `event`; pictures are `../events/`, what people have seen of them
 * `event-seen-table.ts`.
 */
import { sql } from "kysely";
import type { Box } from "#base/grid";
import type { TimeRange } from "#base/time-range";
import type { TableDoors } from "./database.ts";
import { decodeBox } from "./event-box.ts";
import {
  countByKind,
  type EventFilter,
  type EventKey,
  type EventKind,
  type EventMarkRow,
  listKeys,
  listMarks,
  newestFirst,
} from "./event-lanes.ts";
import type { EventChange, EventEntry, NewEvent } from "./schema.ts";

export interface BoxQuery {
  readonly cameraId: string;
  readonly kinds: readonly EventKind[];
  /** Events that begin in it. */
  readonly range: TimeRange;
  /** Events whose box has some area in common with it. */
  readonly box: Box;
  readonly limit: number;
}

/** An event that retention took out. */
export interface DeletedEvent {
  readonly id: number;
  readonly start_ms: number;
}

const COLUMNS = [
  "id",
  "camera_id",
  "kind",
  "source",
  "start_ms",
  "end_ms",
  "best_ms",
  "box",
  "strength",
  "confidence",
  "mover_start_ms",
  "mover_ms",
  "mover_box",
  "zone_ids",
  "detail",
  "pictures",
  "created_ms",
] as const;

export class EventTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  insert(event: NewEvent): Promise<EventEntry> {
    return this.#doors.write
      .insertInto("event")
      .values(event)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
  }

  /** Answers the event as it is now; undefined when retention has taken it meanwhile. */
  change(id: number, change: EventChange): Promise<EventEntry | undefined> {
    return this.#doors.write
      .updateTable("event")
      .set(change)
      .where("id", "=", id)
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  /** The files of these pictures (bits of `EVENT_PICTURES`) lie on disk now. */
  addPictures(id: number, bits: number): Promise<EventEntry | undefined> {
    return this.#doors.write
      .updateTable("event")
      .set({ pictures: sql<number>`pictures | ${bits}` })
      .where("id", "=", id)
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  find(id: number): Promise<EventEntry | undefined> {
    return this.#doors.read
      .selectFrom("event")
      .select(COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
  }

  /** Newest first; `before` is the last event of the page before. */
  async list(
    filter: EventFilter,
    page: { readonly limit: number; readonly before?: EventKey },
  ): Promise<EventEntry[]> {
    return this.#listByKeys(await listKeys(this.#doors.read, filter, page.limit, page.before));
  }

  /** How many events of each kind; counting a kind stops at `most`. */
  countByKind(filter: EventFilter, most: number): Promise<Map<EventKind, number>> {
    return countByKind(this.#doors.read, filter, most);
  }

  /** For the time line, see `listMarks`. */
  listMarks(
    cameraId: string,
    kinds: readonly EventKind[],
    range: TimeRange,
    most: number,
  ): Promise<EventMarkRow[]> {
    return listMarks(this.#doors.read, cameraId, kinds, range, most);
  }

  /** Events whose box overlaps a region, newest first: "what was left or taken here". */
  async listInBox(query: BoxQuery): Promise<EventEntry[]> {
    const { cameraId, kinds, range, box, limit } = query;
    const found: EventKey[] = [];
    for (const kind of kinds) {
      const rows = await this.#doors.read
        .selectFrom("event")
        .select(["id", "start_ms", "box"])
        .where("camera_id", "=", cameraId)
        .where("kind", "=", kind)
        .where("start_ms", ">=", range.startMs)
        .where("start_ms", "<", range.endMs)
        .orderBy("start_ms", "desc")
        .orderBy("id", "desc")
        .execute();
      // Reading the boxes here costs a tenth of what it does in SQL.
      found.push(...rows.filter((row) => overlaps(decodeBox(row.box), box)));
    }
    return this.#listByKeys(found.sort(newestFirst).slice(0, limit));
  }

  /** Those that last, of one camera or all. */
  listOpen(cameraId?: string): Promise<EventEntry[]> {
    let query = this.#doors.read.selectFrom("event").select(COLUMNS).where("end_ms", "is", null);
    if (cameraId !== undefined) query = query.where("camera_id", "=", cameraId);
    return query.orderBy("camera_id").orderBy("id").execute();
  }

  /**
   * After a crash nobody will end what lasts: it ends where it was last known. Absent cameras are
   * left out: whether they are back, the recorder sees.
   */
  async closeOpen(): Promise<number> {
    const result = await this.#doors.write
      .updateTable("event")
      .set((eb) => ({
        end_ms: eb
          .case()
          .when("best_ms", ">", eb.ref("start_ms"))
          .then(eb.ref("best_ms"))
          .else(eb.ref("start_ms"))
          .end(),
      }))
      .where("end_ms", "is", null)
      .where("kind", "!=", "offline")
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /**
   * Deletes up to `limit` of a camera's events that began before `beforeMs`, ended, and that no
   * hold's range touches; one transaction asks the holds and deletes.
   */
  deleteBefore(cameraId: string, beforeMs: number, limit: number): Promise<DeletedEvent[]> {
    return this.#doors.atomically(async (db) => {
      const rows = await db
        .selectFrom("event")
        .select(["id", "start_ms"])
        .where("camera_id", "=", cameraId)
        .where("start_ms", "<", beforeMs)
        .where("end_ms", "<", beforeMs)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom("hold")
                .select("hold.id")
                .where("hold.camera_id", "=", cameraId)
                .where("hold.released_ms", "is", null)
                .whereRef("hold.start_ms", "<=", "event.end_ms")
                .whereRef("hold.end_ms", ">", "event.start_ms"),
            ),
          ),
        )
        .orderBy("start_ms")
        .limit(limit)
        .execute();
      const ids = rows.map((row) => row.id);
      if (ids.length > 0) await db.deleteFrom("event").where("id", "in", ids).execute();
      return rows;
    });
  }

  /** Which of these have a row. */
  async listKnown(ids: readonly number[]): Promise<Set<number>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#doors.read
      .selectFrom("event")
      .select("id")
      .where("id", "in", ids)
      .execute();
    return new Set(rows.map((row) => row.id));
  }

  async #listByKeys(keys: readonly EventKey[]): Promise<EventEntry[]> {
    const ids = keys.map((key) => key.id);
    if (ids.length === 0) return [];
    const rows = await this.#doors.read
      .selectFrom("event")
      .select(COLUMNS)
      .where("id", "in", ids)
      .execute();
    return rows.sort(newestFirst);
  }
}

function overlaps(a: Box | null, b: Box): boolean {
  return (
    a !== null &&
    a.x < b.x + b.width &&
    a.x + a.width > b.x &&
    a.y < b.y + b.height &&
    a.y + a.height > b.y
  );
}
