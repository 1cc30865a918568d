/** The places of the commune that cameras and incidents belong to. */
import { VmsError } from "#base/errors";
import type { TableDoors } from "./database.ts";
import type { Place } from "./schema.ts";

export class PlaceTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  list(): Promise<Place[]> {
    return this.#doors.read
      .selectFrom("place")
      .selectAll()
      .orderBy("sort_order")
      .orderBy("name")
      .orderBy("id")
      .execute();
  }

  find(id: string): Promise<Place | undefined> {
    return this.#doors.read.selectFrom("place").selectAll().where("id", "=", id).executeTakeFirst();
  }

  insert(place: Place): Promise<Place> {
    return this.#doors.write
      .insertInto("place")
      .values(place)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Errors: `not_found place.not_found`. */
  async update(id: string, change: Partial<Omit<Place, "id">>): Promise<Place> {
    const place = await this.#doors.write
      .updateTable("place")
      .set({ id, ...change })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirst();
    if (!place) throw notFound(id);
    return place;
  }

  /** Cameras and incidents stay, without a place. Errors: `not_found place.not_found`. */
  async remove(id: string): Promise<void> {
    const result = await this.#doors.write
      .deleteFrom("place")
      .where("id", "=", id)
      .executeTakeFirst();
    if (result.numDeletedRows === 0n) throw notFound(id);
  }
}

function notFound(id: string): VmsError {
  return new VmsError("not_found", "place.not_found", `There is no place ${id}`, {
    details: { placeId: id },
  });
}
