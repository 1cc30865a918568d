/** Migrations: a migrated database equals a fresh one, and no newer or foreign file is touched. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { openCatalogue } from "#storage";
import { type Db, openDatabase } from "../../../storage/catalogue/database.ts";
import { MIGRATIONS, type Migration, migrate } from "../../../storage/catalogue/migrate.ts";
import { temporaryFolder } from "../helpers/storage-fixture.ts";

let folder: { path: string; remove(): Promise<void> };
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const options = (path: string, migrations?: readonly Migration[]) => ({
  path,
  clock: systemClock,
  log: silentLog,
  ...(migrations ? { migrations } : {}),
});

async function withDatabase<T>(
  name: string,
  work: (db: Db, path: string) => Promise<T>,
): Promise<T> {
  const path = join(folder.path, name);
  const database = await openDatabase(path, systemClock);
  try {
    return await work(database.write, path);
  } finally {
    await database.close();
  }
}

async function schemaOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{
    sql: string;
  }>`select coalesce(sql, name) as sql from sqlite_master order by name`.execute(db);
  return rows.map((row) => row.sql);
}

test("a catalogue migrated step by step from version 1 equals a fresh one", async () => {
  const fresh = await withDatabase("fresh.sqlite", async (db, path) => {
    await migrate(db, options(path));
    return schemaOf(db);
  });
  const stepped = await withDatabase("stepped.sqlite", async (db, path) => {
    for (const [index] of MIGRATIONS.entries())
      await migrate(db, options(path, MIGRATIONS.slice(0, index + 1)));
    return schemaOf(db);
  });
  expect(stepped).toEqual(fresh);
  expect(fresh.length).toBeGreaterThan(15);
});

test("the first version is the one that was released", async () => {
  const released = await readFile(new URL("./schema-0001.sql", import.meta.url), "utf8");
  const made = await withDatabase("first.sqlite", async (db, path) => {
    await migrate(db, options(path, MIGRATIONS.slice(0, 1)));
    return schemaOf(db);
  });
  expect(`${made.join(";\n")};\n`).toBe(released);
});

test("migrating twice changes nothing", async () => {
  await withDatabase("twice.sqlite", async (db, path) => {
    await migrate(db, options(path));
    const before = await schemaOf(db);
    await migrate(db, options(path));
    expect(await schemaOf(db)).toEqual(before);
  });
});

test("a migration that fails leaves the version before it", async () => {
  const failing: Migration = {
    version: MIGRATIONS.length + 1,
    name: "failing",
    up: async (db) => {
      await sql`create table half_done (id integer)`.execute(db);
      throw new Error("stop");
    },
  };
  await withDatabase("failing.sqlite", async (db, path) => {
    await migrate(db, options(path));
    const before = await schemaOf(db);
    await expect(migrate(db, options(path, [...MIGRATIONS, failing]))).rejects.toThrow("stop");
    expect(await schemaOf(db)).toEqual(before);
  });
});

test("a catalogue of a newer version is refused and left as it is", async () => {
  const newer: Migration = {
    version: MIGRATIONS.length + 1,
    name: "newer",
    up: async () => undefined,
  };
  const path = await withDatabase("newer.sqlite", async (db, at) => {
    await migrate(db, options(at, [...MIGRATIONS, newer]));
    return at;
  });
  await expect(openCatalogue({ path })).rejects.toMatchObject({
    code: "conflict",
    reason: "catalogue.newer_version",
  });
});

test("two openings at once of a new catalogue both succeed", async () => {
  const path = join(folder.path, "both.sqlite");
  const both = await Promise.all([openCatalogue({ path }), openCatalogue({ path })]);
  for (const catalogue of both) {
    expect(await catalogue.users.count()).toBe(0);
    await catalogue.close();
  }
});

test("a file that is no database is refused with a clear sentence", async () => {
  const path = join(folder.path, "text.sqlite");
  await writeFile(path, "đây không phải là cơ sở dữ liệu ".repeat(400));
  await expect(openCatalogue({ path })).rejects.toMatchObject({
    code: "corrupt",
    reason: "catalogue.not_a_database",
  });
});

test("a damaged catalogue is refused as damaged", async () => {
  const path = join(folder.path, "damaged.sqlite");
  await (await openCatalogue({ path })).close();
  const bytes = await readFile(path);
  bytes.fill(0xff, 100, 4096);
  await writeFile(path, bytes);
  await expect(openCatalogue({ path })).rejects.toMatchObject({ code: "corrupt" });
});

test("a folder that does not exist is named", async () => {
  const path = join(folder.path, "nowhere", "catalogue.sqlite");
  await expect(openCatalogue({ path })).rejects.toMatchObject({
    code: "unavailable",
    reason: "catalogue.not_writable",
  });
});
