/** The cameras and their settings. Secrets are stored as they come: sealed, see `secrets.ts`. */
import { VmsError } from "#base/errors";
import type { TableDoors } from "./database.ts";
import type { Camera, CameraChange, NewCamera } from "./schema.ts";

export class CameraTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /** In the order of the wall; without removed ones unless asked. */
  list(filter: { readonly includeRemoved?: boolean } = {}): Promise<Camera[]> {
    let query = this.#doors.read
      .selectFrom("camera")
      .selectAll()
      .orderBy("sort_order")
      .orderBy("id");
    if (!filter.includeRemoved) query = query.where("removed_ms", "is", null);
    return query.execute();
  }

  /** Removed ones too. */
  find(id: string): Promise<Camera | undefined> {
    return this.#doors.read
      .selectFrom("camera")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
  }

  /** Errors: `not_found camera.not_found`. */
  async get(id: string): Promise<Camera> {
    const camera = await this.find(id);
    if (!camera) throw notFound(id);
    return camera;
  }

  /** Errors: `conflict camera.exists`. */
  insert(camera: NewCamera): Promise<Camera> {
    return this.#doors.atomically(async (db) => {
      const known = await db
        .selectFrom("camera")
        .select("id")
        .where("id", "=", camera.id)
        .executeTakeFirst();
      if (known)
        throw new VmsError("conflict", "camera.exists", `There is a camera ${camera.id} already`, {
          details: { cameraId: camera.id },
        });
      const row = { ...camera, version: 1, removed_ms: null };
      return db.insertInto("camera").values(row).returningAll().executeTakeFirstOrThrow();
    });
  }

  /**
   * Changes the camera if it still has `expectedVersion`. Errors: `not_found camera.not_found`,
   * `conflict camera.changed_meanwhile`.
   */
  update(id: string, expectedVersion: number, change: CameraChange): Promise<Camera> {
    return this.#doors.atomically(async (db) => {
      const changed = await db
        .updateTable("camera")
        .set({ ...change, version: expectedVersion + 1 })
        .where("id", "=", id)
        .where("version", "=", expectedVersion)
        .where("removed_ms", "is", null)
        .returningAll()
        .executeTakeFirst();
      if (changed) return changed;
      const known = await db
        .selectFrom("camera")
        .select(["version", "removed_ms"])
        .where("id", "=", id)
        .executeTakeFirst();
      if (!known || known.removed_ms !== null) throw notFound(id);
      throw new VmsError(
        "conflict",
        "camera.changed_meanwhile",
        `Camera ${id} was changed meanwhile`,
        {
          details: { cameraId: id, version: known.version },
        },
      );
    });
  }

  /** Sets the order on the wall: the place in `ids` is the new `sort_order`. Versions stay. */
  async reorder(ids: readonly string[], atMs: number): Promise<void> {
    await this.#doors.atomically(async (db) => {
      for (const [index, id] of ids.entries()) {
        await db
          .updateTable("camera")
          .set({ sort_order: index, updated_ms: atMs })
          .where("id", "=", id)
          .execute();
      }
    });
  }

  /**
   * Takes the camera out of use and forgets its secrets; row and footage stay. A camera that is
   * removed already stays as it is. Errors: `not_found camera.not_found`.
   */
  async remove(id: string, atMs: number): Promise<void> {
    await this.#doors.atomically(async (db) => {
      const camera = await db
        .selectFrom("camera")
        .select(["version", "removed_ms"])
        .where("id", "=", id)
        .executeTakeFirst();
      if (!camera) throw notFound(id);
      if (camera.removed_ms !== null) return;
      await db
        .updateTable("camera")
        .set({
          enabled: 0,
          password_sealed: null,
          push_key_sealed: null,
          removed_ms: atMs,
          updated_ms: atMs,
          version: camera.version + 1,
        })
        .where("id", "=", id)
        .execute();
    });
  }
}

function notFound(id: string): VmsError {
  return new VmsError("not_found", "camera.not_found", `There is no camera ${id}`, {
    details: { cameraId: id },
  });
}
