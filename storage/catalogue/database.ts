/**
 * The only door to better-sqlite3: opens the catalogue file with the settings that its promises
 * need, speaks to it for Kysely, and turns SQLite's errors into the product's. Everything that only
 * SQLite knows (pragmas, BEGIN IMMEDIATE, busy handling) stays in this file.
 *
 * Two connections a process: `write` carries transactions, `read` answers beside them (WAL), so a
 * page never waits for a commit. Another process's lock is waited for without blocking the event
 * loop: SQLite itself waits only BUSY_TIMEOUT_MS, the rest is waited for between tries.
 */
import SqliteConnection from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { type Clock, delay } from "#base/clock";
import { VmsError } from "#base/errors";
import type { CatalogueSchema } from "./schema.ts";

/** How long one SQLite call may block the event loop on another process's lock. */
const BUSY_TIMEOUT_MS = 20;
/** How long a lock is waited for in all before the catalogue counts as unavailable. */
const LOCK_WAIT_MS = 15_000;
const STATEMENT_CACHE_SIZE = 300;
/** Pages of 4 KiB after which the write-ahead log is copied into the file. */
const CHECKPOINT_PAGES = 2_000;

export type Db = Kysely<CatalogueSchema>;

export interface DatabaseDoors {
  /** Single statements that change, and transactions. */
  readonly write: Db;
  /** Queries; sees what is committed. */
  readonly read: Db;
  close(): Promise<void>;
}

/** Where a table reads and where it writes; inside a transaction both are the transaction. */
export interface TableDoors {
  readonly clock: Clock;
  readonly read: Db;
  readonly write: Db;
  /** Runs `work` in the transaction under way, or in one of its own. */
  atomically<T>(work: (db: Db) => Promise<T>): Promise<T>;
}

/**
 * Opens (creates) the file. Errors: `unavailable catalogue.not_writable`, `corrupt
 * catalogue.not_a_database`, `corrupt catalogue.corrupt`.
 */
export async function openDatabase(path: string, clock: Clock): Promise<DatabaseDoors> {
  const writing = await connect(path, clock);
  try {
    const reading = await connect(path, clock);
    return {
      write: writing.db,
      read: reading.db,
      close: async () => {
        await reading.close();
        await writing.close();
      },
    };
  } catch (thrown) {
    await writing.close();
    throw thrown;
  }
}

interface Connection {
  readonly db: Db;
  close(): Promise<void>;
}

async function connect(path: string, clock: Clock): Promise<Connection> {
  const driver = new SqliteDoor(openSqlite(path), clock, path);
  try {
    await driver.prepareConnection();
  } catch (thrown) {
    await driver.destroy();
    throw thrown;
  }
  const db = new Kysely<CatalogueSchema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (each) => new SqliteIntrospector(each),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  return {
    db,
    close: async () => {
      await db.destroy();
      // Kysely closes no driver that was never asked anything.
      await driver.destroy();
    },
  };
}

