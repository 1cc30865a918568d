/** What `check` finds at which level, and rebuilding the catalogue from the files alone. */
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "#base/clock";
import {
  absolutePath,
  type CheckLevel,
  checkSegments,
  deleteSegments,
  openCatalogue,
  rebuildCatalogue,
  type Segment,
  segmentPath,
} from "#storage";
import { type Db, openDatabase } from "../../../storage/catalogue/database.ts";
import { GOP_MS, madeFile, placeFile, recordSegment } from "../helpers/made-segment.ts";
import { addCamera, openStorage, type StorageFixture, T0 } from "../helpers/storage-fixture.ts";

const name = (minute: number, stream: "main" | "sub" = "main") =>
  ({ cameraId: "cam-1", stream, startMs: T0 + minute * 60_000, runId: "run1" }) as const;

let storage: StorageFixture;
let rows: Segment[];
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
  rows = [];
  for (let minute = 0; minute < 5; minute++)
    rows.push(await recordSegment(storage, name(minute), 2));
});
afterEach(() => storage.close());

const kinds = async (level: CheckLevel) =>
  (await checkSegments({ ...storage, level })).findings.map((finding) => finding.kind);
const file = (minute: number) =>
  absolutePath(storage.folder.segmentsPath, segmentPath(name(minute)));
const idOf = (minute: number) => rows[minute]?.id ?? 0;

/** As somebody with a SQLite tool would. */
async function tamper(work: (db: Db) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(storage.folder.cataloguePath, systemClock);
  await work(database.write);
  await database.close();
}

test("a sound store has no finding, and progress is told", async () => {
  const report = await checkSegments({ ...storage, level: "hash" });
  expect(report).toEqual({ checkedSegments: 5, findings: [], errorCount: 0 });
});

describe("files", () => {
  test("one that is missing shows at once", async () => {
    await rm(file(2));
    expect(await kinds("presence")).toEqual(["file_missing"]);
  });

  test("one that was cut shows by its size", async () => {
    await truncate(file(2), 700);
    expect(await kinds("presence")).toEqual([]);
    expect(await kinds("size")).toEqual(["wrong_size"]);
  });

  test("one altered bit shows by its hash", async () => {
    const bytes = await readFile(file(2));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(file(2), bytes);
    expect(await kinds("size")).toEqual([]);
    expect(await kinds("hash")).toEqual(["wrong_hash"]);
  });

  test("boxes that do not fit the GOP table show", async () => {
    await tamper((db) =>
      sql`update segment_gops set "table" = (select "table" from segment_gops where segment_id = ${idOf(0)}) where segment_id = ${idOf(1)}`.execute(
        db,
      ),
    );
    expect(await kinds("size")).toEqual(["gop_table_wrong"]);
  });

  test("one without a row, an open one and an alien one are told apart", async () => {
    await placeFile(storage, name(20), madeFile(name(20).startMs, 1), ".mp4");
    await placeFile(storage, name(21), madeFile(name(21).startMs, 1), ".part");
    await writeFile(file(22).replace(".mp4", ".txt"), "x");
    expect((await kinds("presence")).sort()).toEqual(["open_file", "row_missing", "strange_file"]);
    expect((await checkSegments({ ...storage, level: "presence" })).errorCount).toBe(0);
  });
});

