/** Preview sheets on disk: filled, finished, found again by their time, deleted. */
import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  PreviewStore,
  parseSheetName,
  type SmallPicture,
  sheetName,
  sheetStartMs,
  sizeOfArea,
  type Tile,
} from "#storage";

const t0 = Date.UTC(2026, 0, 15, 2, 10);
const size = { width: 16, height: 8 };
let folder: string;
let store: PreviewStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "previews-"));
  store = new PreviewStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function gray(luma: number): SmallPicture {
  const i420 = new Uint8Array(192).fill(128);
  i420.fill(luma, 0, 128);
  return { ...size, i420 };
}

const tile = (offsetMs: number, luma: number): Tile => ({ offsetMs, picture: gray(luma) });

describe("the name of a sheet", () => {
  it("follows from any time in its ten minutes, and back", () => {
    expect(sheetName(sheetStartMs(t0 + 599_999))).toBe("20260115T0210");
    expect(parseSheetName("20260115T0210")).toBe(t0);
  });

  it.each(["20260115T0215", "20260230T0210", "20260115T2560", "x", ""])(
    "%j names no sheet",
    (name) => expect(parseSheetName(name)).toBeUndefined(),
  );
});

it("a tile has the asked area, keeps its aspect and is never enlarged", () => {
  const area = (width: number, height: number) => sizeOfArea({ width, height }, 14_400);
  expect(area(320, 180)).toEqual({ width: 160, height: 90 });
  expect(area(180, 320)).toEqual({ width: 90, height: 160 });
  expect(area(640, 480)).toEqual({ width: 138, height: 104 });
  expect(area(31, 21)).toEqual({ width: 30, height: 20 });
});

it("a sheet shows its tiles while it is being filled, and the same when it is finished", async () => {
  await store.append("cam-1", t0, size, [tile(100, 40)], true);
  await store.append("cam-1", t0, size, [tile(10_100, 200)], false);
  const head = { tileWidth: 16, tileHeight: 8, columns: 2, offsetsMs: [100, 10_100] };
  const range = { startMs: t0 + 1, endMs: t0 + 2 };
  expect(await store.list("cam-1", range)).toEqual([{ ...head, startMs: t0, finished: false }]);
  const running = await store.picture("cam-1", t0);
  expect(await store.finish("cam-1", t0)).toBeGreaterThan(0);
  expect(await store.list("cam-1", range)).toEqual([{ ...head, startMs: t0, finished: true }]);
  const finished = await store.picture("cam-1", t0);
  expect(finished).toEqual(running);
  const { data, info } = await sharp(finished?.webp).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([32, 8]);
  expect(data[3 * 4]).toBeLessThan(60);
  expect(data[3 * 24]).toBeGreaterThan(180);
  expect(await readdir(join(folder, "cam-1", "2026-01-15"))).toEqual(["0210.sheet"]);
});

it("a crash while a tile is written costs that tile; the rest is finished at the next start", async () => {
  await store.append("cam-1", t0, size, [tile(0, 40), tile(10_000, 80)], true);
  const path = join(folder, "cam-1", "2026-01-15", "0210.tiles");
  await appendFile(path, Buffer.alloc(50));
  await store.finishLeft(t0 + 599_000);
  expect((await store.find("cam-1", t0))?.finished).toBe(false);
  await store.finishLeft(t0 + 600_000);
  const sheet = await store.find("cam-1", t0);
  expect([sheet?.finished, sheet?.offsetsMs]).toEqual([true, [0, 10_000]]);
});

it("files that are none of ours are no sheets", async () => {
  await store.append("cam-1", t0, size, [tile(0, 40)], true);
  const day = join(folder, "cam-1", "2026-01-15");
  await appendFile(join(day, "0220.sheet"), "no head");
  await appendFile(join(day, "0230.sheet"), '{"columns":"x"}\nabc');
  await appendFile(join(day, "0240.tiles"), "CLT1\xff\xff\xff\xff");
  await appendFile(join(day, "notes.txt"), "");
  const sheets = await store.list("cam-1", { startMs: t0, endMs: t0 + 3_600_000 });
  expect(sheets.map((sheet) => sheet.startMs)).toEqual([t0]);
});

it("sheets go with the footage that they show", async () => {
  for (const [start, luma] of [
    [t0, 10],
    [t0 + 600_000, 20],
    [t0 + 1_200_000, 30],
    [t0 + 86_400_000, 40],
  ] as const) {
    await store.append("cam-1", start, size, [tile(0, luma)], true);
    await store.finish("cam-1", start);
  }
  expect(await store.spanOf("cam-1")).toEqual({ startMs: t0, endMs: t0 + 87_000_000 });
  const kept = [{ startMs: t0 + 900_000, endMs: t0 + 1_200_000 }];
  expect(await store.removeOutside("cam-1", kept, t0 + 86_400_000)).toBe(2);
  const left = await store.list("cam-1", { startMs: t0, endMs: t0 + 90_000_000 });
  expect(left.map((sheet) => sheet.startMs - t0)).toEqual([600_000, 86_400_000]);
  await store.removeOutside("cam-1", [], t0 + 90_000_000);
  expect(await store.listCameras()).toEqual([]);
});
