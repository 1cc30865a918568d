/**
 * Motion by the hour: what long time lines are drawn from. A copy of sums that lie in the motion
 * grid's files; an hour without a row was not watched, or is the one being written.
 */
import type { TimeRange } from "#base/time-range";
import type { TableDoors } from "./database.ts";
import type { MotionHourEntry } from "./schema.ts";

export class MotionHourTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /** Writes the hours' rows; a row that is there takes the new sums. */
  async upsert(rows: readonly MotionHourEntry[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#doors.write
      .insertInto("motion_hour")
      .values([...rows])
      .onConflict((conflict) =>
        conflict.columns(["camera_id", "hour_ms"]).doUpdateSet((eb) => ({
          watched_s: eb.ref("excluded.watched_s"),
          moved_s: eb.ref("excluded.moved_s"),
          cell_seconds: eb.ref("excluded.cell_seconds"),
        })),
      )
      .execute();
  }

  /** Hours that begin in the range, rising. */
  listRange(cameraId: string, range: TimeRange): Promise<MotionHourEntry[]> {
    return this.#doors.read
      .selectFrom("motion_hour")
      .selectAll()
      .where("camera_id", "=", cameraId)
      .where("hour_ms", ">=", range.startMs)
      .where("hour_ms", "<", range.endMs)
      .orderBy("hour_ms")
      .execute();
  }

  /** Removes the hours that begin before `beforeMs`. */
  async removeBefore(cameraId: string, beforeMs: number): Promise<void> {
    await this.#doors.write
      .deleteFrom("motion_hour")
      .where("camera_id", "=", cameraId)
      .where("hour_ms", "<", beforeMs)
      .execute();
  }
}
