/** The writer: what was added is found, at every stage, after every crash, in any order of seconds. */
import { copyFile, cp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { madeSeconds } from "../helpers/made-motion.ts";
import {
  asSeconds,
  DAY,
  expected,
  HOUR,
  type MotionRig,
  openMotion,
  search,
} from "../helpers/motion-rig.ts";

let rig: MotionRig;
beforeEach(async () => {
  rig = await openMotion();
});
afterEach(() => rig.close());

const SCENE = { spanS: 3600, watched: 0.2, flicker: 0.002, walkers: 2 };
const hourOf = (hour: number) => asSeconds(madeSeconds(hour + 1, SCENE), DAY + hour * HOUR);
const folderOf = () => join(rig.storage.folder.motionPath, "cam-1");
const files = async () => (await readdir(folderOf())).sort();

async function write(seconds: ReturnType<typeof hourOf>): Promise<void> {
  for (const second of seconds) rig.writer.add("cam-1", second);
  await rig.writer.flush();
}

/** To `atMs`, and everything that is over by then becomes a block. */
async function goTo(atMs: number): Promise<void> {
  await rig.clock.advance(atMs - rig.clock.nowMs());
  await rig.writer.settled();
}

describe("stages", () => {
  test("seconds are found in the journal, in the hour's block and in the day's block alike", async () => {
    const truth = [...hourOf(0), ...hourOf(1), ...hourOf(23)];
    await write(hourOf(0));
    expect(await files()).toEqual(["2026-06-01T00-0.journal"]);
    expect(await search(rig.storage)).toEqual(expected(hourOf(0)));
    await goTo(DAY + HOUR + 30_000);
    expect(await files()).toEqual(["2026-06-01.hours"]);
    expect(await search(rig.storage)).toEqual(expected(hourOf(0)));
    await write(hourOf(1));
    await goTo(DAY + 23 * HOUR);
    await write(hourOf(23));
    expect(await search(rig.storage)).toEqual(expected(truth));
    await goTo(DAY + 24 * HOUR + 30_000);
    expect(await files()).toEqual(["2026-06-01.day"]);
    expect(await search(rig.storage)).toEqual(expected(truth));
  });

  test("an hour's sums are told when it is over, and again with the day", async () => {
    await write(hourOf(0));
    await goTo(DAY + HOUR + 30_000);
    const seconds = hourOf(0);
    const sums = {
      cameraId: "cam-1",
      hourMs: DAY,
      watchedS: seconds.length,
      movedS: seconds.filter((each) => each.cells.length > 0).length,
      cellSeconds: seconds.reduce((sum, each) => sum + each.cells.length, 0),
    };
    expect(rig.hours).toEqual([sums]);
    await goTo(DAY + 24 * HOUR + 30_000);
    expect(rig.hours).toEqual([sums, sums]);
  });

  test("cameras do not mix", async () => {
    for (const second of hourOf(0)) rig.writer.add("cam-1", second);
    for (const second of hourOf(1)) rig.writer.add("cam-2", second);
    await rig.writer.flush();
    expect(await search(rig.storage, { cameraId: "cam-2" })).toEqual(expected(hourOf(1)));
  });

  test("an hour in which nothing moved is watched, and takes little room", async () => {
    await write(Array.from({ length: 3600 }, (_, s) => ({ atMs: DAY + s * 1000, cells: [] })));
    await goTo(DAY + HOUR + 30_000);
    expect(await search(rig.storage)).toEqual({
      runs: [],
      watched: [{ startMs: DAY, endMs: DAY + HOUR }],
    });
    expect((await readFile(join(folderOf(), "2026-06-01.hours"))).length).toBeLessThan(200);
  });
});

describe("seconds out of order", () => {
  test("late, repeated, backwards and interleaved seconds are united", async () => {
    const seconds = [...hourOf(0), ...hourOf(1)];
    const again = asSeconds(madeSeconds(99, SCENE), DAY);
    const mixed = [...seconds, ...again].sort((a, b) => (a.atMs % 7) - (b.atMs % 7));
    await write(mixed);
    expect(await search(rig.storage)).toEqual(expected(mixed));
    await goTo(DAY + 2 * HOUR + 30_000);
    expect(await search(rig.storage)).toEqual(expected(mixed));
    expect(await files()).toEqual(["2026-06-01.hours"]);
  });

  test("seconds of an hour and of a day that are blocks already are taken in", async () => {
    await write(hourOf(0));
    await goTo(DAY + HOUR + 30_000);
    const late = asSeconds(madeSeconds(50, SCENE), DAY);
    await write(late);
    expect(await search(rig.storage)).toEqual(expected([...hourOf(0), ...late]));
    await goTo(DAY + 24 * HOUR + 30_000);
    expect(await files()).toEqual(["2026-06-01.day"]);
    expect(await search(rig.storage)).toEqual(expected([...hourOf(0), ...late]));
    const later = asSeconds(madeSeconds(51, SCENE), DAY);
    await write([...later, ...hourOf(5)]);
    const truth = [...hourOf(0), ...late, ...later, ...hourOf(5)];
    expect(await search(rig.storage)).toEqual(expected(truth));
    await rig.writer.settled();
    expect(await files()).toEqual(["2026-06-01.day"]);
    expect(await search(rig.storage)).toEqual(expected(truth));
  });

  test("the clock set forward and back loses nothing", async () => {
    const future = asSeconds(madeSeconds(3, SCENE), DAY + 48 * HOUR);
    await write(hourOf(0));
    await write(future);
    await goTo(DAY + 2 * HOUR);
    await write(hourOf(2));
    expect(await search(rig.storage)).toEqual(expected([...hourOf(0), ...future, ...hourOf(2)]));
  });

  test("what is no second or no cell is left out; unsorted and doubled cells are put in order", async () => {
    rig.writer.add("cam-1", { atMs: Number.NaN, cells: [] });
    rig.writer.add("cam-1", { atMs: -1, cells: [] });
    const cells = [
      { cell: 9, strength: 1 as const },
      { cell: 3, strength: 2 as const },
      { cell: 3, strength: 1 as const },
      { cell: 5000, strength: 1 as const },
      { cell: -1, strength: 1 as const },
      { cell: 7, strength: 0 as const },
    ];
    rig.writer.add("cam-1", { atMs: DAY + 2500, cells });
    await rig.writer.flush();
    const { runs } = await search(rig.storage);
    expect(runs).toEqual([
      { startMs: DAY + 2000, endMs: DAY + 3000, movedSeconds: 1, strongSeconds: 1 },
    ]);
    await goTo(DAY + HOUR + 30_000);
    expect(rig.hours).toMatchObject([{ watchedS: 1, movedS: 1, cellSeconds: 2 }]);
  });
});

describe("crashes", () => {
  /** The folder as it is now, put back by the answer: a crash that undoes what came after. */
  async function snapshot(): Promise<(name: string) => Promise<void>> {
    const copy = `${rig.storage.folder.path}/copy-${rig.clock.nowMs()}`;
    await cp(folderOf(), copy, { recursive: true });
    return (name) => copyFile(join(copy, name), join(folderOf(), name));
  }

  test("a process killed goes on in its journal; a half record is written over", async () => {
    const [first = [], second = []] = [hourOf(0).slice(0, 100), hourOf(0).slice(100)];
    await write(first);
    const path = join(folderOf(), "2026-06-01T00-0.journal");
    const { length } = await readFile(path);
    await truncate(path, length - 3);
    await rig.restart();
    expect(await search(rig.storage)).toEqual(expected(first.slice(0, -1)));
    await write(second);
    expect(await search(rig.storage)).toEqual(expected([...first.slice(0, -1), ...second]));
    expect(await files()).toEqual(["2026-06-01T00-0.journal"]);
  });

  test("killed while the hour became a block: journal and block, whole or torn, are one", async () => {
    await write(hourOf(0));
    const putBack = await snapshot();
    await goTo(DAY + HOUR + 30_000);
    const hours = join(folderOf(), "2026-06-01.hours");
    const whole = await readFile(hours);
    for (const torn of [whole.length, whole.length - 1, 70, 10, 0]) {
      await putBack("2026-06-01T00-0.journal");
      await writeFile(hours, whole.subarray(0, torn));
      expect(await search(rig.storage)).toEqual(expected(hourOf(0)));
      await rig.restart();
      await rig.writer.settled();
      expect(await files()).toEqual(["2026-06-01.hours"]);
      expect(await readFile(hours)).toEqual(whole);
    }
  });

  test("a power cut that leaves a block of zeros with its journal answers from the journal", async () => {
    await write(hourOf(0));
    const putBack = await snapshot();
    await goTo(DAY + HOUR + 30_000);
    const hours = join(folderOf(), "2026-06-01.hours");
    const whole = await readFile(hours);
    const holed = Buffer.from(whole).fill(0, whole.length - 900);
    await putBack("2026-06-01T00-0.journal");
    await writeFile(hours, holed);
    expect(await search(rig.storage)).toEqual(expected(hourOf(0)));
    await rig.restart();
    await rig.writer.settled();
    expect(await readFile(hours)).toEqual(whole);
  });

  test("killed while the day was made: a draft is nobody's, day and hours together are one", async () => {
    await write(hourOf(0));
    await goTo(DAY + 23 * HOUR);
    await write(hourOf(23));
    await goTo(DAY + 24 * HOUR + 10_000);
    const truth = expected([...hourOf(0), ...hourOf(23)]);
    const putBack = await snapshot();
    await goTo(DAY + 24 * HOUR + 30_000);
    const day = await readFile(join(folderOf(), "2026-06-01.day"));
    await putBack("2026-06-01.hours");
    await writeFile(join(folderOf(), "2026-06-01.day.draft"), day.subarray(0, 100));
    expect(await search(rig.storage)).toEqual(truth);
    await rig.restart();
    await rig.writer.settled();
    expect(await files()).toEqual(["2026-06-01.day"]);
    expect(await search(rig.storage)).toEqual(truth);
    expect(await readFile(join(folderOf(), "2026-06-01.day"))).toEqual(day);
  });

  test("a journal that a stop left days ago becomes part of its day", async () => {
    await write(hourOf(3));
    await rig.writer.close();
    await rig.clock.advance(72 * HOUR);
    await rig.restart();
    await rig.writer.settled();
    expect(await files()).toEqual(["2026-06-01.day"]);
    expect(await search(rig.storage)).toEqual(expected(hourOf(3)));
  });
});

describe("files of another version", () => {
  test("a journal is left alone and a new one begun", async () => {
    await write(hourOf(0).slice(0, 10));
    await rig.writer.close();
    const path = join(folderOf(), "2026-06-01T00-0.journal");
    const bytes = await readFile(path);
    bytes[4] = 9;
    await writeFile(path, bytes);
    await rig.restart();
    await write(hourOf(0).slice(10));
    expect(await search(rig.storage)).toEqual(expected(hourOf(0).slice(10)));
    await goTo(DAY + HOUR + 30_000);
    expect(await readFile(path)).toEqual(bytes);
  });

  test("hours that cannot be read are put aside, and theirs is a new file", async () => {
    await write(hourOf(0));
    await goTo(DAY + HOUR + 30_000);
    const foreign = await foreignBlock(join(folderOf(), "2026-06-01.hours"));
    await write(hourOf(1));
    await goTo(DAY + 2 * HOUR + 30_000);
    expect(await files()).toEqual(["2026-06-01.hours", "2026-06-01.hours.foreign"]);
    expect(await readFile(join(folderOf(), "2026-06-01.hours.foreign"))).toEqual(foreign);
    expect(await search(rig.storage)).toEqual(expected(hourOf(1)));
  });

  async function foreignBlock(path: string): Promise<Buffer> {
    const bytes = await readFile(path);
    bytes[4] = 2;
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
    await writeFile(path, bytes);
    return bytes;
  }
});

test("while the folder cannot be written seconds wait, and are written when it can", async () => {
  const seconds = hourOf(0);
  const path = rig.storage.folder.motionPath;
  await rename(path, `${path}-away`);
  await writeFile(path, "in the way");
  await write(seconds);
  await goTo(DAY + HOUR + 30_000);
  await rm(path);
  await rename(`${path}-away`, path);
  await goTo(DAY + HOUR + 120_000);
  expect(await search(rig.storage)).toEqual(expected(seconds));
});
