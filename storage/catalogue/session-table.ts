/** Logged-in sessions, by the hash of their token. */
import type { TableDoors } from "./database.ts";
import type { Session } from "./schema.ts";

export class SessionTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  async insert(session: Session): Promise<void> {
    await this.#doors.write.insertInto("session").values(session).execute();
  }

  /** Expired ones too: the caller compares `expires_ms` with its clock. */
  find(tokenHash: string): Promise<Session | undefined> {
    return this.#doors.read
      .selectFrom("session")
      .selectAll()
      .where("token_hash", "=", tokenHash)
      .executeTakeFirst();
  }

  listOfUser(userId: string): Promise<Session[]> {
    return this.#doors.read
      .selectFrom("session")
      .selectAll()
      .where("user_id", "=", userId)
      .orderBy("created_ms")
      .execute();
  }

  async touch(tokenHash: string, seenMs: number, expiresMs?: number): Promise<void> {
    const expiry = expiresMs === undefined ? {} : { expires_ms: expiresMs };
    await this.#doors.write
      .updateTable("session")
      .set({ seen_ms: seenMs, ...expiry })
      .where("token_hash", "=", tokenHash)
      .execute();
  }

  async remove(tokenHash: string): Promise<void> {
    await this.#doors.write.deleteFrom("session").where("token_hash", "=", tokenHash).execute();
  }

  /** Ends all sessions of a user, except one if named. */
  async removeOfUser(userId: string, exceptTokenHash?: string): Promise<void> {
    let query = this.#doors.write.deleteFrom("session").where("user_id", "=", userId);
    if (exceptTokenHash !== undefined) query = query.where("token_hash", "!=", exceptTokenHash);
    await query.execute();
  }

  /** Answers how many went. */
  async removeExpired(nowMs: number): Promise<number> {
    const result = await this.#doors.write
      .deleteFrom("session")
      .where("expires_ms", "<=", nowMs)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
