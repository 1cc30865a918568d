/**
 * Brings a catalogue to the version of this code: each numbered migration in one transaction that
 * also writes its number. BEGIN IMMEDIATE is the lock between two processes that start at once: the
 * second waits, reads the number again and finds nothing left to do.
 */
import { sql } from "kysely";
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Log } from "#base/log";
import type { Db } from "./database.ts";
import { firstMigration } from "./migrations/0001-first.ts";
import { motionMigration } from "./migrations/0002-motion.ts";

export interface Migration {
  /** 1, 2, 3 …; never changed once released. */
  readonly version: number;
  readonly name: string;
  readonly up: (db: Db) => Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [firstMigration, motionMigration];

interface MigrateOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Only for tests. */
  readonly migrations?: readonly Migration[];
}

/** Errors: `conflict catalogue.newer_version`; then nothing was changed. */
export async function migrate(db: Db, options: MigrateOptions): Promise<void> {
  const migrations = options.migrations ?? MIGRATIONS;
  const newest = migrations.at(-1)?.version ?? 0;
  await db.transaction().execute(async (trx) => {
    await sql`create table if not exists catalogue_version (
      version integer primary key, name text not null, applied_ms integer not null) strict`.execute(
      trx,
    );
  });
  for (;;) {
    const done = await db.transaction().execute(async (trx) => {
      const current = await versionOf(trx);
      if (current > newest) throw newerVersion(options.path, current, newest);
      const next = migrations.find((migration) => migration.version === current + 1);
      if (!next) return true;
      await next.up(trx);
      await sql`insert into catalogue_version (version, name, applied_ms)
        values (${next.version}, ${next.name}, ${options.clock.nowMs()})`.execute(trx);
      options.log.info({ version: next.version, migration: next.name }, "catalogue migrated");
      return false;
    });
    if (done) return;
  }
}

async function versionOf(db: Db): Promise<number> {
  const { rows } = await sql<{
    version: number | null;
  }>`select max(version) as version from catalogue_version`.execute(db);
  return rows[0]?.version ?? 0;
}

function newerVersion(path: string, found: number, known: number): VmsError {
  return new VmsError(
    "conflict",
    "catalogue.newer_version",
    `The catalogue ${path} has version ${found}; this program knows up to ${known}. Install the newer program again.`,
    { details: { path, found, known } },
  );
}
