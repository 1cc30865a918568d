/** The site's settings: JSON values by key. What the keys mean is their owner's. */
import { VmsError } from "#base/errors";
import type { TableDoors } from "./database.ts";

export class SettingTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  /** The caller states the type that it wrote. Errors: `corrupt setting.unreadable`. */
  async get<T>(key: string): Promise<T | undefined> {
    const row = await this.#doors.read
      .selectFrom("setting")
      .select("value")
      .where("key", "=", key)
      .executeTakeFirst();
    if (!row) return undefined;
    try {
      return JSON.parse(row.value) as T;
    } catch (thrown) {
      throw new VmsError("corrupt", "setting.unreadable", `The setting ${key} is no JSON`, {
        cause: thrown,
      });
    }
  }

  async set(key: string, value: unknown): Promise<void> {
    const updatedMs = this.#doors.clock.nowMs();
    const row = { key, value: JSON.stringify(value), updated_ms: updatedMs };
    await this.#doors.write
      .insertInto("setting")
      .values(row)
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({ value: row.value, updated_ms: row.updated_ms }),
      )
      .execute();
  }
}
