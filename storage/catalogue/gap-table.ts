/** Gaps: time that should have footage and has none, with its cause. At most one lasts per stream. */
import type { Cause, StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import type { TableDoors } from "./database.ts";
import type { Gap } from "./schema.ts";

export class GapTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /** Opens a gap and answers its id; a gap that lasts already stays and its id is the answer. */
  open(
    cameraId: string,
    stream: StreamKind,
    startMs: number,
    cause: Cause,
    detail: string | null = null,
  ): Promise<number> {
    return this.#doors.atomically(async (db) => {
      const lasting = await db
        .selectFrom("gap")
        .select("id")
        .where("camera_id", "=", cameraId)
        .where("stream", "=", stream)
        .where("end_ms", "is", null)
        .executeTakeFirst();
      if (lasting) return lasting.id;
      const row = { camera_id: cameraId, stream, start_ms: startMs, end_ms: null, cause, detail };
      const { id } = await db
        .insertInto("gap")
        .values(row)
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    });
  }

  /** Ends a gap; one that would be empty (`endMs` not after its start) disappears. */
  async close(id: number, endMs: number): Promise<void> {
    await this.#doors.atomically(async (db) => {
      await db.deleteFrom("gap").where("id", "=", id).where("start_ms", ">=", endMs).execute();
      await db
        .updateTable("gap")
        .set({ end_ms: endMs })
        .where("id", "=", id)
        .where("end_ms", "is", null)
        .execute();
    });
  }

  async setCause(id: number, cause: Cause, detail: string | null = null): Promise<void> {
    await this.#doors.write
      .updateTable("gap")
      .set({ cause, detail })
      .where("id", "=", id)
      .execute();
  }

  /** Writes a gap that has ended; an empty range writes nothing. */
  async add(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
    cause: Cause,
    detail: string | null = null,
  ): Promise<void> {
    if (range.endMs <= range.startMs) return;
    const row = {
      camera_id: cameraId,
      stream,
      start_ms: range.startMs,
      end_ms: range.endMs,
      cause,
      detail,
    };
    await this.#doors.write.insertInto("gap").values(row).execute();
  }

  /**
   * Writes that `range` has none of `cause` (`deleted`, `missing`): a gap of the same cause that
   * reaches to within `toleranceMs` of it grows, so that retention leaves one row and not a million.
   */
  async extend(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
    cause: Cause,
    toleranceMs: number,
  ): Promise<void> {
    await this.#doors.atomically(async (db) => {
      const neighbour = await db
        .selectFrom("gap")
        .select(["id", "start_ms", "end_ms"])
        .where("camera_id", "=", cameraId)
        .where("stream", "=", stream)
        .where("cause", "=", cause)
        .where("start_ms", "<=", range.endMs + toleranceMs)
        .where("end_ms", ">=", range.startMs - toleranceMs)
        .orderBy("start_ms", "desc")
        .executeTakeFirst();
      if (neighbour?.end_ms == null) {
        const row = {
          camera_id: cameraId,
          stream,
          start_ms: range.startMs,
          end_ms: range.endMs,
          cause,
          detail: null,
        };
        await db.insertInto("gap").values(row).execute();
        return;
      }
      const grown = {
        start_ms: Math.min(neighbour.start_ms, range.startMs),
        end_ms: Math.max(neighbour.end_ms, range.endMs),
      };
      await db.updateTable("gap").set(grown).where("id", "=", neighbour.id).execute();
    });
  }

  /** Sorted by start; one that lasts has `end_ms` null. */
  listOverlapping(cameraId: string, stream: StreamKind, range: TimeRange): Promise<Gap[]> {
    return this.#doors.read
      .selectFrom("gap")
      .selectAll()
      .where("camera_id", "=", cameraId)
      .where("stream", "=", stream)
      .where("start_ms", "<", range.endMs)
      .where((eb) => eb.or([eb("end_ms", "is", null), eb("end_ms", ">", range.startMs)]))
      .orderBy("start_ms")
      .orderBy("id")
      .execute();
  }

  listOpen(): Promise<Gap[]> {
    return this.#doors.read
      .selectFrom("gap")
      .selectAll()
      .where("end_ms", "is", null)
      .orderBy("id")
      .execute();
  }
}
