/** The search over days: order, limit, seams at midnight, ranges, strength, what was watched, errors. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GRID_BYTES, setCell } from "#base/grid";
import { findMotion, type MotionSecond } from "#storage";
import { journalHeader, journalRecord } from "../../../storage/motion/motion-journal.ts";
import { madeSeconds, seeded } from "../helpers/made-motion.ts";
import {
  asSeconds,
  DAY,
  expected,
  HOUR,
  type MotionRig,
  openMotion,
  search,
  WHOLE,
} from "../helpers/motion-rig.ts";

let rig: MotionRig;
beforeEach(async () => {
  rig = await openMotion(DAY + 22 * HOUR);
});
afterEach(() => rig.close());

/** Five hours around a midnight, two days of them settled in part, the last hour a journal. */
async function fiveHours(): Promise<MotionSecond[]> {
  const seconds: MotionSecond[] = [];
  for (let hour = 22; hour < 27; hour++) {
    const scene = { spanS: 3600, watched: 0.6, flicker: 0.0005, walkers: hour % 2 };
    const made = asSeconds(madeSeconds(hour, scene), DAY + hour * HOUR);
    for (const second of made) rig.writer.add("cam-1", second);
    seconds.push(...made);
    if (hour < 26) await rig.clock.advance(HOUR);
    await rig.writer.settled();
  }
  return seconds;
}

function box(left: number, top: number, width: number, height: number): Uint8Array {
  const cells = new Uint8Array(GRID_BYTES);
  for (let row = top; row < top + height; row++)
    for (let column = left; column < left + width; column++) setCell(cells, row * 48 + column);
  return cells;
}

test("random regions, ranges, orders, strengths and gaps are answered as by brute force", async () => {
  const seconds = await fiveHours();
  const random = seeded(12);
  for (let index = 0; index < 24; index++) {
    const [left, top] = [Math.floor(random() * 48), Math.floor(random() * 32)];
    const startMs = DAY + 21 * HOUR + Math.floor(random() * 5 * HOUR);
    const wish = {
      cells: box(
        left,
        top,
        1 + Math.floor(random() * (47 - left)),
        1 + Math.floor(random() * (31 - top)),
      ),
      range: { startMs, endMs: startMs + Math.floor(random() * 4 * HOUR) },
      newestFirst: random() < 0.5,
      minStrength: random() < 0.3 ? (2 as const) : (1 as const),
      mergeGapMs: Math.floor(random() * 8_000),
    };
    expect(await search(rig.storage, wish)).toEqual(expected(seconds, wish));
    const { runs } = await search(rig.storage, { ...wish, countStrong: false });
    const spans = expected(seconds, wish).runs.map(({ startMs: from, endMs: to }) => [from, to]);
    expect(runs.map(({ startMs: from, endMs: to }) => [from, to])).toEqual(spans);
  }
});

test("random cells in no order are answered as by brute force, from the quick reading too", async () => {
  const seconds = await fiveHours();
  const random = seeded(77);
  for (let index = 0; index < 12; index++) {
    const sparse = random() < 0.5;
    const bits = () => Math.floor(random() * 256) & (sparse ? Math.floor(random() * 40) : 255);
    const wish = {
      cells: Uint8Array.from({ length: GRID_BYTES }, bits),
      mergeGapMs: Math.floor(random() * 4) * 1000,
      newestFirst: random() < 0.5,
    };
    const { runs } = expected(seconds, wish);
    const found = await search(rig.storage, { ...wish, countStrong: false });
    expect(found.runs).toEqual(runs.map((run) => ({ ...run, strongSeconds: 0 })));
  }
});