function openSqlite(path: string): SqliteConnection.Database {
  try {
    return new SqliteConnection(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (thrown) {
    throw sqliteError(thrown, path);
  }
}

/** Kysely's driver over one SQLite connection, used by one query or transaction at a time. */
class SqliteDoor implements Driver, DatabaseConnection {
  readonly #sqlite: SqliteConnection.Database;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #statements = new Map<string, SqliteConnection.Statement>();
  #turn: Promise<void> = Promise.resolve();
  #giveBack: () => void = () => undefined;

  constructor(sqlite: SqliteConnection.Database, clock: Clock, path: string) {
    this.#sqlite = sqlite;
    this.#clock = clock;
    this.#path = path;
  }

  /**
   * WAL lets readers and the one writer work side by side, also across processes. FULL syncs the log
   * at each commit: a row that was reported as stored survives a power cut.
   */
  async prepareConnection(): Promise<void> {
    await this.#patiently(() => this.#sqlite.pragma("journal_mode = WAL"));
    await this.#patiently(() => {
      this.#sqlite.pragma("synchronous = FULL");
      this.#sqlite.pragma("foreign_keys = ON");
      this.#sqlite.pragma("temp_store = MEMORY");
      this.#sqlite.pragma("cache_size = -8000");
      this.#sqlite.pragma("journal_size_limit = 67108864");
      this.#sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      // Reads the schema: a file that is no database shows here.
      this.#sqlite.prepare("select count(*) from sqlite_master").get();
    });
  }

  async init(): Promise<void> {
    // The connection was opened and prepared before Kysely got it.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn;
    let giveBack: () => void = () => undefined;
    this.#turn = new Promise((resolve) => {
      giveBack = resolve;
    });
    await before;
    this.#giveBack = giveBack;
    return this;
  }

  async releaseConnection(): Promise<void> {
    this.#giveBack();
  }

  /** IMMEDIATE takes the write lock at once: a later upgrade could fail and could not be waited for. */
  async beginTransaction(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  async commitTransaction(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite rolls back by itself on a full disk or an I/O error.
    if (this.#sqlite.inTransaction) await this.executeQuery(CompiledQuery.raw("rollback"));
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#patiently(() => this.#run<R>(query));
  }

  // biome-ignore lint/correctness/useYield: the interface wants it, nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new VmsError("unsupported", "catalogue.stream", "The catalogue does not stream rows");
  }

  async destroy(): Promise<void> {
    this.#statements.clear();
    if (this.#sqlite.open) this.#sqlite.close();
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const statement = this.#statement(query.sql);
    if (statement.reader) return { rows: statement.all(query.parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(query.parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #statement(sql: string): SqliteConnection.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#sqlite.prepare(sql);
    if (this.#statements.size >= STATEMENT_CACHE_SIZE) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Repeats `work` while another process holds the lock. */
  async #patiently<T>(work: () => T): Promise<T> {
    const untilMs = this.#clock.monotonicMs() + LOCK_WAIT_MS;
    for (let waitMs = 2; ; waitMs = Math.min(waitMs * 2, 50)) {
      try {
        return work();
      } catch (thrown) {
        if (!isBusy(thrown) || this.#clock.monotonicMs() >= untilMs)
          throw sqliteError(thrown, this.#path);
      }
      await delay(this.#clock, waitMs * (0.5 + Math.random()));
    }
  }
}

function sqliteCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !("code" in thrown)) return "";
  return typeof thrown.code === "string" ? thrown.code : "";
}

function isBusy(thrown: unknown): boolean {
  return sqliteCode(thrown).startsWith("SQLITE_BUSY");
}

const KNOWN_FAILURES = [
  ["SQLITE_BUSY", "unavailable", "catalogue.busy", "is locked by another process"],
  [
    "SQLITE_NOTADB",
    "corrupt",
    "catalogue.not_a_database",
    "is not a catalogue (no SQLite database)",
  ],
  ["SQLITE_CORRUPT", "corrupt", "catalogue.corrupt", "is damaged"],
  ["SQLITE_FULL", "storage_full", "catalogue.storage_full", "cannot grow: the disk is full"],
  ["SQLITE_READONLY", "unavailable", "catalogue.not_writable", "cannot be written"],
  ["SQLITE_CANTOPEN", "unavailable", "catalogue.not_writable", "cannot be opened or created"],
  ["SQLITE_IOERR", "unavailable", "catalogue.io", "could not be read or written"],
  ["SQLITE_CONSTRAINT", "conflict", "catalogue.constraint", "refused a row"],
] as const;

/** SQLite's error in the product's words. */
function sqliteError(thrown: unknown, path: string): VmsError {
  if (thrown instanceof VmsError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = sqliteCode(thrown);
  for (const [prefix, errorCode, reason, sentence] of KNOWN_FAILURES) {
    if (!code.startsWith(prefix)) continue;
    return new VmsError(errorCode, reason, `The catalogue ${path} ${sentence}: ${text}`, {
      cause: thrown,
      details: { path, sqlite: code },
    });
  }
  if (/directory does not exist|unable to open/i.test(text)) {
    return new VmsError(
      "unavailable",
      "catalogue.not_writable",
      `The catalogue ${path} cannot be opened: ${text}`,
      {
        cause: thrown,
        details: { path },
      },
    );
  }
  return new VmsError("internal", "catalogue.failed", `The catalogue ${path} failed: ${text}`, {
    cause: thrown,
  });
}
