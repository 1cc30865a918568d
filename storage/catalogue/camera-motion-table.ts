/** What each camera is to watch (zones, masks, sensitivity), with a version; no row = the defaults. */
import { VmsError } from "#base/errors";
import { DEFAULT_MOTION_SETTINGS, type MotionSettings } from "#base/zones";
import type { TableDoors } from "./database.ts";

export interface CameraMotionEntry {
  readonly settings: MotionSettings;
  /** 0 = nobody has changed them. */
  readonly version: number;
}

export class CameraMotionTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  async get(cameraId: string): Promise<CameraMotionEntry> {
    const row = await this.#doors.read
      .selectFrom("camera_motion")
      .selectAll()
      .where("camera_id", "=", cameraId)
      .executeTakeFirst();
    if (!row) return { settings: DEFAULT_MOTION_SETTINGS, version: 0 };
    return { settings: JSON.parse(row.settings) as MotionSettings, version: row.version };
  }

  /** Those of all cameras that have some. */
  async list(): Promise<Map<string, MotionSettings>> {
    const rows = await this.#doors.read.selectFrom("camera_motion").selectAll().execute();
    return new Map(rows.map((row) => [row.camera_id, JSON.parse(row.settings) as MotionSettings]));
  }

  /** Answers the new version. Errors: `conflict motion.changed_meanwhile`. */
  put(cameraId: string, expectedVersion: number, settings: MotionSettings): Promise<number> {
    const nowMs = this.#doors.clock.nowMs();
    return this.#doors.atomically(async (db) => {
      const row = await db
        .selectFrom("camera_motion")
        .select("version")
        .where("camera_id", "=", cameraId)
        .executeTakeFirst();
      const version = row?.version ?? 0;
      if (version !== expectedVersion)
        throw new VmsError(
          "conflict",
          "motion.changed_meanwhile",
          `What camera ${cameraId} watches was changed meanwhile`,
          { details: { cameraId, version } },
        );
      const next = { settings: JSON.stringify(settings), version: version + 1, updated_ms: nowMs };
      await db
        .insertInto("camera_motion")
        .values({ camera_id: cameraId, ...next })
        .onConflict((conflict) => conflict.column("camera_id").doUpdateSet(next))
        .execute();
      return next.version;
    });
  }
}
