/** Holds: ranges of a camera that nothing may delete until somebody releases them with a reason. */
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import type { TableDoors } from "./database.ts";
import type { Hold, NewHold } from "./schema.ts";

export interface HoldFilter {
  readonly cameraId?: string;
  readonly range?: TimeRange;
  /** true = only those that hold now, false = only released ones. */
  readonly active?: boolean;
  readonly incidentId?: string;
}

export interface HoldRelease {
  readonly byId: string;
  readonly reason: string;
  readonly atMs: number;
}

export class HoldTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  add(hold: NewHold): Promise<Hold> {
    const row = { ...hold, released_ms: null, released_by: null, release_reason: null };
    return this.#doors.write
      .insertInto("hold")
      .values(row)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  list(filter: HoldFilter = {}): Promise<Hold[]> {
    let query = this.#doors.read
      .selectFrom("hold")
      .selectAll()
      .orderBy("start_ms")
      .orderBy("camera_id")
      .orderBy("id");
    if (filter.cameraId !== undefined) query = query.where("camera_id", "=", filter.cameraId);
    if (filter.incidentId !== undefined) query = query.where("incident_id", "=", filter.incidentId);
    if (filter.active !== undefined)
      query = query.where("released_ms", filter.active ? "is" : "is not", null);
    if (filter.range)
      query = query
        .where("start_ms", "<", filter.range.endMs)
        .where("end_ms", ">", filter.range.startMs);
    return query.execute();
  }

  /** Errors: `not_found hold.not_found`, `conflict hold.released_already`. */
  release(id: string, release: HoldRelease): Promise<Hold> {
    return this.#doors.atomically(async (db) => {
      const released = await db
        .updateTable("hold")
        .set({
          released_ms: release.atMs,
          released_by: release.byId,
          release_reason: release.reason,
        })
        .where("id", "=", id)
        .where("released_ms", "is", null)
        .returningAll()
        .executeTakeFirst();
      if (released) return released;
      const known = await db
        .selectFrom("hold")
        .select("id")
        .where("id", "=", id)
        .executeTakeFirst();
      if (known)
        throw new VmsError("conflict", "hold.released_already", `Hold ${id} was released already`);
      throw new VmsError("not_found", "hold.not_found", `There is no hold ${id}`);
    });
  }

  /** Whether any instant of the range is held now. */
  async isHeld(cameraId: string, range: TimeRange): Promise<boolean> {
    const hold = await this.#doors.read
      .selectFrom("hold")
      .select("id")
      .where("camera_id", "=", cameraId)
      .where("released_ms", "is", null)
      .where("start_ms", "<", range.endMs)
      .where("end_ms", ">", range.startMs)
      .limit(1)
      .executeTakeFirst();
    return hold !== undefined;
  }
}
