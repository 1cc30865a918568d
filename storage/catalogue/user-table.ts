/** The users, with the count of failed logins. Users are disabled, never deleted: incidents name them. */
import { VmsError } from "#base/errors";
import type { TableDoors } from "./database.ts";
import type { NewUser, User, UserChange } from "./schema.ts";

export interface LockoutPolicy {
  /** Failures in a row that lock the account. */
  readonly limit: number;
  readonly lockMs: number;
}

export class UserTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  async count(): Promise<number> {
    const { n } = await this.#doors.read
      .selectFrom("user")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    return n;
  }

  find(id: string): Promise<User | undefined> {
    return this.#doors.read.selectFrom("user").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** `login` in lower case. */
  findByLogin(login: string): Promise<User | undefined> {
    return this.#doors.read
      .selectFrom("user")
      .selectAll()
      .where("login", "=", login)
      .executeTakeFirst();
  }

  list(): Promise<User[]> {
    return this.#doors.read.selectFrom("user").selectAll().orderBy("login").execute();
  }

  /** Errors: `conflict user.login_taken`. */
  insert(user: NewUser): Promise<User> {
    return this.#doors.atomically(async (db) => {
      const known = await db
        .selectFrom("user")
        .select("id")
        .where("login", "=", user.login)
        .executeTakeFirst();
      if (known)
        throw new VmsError("conflict", "user.login_taken", `The login ${user.login} is taken`, {
          details: { login: user.login },
        });
      const row = { ...user, failed_logins: 0, locked_until_ms: null, version: 1 };
      return db.insertInto("user").values(row).returningAll().executeTakeFirstOrThrow();
    });
  }

  /** Errors: `not_found user.not_found`, `conflict user.changed_meanwhile`. */
  update(id: string, expectedVersion: number, change: UserChange): Promise<User> {
    return this.#doors.atomically(async (db) => {
      const changed = await db
        .updateTable("user")
        .set({ ...change, version: expectedVersion + 1 })
        .where("id", "=", id)
        .where("version", "=", expectedVersion)
        .returningAll()
        .executeTakeFirst();
      if (changed) return changed;
      const known = await db
        .selectFrom("user")
        .select("version")
        .where("id", "=", id)
        .executeTakeFirst();
      if (!known) throw new VmsError("not_found", "user.not_found", `There is no user ${id}`);
      throw new VmsError("conflict", "user.changed_meanwhile", `User ${id} was changed meanwhile`, {
        details: { version: known.version },
      });
    });
  }

  /** Counts a failure and locks at the limit; the version stays. Answers the user as he is now. */
  recordFailedLogin(id: string, atMs: number, policy: LockoutPolicy): Promise<User | undefined> {
    return this.#doors.atomically(async (db) => {
      const user = await db
        .updateTable("user")
        .set((eb) => ({ failed_logins: eb("failed_logins", "+", 1) }))
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirst();
      if (!user || user.failed_logins < policy.limit) return user;
      return db
        .updateTable("user")
        .set({ failed_logins: 0, locked_until_ms: atMs + policy.lockMs })
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirst();
    });
  }

  /** A login that succeeded forgets the failures before it. */
  async recordLogin(id: string): Promise<void> {
    await this.#doors.write
      .updateTable("user")
      .set({ failed_logins: 0, locked_until_ms: null })
      .where("id", "=", id)
      .execute();
  }
}
