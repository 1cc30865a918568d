/** The retention job on real files: it deletes what the plan says, never what is held, and goes on. */
import { stat } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLog } from "#base/log";
import {
  absolutePath,
  checkSegments,
  diskSpace,
  RetentionJob,
  type RetentionSettings,
  type Segment,
} from "#storage";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { recordSegment } from "../helpers/made-segment.ts";
import {
  addCamera,
  addUser,
  MINUTE,
  newHold,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

const DAY = 86_400_000;
let storage: StorageFixture;
let rows: Segment[];
beforeEach(async () => {
  storage = await openStorage();
  await addUser(storage.catalogue);
  await addCamera(storage.catalogue, "cam-1");
  rows = [];
  for (let minute = 0; minute < 6; minute++) {
    rows.push(
      await recordSegment(
        storage,
        { cameraId: "cam-1", stream: "main", startMs: T0 + minute * MINUTE, runId: "run1" },
        2,
      ),
    );
  }
});
afterEach(() => storage.close());

function job(
  nowMs: number,
  freeBytes: () => number,
  settings: Partial<RetentionSettings> = {},
): RetentionJob {
  return new RetentionJob({
    ...storage,
    clock: new ManualClock(nowMs),
    log: silentLog,
    settings: async () => ({ defaultDays: 1, maxShare: 1, reserveBytes: 1_000, ...settings }),
    writtenBytesPerSecond: () => 0,
    readDisk: async () => ({ totalBytes: 1e9, freeBytes: freeBytes() }),
  });
}

const plenty = () => 5e8;
const isThere = (row: Segment | undefined) =>
  stat(absolutePath(storage.folder.segmentsPath, row?.path ?? "")).then(
    () => true,
    () => false,
  );

test("what is too old goes with its files and leaves one gap", async () => {
  const report = await job(T0 + DAY + 3 * MINUTE + 2_000, plenty).runOnce();
  expect(report).toMatchObject({ deletedCount: 4, warnings: [], diskState: "ok" });
  expect(await Promise.all(rows.map(isThere))).toEqual([false, false, false, false, true, true]);
  const gaps = await storage.catalogue.gaps.listOverlapping("cam-1", "main", {
    startMs: 0,
    endMs: T0 + DAY,
  });
  expect(gaps.every((gap) => gap.cause === "deleted")).toBe(true);
  expect((await checkSegments({ ...storage, level: "hash" })).findings).toEqual([]);
});

test("what is held stays when all else goes, and the shortage is told", async () => {
  await storage.catalogue.holds.add(
    newHold("hld-000000000001", "cam-1", T0 + 2 * MINUTE + 1_000, T0 + 3 * MINUTE + 1),
  );
  const report = await job(T0 + 10 * MINUTE, () => 0).runOnce();
  expect(report).toMatchObject({ deletedCount: 4, diskState: "full" });
  expect([...report.warnings].sort()).toEqual(["days_cut_short", "only_held_left"]);
  expect(await Promise.all(rows.map(isThere))).toEqual([false, false, true, true, false, false]);
});

test("no more goes for space than is short", async () => {
  const size = rows[0]?.size_bytes ?? 0;
  let freed = 0;
  const report = await new RetentionJob({
    ...storage,
    clock: new ManualClock(T0 + 10 * MINUTE),
    log: silentLog,
    settings: async () => ({ defaultDays: 30, maxShare: 1, reserveBytes: 1_000 + size }),
    writtenBytesPerSecond: () => 0,
    readDisk: async () => {
      freed = 6 * size - (await storage.catalogue.segments.totals()).bytes;
      return { totalBytes: 1e9, freeBytes: 1_000 + freed };
    },
  }).runOnce();
  expect(report.deletedCount).toBe(1);
  expect(await isThere(rows[0])).toBe(false);
});

test("a removed camera's footage goes when it is old and not before", async () => {
  await storage.catalogue.cameras.remove("cam-1", T0 + MINUTE);
  expect(await job(T0 + 10 * MINUTE, plenty).runOnce()).toMatchObject({ deletedCount: 0 });
  expect(await job(T0 + 2 * DAY, plenty).runOnce()).toMatchObject({ deletedCount: 6 });
  expect(await storage.catalogue.segments.totals("cam-1")).toEqual({
    bytes: 0,
    count: 0,
    oldestMs: null,
    newestMs: null,
  });
});

test("a deletion that was cut short is finished by the next run", async () => {
  await storage.catalogue.deletedSegments.moveHere([rows[0]?.id ?? 0], "age", T0);
  expect(await isThere(rows[0])).toBe(true);
  await job(T0, plenty).runOnce();
  expect(await isThere(rows[0])).toBe(false);
});

test("the disk's own figures are sane", async () => {
  const space = await diskSpace(storage.folder.path);
  expect(space.totalBytes).toBeGreaterThan(space.freeBytes);
  expect(space.freeBytes).toBeGreaterThan(0);
  await expect(diskSpace("/does/not/exist")).rejects.toMatchObject({ code: "unavailable" });
});
