/** The audit log: facts are added, never changed or removed. */
import type { TableDoors } from "./database.ts";
import type { AuditEntry, NewAuditEntry } from "./schema.ts";

export interface AuditFilter {
  /** Only entries with a smaller id: the next page. */
  readonly before?: number;
  readonly limit: number;
  /** An action, or the first part of one (`login` finds `login.ok` and `login.failed`). */
  readonly action?: string;
  readonly userId?: string;
}

export class AuditTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  async add(entry: Omit<NewAuditEntry, "id">): Promise<void> {
    await this.#doors.write.insertInto("audit").values(entry).execute();
  }

  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditEntry[]> {
    let query = this.#doors.read.selectFrom("audit").selectAll();
    if (filter.before !== undefined) query = query.where("id", "<", filter.before);
    if (filter.userId !== undefined) query = query.where("user_id", "=", filter.userId);
    const action = filter.action;
    if (action !== undefined) {
      // "/" is the character after ".": everything that begins with `<action>.` lies between.
      query = query.where((eb) =>
        eb.or([
          eb("action", "=", action),
          eb.and([eb("action", ">", `${action}.`), eb("action", "<", `${action}/`)]),
        ]),
      );
    }
    return query.orderBy("id", "desc").limit(filter.limit).execute();
  }
}
