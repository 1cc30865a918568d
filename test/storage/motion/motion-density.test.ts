/** Sums for time lines at every zoom, cells' activity, and motion that goes with its footage. */
import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GRID_CELLS } from "#base/grid";
import {
  cellActivity,
  deleteMotionBefore,
  type MotionBucket,
  type MotionSecond,
  motionDensity,
} from "#storage";
import { madeSeconds } from "../helpers/made-motion.ts";
import { asSeconds, DAY, HOUR, type MotionRig, openMotion, search } from "../helpers/motion-rig.ts";

let rig: MotionRig;
let truth: MotionSecond[];

/** A settled day, a day with hours, and an hour in a journal. */
beforeEach(async () => {
  rig = await openMotion(DAY);
  truth = [];
  const scene = { spanS: 3600, watched: 0.5, flicker: 0.0005, walkers: 1 };
  for (const hour of [3, 4, 25, 26]) {
    await rig.clock.advance(DAY + hour * HOUR + 30_000 - rig.clock.nowMs());
    const made = asSeconds(madeSeconds(hour, scene), DAY + hour * HOUR);
    for (const second of made) rig.writer.add("cam-1", second);
    truth.push(...made);
    await rig.writer.settled();
  }
  await rig.storage.catalogue.motionHours.upsert(
    rig.hours.map((each) => ({
      camera_id: each.cameraId,
      hour_ms: each.hourMs,
      watched_s: each.watchedS,
      moved_s: each.movedS,
      cell_seconds: each.cellSeconds,
    })),
  );
});
afterEach(() => rig.close());

const density = (startMs: number, endMs: number, buckets: number) =>
  motionDensity({
    folder: rig.storage.folder,
    catalogue: rig.storage.catalogue,
    cameraId: "cam-1",
    range: { startMs, endMs },
    buckets,
  });

function sums(startMs: number, endMs: number) {
  const inside = truth.filter((each) => each.atMs >= startMs && each.atMs < endMs);
  return {
    startMs,
    endMs,
    watchedS: inside.length,
    movedS: inside.filter((each) => each.cells.length > 0).length,
    cellSeconds: inside.reduce((sum, each) => sum + each.cells.length, 0),
  };
}

const expectedParts = (startMs: number, partMs: number, buckets: number) =>
  Array.from({ length: buckets }, (_, index) =>
    sums(startMs + index * partMs, startMs + (index + 1) * partMs),
  );

test("parts of hours are whole, settled or not", async () => {
  expect(await density(DAY, DAY + 48 * HOUR, 48)).toEqual(expectedParts(DAY, HOUR, 48));
  expect(await density(DAY, DAY + 48 * HOUR, 2)).toEqual(expectedParts(DAY, 24 * HOUR, 2));
});

test("parts of minutes are exact", async () => {
  const startMs = DAY + 3 * HOUR;
  expect(await density(startMs, startMs + 2 * HOUR, 120)).toEqual(
    expectedParts(startMs, 60_000, 120),
  );
});

test("parts of seconds know watched and moved exactly, and share out the cells", async () => {
  const startMs = DAY + 26 * HOUR - 300_000;
  const parts = await density(startMs, startMs + 600_000, 200);
  const expected = expectedParts(startMs, 3_000, 200);
  const counts = ({ watchedS, movedS }: MotionBucket) => ({ watchedS, movedS });
  expect(parts.map(counts)).toEqual(expected.map(counts));
  const cells = (list: readonly MotionBucket[]) =>
    list.reduce((sum, each) => sum + each.cellSeconds, 0);
  expect(cells(parts)).toBeCloseTo(cells(expected), 3);
});

test("parts that cut hours share them out; nothing gets lost", async () => {
  const parts = await density(DAY - 1234, DAY + 48 * HOUR + 99, 31);
  const total = sums(DAY, DAY + 48 * HOUR);
  expect(parts.reduce((sum, each) => sum + each.movedS, 0)).toBeCloseTo(total.movedS, 3);
  expect(parts.reduce((sum, each) => sum + each.watchedS, 0)).toBeCloseTo(total.watchedS, 3);
});

test.each([
  ["no part", DAY, DAY + 1000, 0],
  ["half a part", DAY, DAY + 1000, 1.5],
  ["too many", DAY, DAY + 1000, 10_001],
  ["an empty range", DAY, DAY, 10],
  ["a range without an end", DAY, Number.NaN, 10],
])("%s is refused", async (_, startMs, endMs, buckets) => {
  await expect(density(startMs, endMs, buckets)).rejects.toMatchObject({
    code: "invalid_input",
    reason: "motion.bad_buckets",
  });
});

test("cells know how often they moved in a range", async () => {
  const range = { startMs: DAY + 4 * HOUR + 600_000, endMs: DAY + 26 * HOUR + 600_000 };
  const movedS = new Uint32Array(GRID_CELLS);
  const inside = truth.filter((each) => each.atMs >= range.startMs && each.atMs < range.endMs);
  for (const { cell } of inside.flatMap((each) => each.cells))
    movedS[cell] = (movedS[cell] ?? 0) + 1;
  const { folder } = rig.storage;
  expect(await cellActivity({ folder, cameraId: "cam-1", range })).toEqual({
    watchedS: inside.length,
    movedS,
  });
});

test("whole days before an instant go, with their hours, and the folder with the last", async () => {
  const { folder, catalogue } = rig.storage;
  const gone = (beforeMs: number) =>
    deleteMotionBefore({ folder, catalogue, cameraId: "cam-1", beforeMs });
  const all = { startMs: 0, endMs: DAY + 99 * HOUR };
  expect(await gone(DAY + 23 * HOUR)).toBe(0);
  expect(await gone(DAY + 30 * HOUR)).toBe(1);
  const { watched } = await search(rig.storage);
  expect(watched[0]?.startMs).toBeGreaterThanOrEqual(DAY + 25 * HOUR);
  const left = await catalogue.motionHours.listRange("cam-1", all);
  expect(left.map((row) => row.hour_ms)).toEqual([DAY + 25 * HOUR]);
  await rig.writer.close();
  expect(await gone(Number.POSITIVE_INFINITY)).toBeGreaterThan(0);
  expect(await readdir(folder.motionPath)).toEqual([]);
  expect(await gone(Number.POSITIVE_INFINITY)).toBe(0);
});