describe("at midnight", () => {
  const midnight = DAY + 24 * HOUR;
  const cells = [{ cell: 700, strength: 1 as const }];

  test.each([
    ["a run over the seam is one run", -3, 4, 1],
    ["a pause at the seam as long as the gap is bridged", -2, 1, 1],
    ["a longer pause is not", -2, 2, 2],
  ])("%s", async (_, lastBefore, firstAfter, count) => {
    const add = (second: number) =>
      rig.writer.add("cam-1", { atMs: midnight + second * 1000, cells });
    if (count === 1 && firstAfter > 1)
      for (let second = lastBefore; second <= firstAfter; second++) add(second);
    for (const second of [lastBefore, firstAfter]) add(second);
    await rig.writer.flush();
    for (const newestFirst of [false, true])
      expect((await search(rig.storage, { newestFirst })).runs).toHaveLength(count);
  });

  test("motion in the day's first seconds begins with the day", async () => {
    for (let second = 0; second < 9; second++)
      rig.writer.add("cam-1", { atMs: midnight + second * 1000, cells });
    await rig.writer.flush();
    const { runs } = await search(rig.storage, { countStrong: false });
    expect(runs).toEqual([
      { startMs: midnight, endMs: midnight + 9000, movedSeconds: 9, strongSeconds: 0 },
    ]);
  });
});

test("a limit stops after so many runs, in either order", async () => {
  const seconds = await fiveHours();
  for (const newestFirst of [false, true]) {
    const { runs } = await search(rig.storage, { newestFirst, limit: 3 });
    expect(runs).toEqual(expected(seconds, { newestFirst }).runs.slice(0, 3));
  }
});

test("a camera without motion, an empty region and an empty range find nothing", async () => {
  expect(await search(rig.storage, { cameraId: "cam-2" })).toEqual({ runs: [], watched: [] });
  const seconds = await fiveHours();
  const nothing = { runs: [], watched: expected(seconds).watched };
  expect(await search(rig.storage, { cells: new Uint8Array(GRID_BYTES) })).toEqual(nothing);
  const range = { startMs: DAY + 23 * HOUR, endMs: DAY + 23 * HOUR };
  expect((await search(rig.storage, { range })).runs).toEqual([]);
});

test("a region that is no bitmap of the grid is refused", async () => {
  await expect(search(rig.storage, { cells: new Uint8Array(10) })).rejects.toMatchObject({
    code: "invalid_input",
    reason: "motion.bad_region",
  });
});

test("a search that is called off ends with the reason", async () => {
  await fiveHours();
  const abort = new AbortController();
  abort.abort(new Error("enough"));
  const range = { startMs: 0, endMs: DAY + 99 * HOUR };
  const { folder } = rig.storage;
  const answers = findMotion({
    folder,
    cameraId: "cam-1",
    cells: WHOLE,
    range,
    signal: abort.signal,
  });
  await expect(answers.next()).rejects.toThrow("enough");
});

test("while another process writes a journal byte by byte, what is read is a true beginning", async () => {
  const scene = { spanS: 600, watched: 1, flicker: 0.002, walkers: 3 };
  const made = madeSeconds(5, scene);
  const truth = asSeconds(made, DAY);
  const bytes = Buffer.concat([journalHeader(DAY), ...made.map(journalRecord)]);
  const path = join(rig.storage.folder.motionPath, "cam-1");
  await mkdir(path, { recursive: true });
  const writer = fork(fileURLToPath(new URL("../helpers/slow-writer.mjs", import.meta.url)), [
    join(path, "2026-06-01T00-0.journal"),
  ]);
  const ended = once(writer, "exit");
  writer.send(bytes.toString("base64"));
  let done = false;
  void ended.then(() => {
    done = true;
  });
  let reads = 0;
  for (let last = 0; last < truth.length; reads++) {
    const wasDone = done;
    const { watched } = await search(rig.storage);
    const count = watched.reduce((sum, each) => sum + (each.endMs - each.startMs) / 1000, 0);
    expect(count).toBeGreaterThanOrEqual(last);
    expect(
      await search(rig.storage, { range: { startMs: DAY, endMs: DAY + count * 1000 } }),
    ).toEqual(expected(truth.slice(0, count)));
    if (wasDone) expect(count).toBe(truth.length);
    last = count;
  }
  expect(reads).toBeGreaterThan(1);
  expect(await ended).toEqual([0, null]);
});