describe("the chain", () => {
  test("a row that was taken out of the middle shows at its successor", async () => {
    await tamper((db) => sql`delete from segment where id = ${idOf(2)}`.execute(db));
    await rm(file(2));
    const { findings } = await checkSegments({ ...storage, level: "presence" });
    expect(findings.find((finding) => finding.kind === "chain_broken")).toMatchObject({
      segmentId: idOf(3),
      severity: "error",
    });
  });

  test("rows taken off the end show", async () => {
    await tamper((db) => sql`delete from segment where id >= ${idOf(3)}`.execute(db));
    await Promise.all([rm(file(3)), rm(file(4))]);
    expect(await kinds("presence")).toContain("chain_cut_off");
  });

  test("a file exchanged together with its hash shows", async () => {
    const forged = madeFile(name(2).startMs, 2);
    forged.fill(9, forged.length - 20);
    await writeFile(file(2), forged);
    const { createHash } = await import("node:crypto");
    const sha256 = createHash("sha256").update(forged).digest();
    await tamper((db) =>
      db.updateTable("segment").set({ sha256 }).where("id", "=", idOf(2)).execute(),
    );
    expect(await kinds("hash")).toEqual(["chain_broken"]);
  });

  test("a time that was altered shows", async () => {
    await tamper((db) =>
      db
        .updateTable("segment")
        .set({ start_ms: T0 + 1 })
        .where("id", "=", idOf(0))
        .execute(),
    );
    expect(await kinds("presence")).toContain("chain_broken");
  });

  test("a deletion in order breaks no chain, wherever it is, and pruned links neither", async () => {
    await deleteSegments({ ...storage, segmentIds: [idOf(3)], reason: "space" });
    expect(await kinds("hash")).toEqual([]);
    await deleteSegments({ ...storage, segmentIds: [idOf(0), idOf(1)], reason: "age" });
    expect(await kinds("hash")).toEqual([]);
    await deleteSegments({ ...storage, segmentIds: rows.map((row) => row.id), reason: "age" });
    expect(await kinds("hash")).toEqual([]);
    await recordSegment(storage, name(9), 1);
    expect(await kinds("hash")).toEqual([]);
  });

  test("a deleted row's trace that was taken out shows", async () => {
    await deleteSegments({ ...storage, segmentIds: [idOf(3)], reason: "space" });
    await tamper((db) => sql`delete from segment_deleted`.execute(db));
    expect(await kinds("presence")).toContain("chain_broken");
  });
});

test("a tally that is off shows", async () => {
  await tamper((db) => db.updateTable("stream_head").set({ stored_bytes: 1 }).execute());
  expect(await kinds("presence")).toEqual(["tally_wrong"]);
});

test("a check that is aborted ends", async () => {
  const abort = new AbortController();
  abort.abort(new Error("enough"));
  await expect(checkSegments({ ...storage, level: "hash", signal: abort.signal })).rejects.toThrow(
    "enough",
  );
});

test("the catalogue's segments come back from the files alone, with the same facts", async () => {
  await recordSegment(storage, name(0, "sub"), 3);
  await placeFile(storage, name(30), madeFile(name(30).startMs, 2), ".part");
  const before = await storage.catalogue.segments.listOverlapping("cam-1", "main", {
    startMs: 0,
    endMs: T0 * 2,
  });
  const catalogue = await openCatalogue({ path: `${storage.folder.cataloguePath}-new` });
  const report = await rebuildCatalogue({ folder: storage.folder, catalogue });
  expect(report).toEqual({ added: 7, known: 0, removed: 0, failed: [] });
  const after = await catalogue.segments.listOverlapping("cam-1", "main", {
    startMs: 0,
    endMs: T0 * 2,
  });
  const facts = (list: readonly Segment[]) =>
    list.map(({ id: _id, chain: _chain, created_ms: _created, ...rest }) => rest);
  expect(facts(after.slice(0, 5))).toEqual(facts(before));
  expect(after[5]).toMatchObject({ end_ms: name(30).startMs + 2 * GOP_MS });
  expect(await catalogue.segments.gopTable(after[0]?.id ?? 0)).toEqual(
    await storage.catalogue.segments.gopTable(idOf(0)),
  );
  expect(
    (await checkSegments({ folder: storage.folder, catalogue, level: "hash" })).findings,
  ).toEqual([]);
  expect(await rebuildCatalogue({ folder: storage.folder, catalogue })).toMatchObject({
    added: 0,
    known: 7,
  });
  await catalogue.close();
});
