/** Random motion in, the same out: whole, by region, and by sums; damaged blocks never fail. */
import { describe, expect, test } from "vitest";
import { GRID_BYTES, GRID_CELLS, GRID_COLUMNS, hasCell, setCell } from "#base/grid";
import { decodeMinutes, decodeTree } from "../../../storage/motion/block-decode.ts";
import { encodeBlock } from "../../../storage/motion/block-encode.ts";
import {
  type BlockHead,
  HEADER_BYTES,
  nodeStream,
  readHead,
  readHeader,
  rootStream,
  STREAMS,
} from "../../../storage/motion/block-format.ts";
import { NODES, planRegion, ROOTS } from "../../../storage/motion/grid-tree.ts";
import { listSeconds, MotionTree, type PackedSecond } from "../../../storage/motion/motion-tree.ts";
import { MOVED, MOVED_STRONGLY, RegionSearch } from "../../../storage/motion/region-search.ts";
import { decodeStrength, StrengthScratch } from "../../../storage/motion/region-strength.ts";
import { SecondBits } from "../../../storage/motion/second-bits.ts";
import { bruteForce, type MadeScene, madeSeconds, seeded } from "../helpers/made-motion.ts";

const T0 = Date.UTC(2026, 5, 1);
const HOUR_S = 3600;

const SCENES: Record<string, MadeScene> = {
  "nothing watched": { spanS: HOUR_S, watched: 0, flicker: 0, walkers: 0 },
  "watched and still": { spanS: HOUR_S, watched: 1, flicker: 0, walkers: 0 },
  "one cell now and then": { spanS: HOUR_S, watched: 0.8, flicker: 1 / 100_000, walkers: 0 },
  walkers: { spanS: HOUR_S, watched: 0.9, flicker: 0.0005, walkers: 4 },
  foliage: { spanS: 600, watched: 1, flicker: 0.4, walkers: 1 },
  "everything moves": { spanS: 600, watched: 1, flicker: 0, walkers: 0, everything: 1 },
  "light flashes": { spanS: HOUR_S, watched: 0.7, flicker: 0, walkers: 1, everything: 0.02 },
};

function treeOf(seconds: readonly PackedSecond[], spanS: number): MotionTree {
  const tree = new MotionTree(spanS);
  for (const second of seconds) tree.add(second);
  return tree;
}

function headOf(bytes: Uint8Array): BlockHead {
  const header = readHeader(bytes);
  if (typeof header === "string") throw new Error(header);
  const head = readHead(header, bytes.subarray(HEADER_BYTES, HEADER_BYTES + header.headBytes));
  if (!head) throw new Error("no head");
  return head;
}

function search(bytes: Uint8Array, cells: Uint8Array, spanS: number): Uint8Array {
  const head = headOf(bytes);
  const found = new Uint8Array(spanS);
  const fetched = { bytes, places: head.offsets };
  decodeStrength(head, planRegion(cells), fetched, spanS, new StrengthScratch(spanS), found);
  const quick = new SecondBits(spanS);
  new RegionSearch(planRegion(cells), spanS).run(head, fetched, quick);
  expect(found.map((_, second) => (quick.has(second) ? MOVED : 0))).toEqual(
    found.map((bits) => bits & MOVED),
  );
  return found.map((bits) => (bits === MOVED_STRONGLY ? 2 : bits));
}

/** Boxes, single cells, the whole picture and scattered cells. */
function regions(seed: number): Uint8Array[] {
  const random = seeded(seed);
  const boxes = Array.from({ length: 12 }, () => {
    const mask = new Uint8Array(GRID_BYTES);
    const [x, y] = [random() * 48, random() * 32];
    const [width, height] = [1 + random() * random() * 40, 1 + random() * random() * 30];
    for (let cell = 0; cell < GRID_CELLS; cell++) {
      const [column, row] = [cell % GRID_COLUMNS, Math.floor(cell / GRID_COLUMNS)];
      if (column >= x - 1 && column < x + width && row >= y - 1 && row < y + height)
        setCell(mask, cell);
    }
    return mask;
  });
  const scattered = Uint8Array.from({ length: GRID_BYTES }, () => random() * 256);
  return [...boxes, scattered, new Uint8Array(GRID_BYTES).fill(255), new Uint8Array(GRID_BYTES)];
}

describe.each(Object.entries(SCENES))("a block of %s", (name, scene) => {
  const seconds = madeSeconds(name.length, scene);
  const bytes = encodeBlock(treeOf(seconds, scene.spanS), T0);

  test("gives back every second and cell", () => {
    const tree = decodeTree(headOf(bytes), bytes);
    expect(listSeconds(tree)).toEqual(seconds);
    expect(encodeBlock(tree, T0)).toEqual(bytes);
  });

  test("is searched by region as by brute force", () => {
    for (const cells of regions(name.length)) {
      const expected = bruteForce(seconds, (cell) => hasCell(cells, cell), scene.spanS);
      expect(search(bytes, cells, scene.spanS)).toEqual(expected);
    }
  });

  test("knows its sums", () => {
    const head = headOf(bytes);
    const cells = seconds.reduce((sum, each) => sum + each.cells.length, 0);
    expect(head.header).toMatchObject({
      watchedS: seconds.length,
      movedS: seconds.filter((each) => each.cells.length > 0).length,
      cellSeconds: cells,
      blockBytes: bytes.length,
    });
    const from = HEADER_BYTES + head.header.headBytes;
    const minutes = decodeMinutes(
      bytes.subarray(from, from + head.header.minutesBytes),
      scene.spanS,
    );
    expect(minutes.cells.reduce((sum, each) => sum + each, 0)).toBe(cells);
  });
});

test("hours joined to a day are the day", () => {
  const scene = SCENES.walkers;
  if (!scene) throw new Error("no scene");
  const hours = [0, 1, 2].map((hour) => madeSeconds(hour, scene));
  const day = new MotionTree(24 * HOUR_S);
  for (const [hour, seconds] of hours.entries())
    day.append(treeOf(seconds, HOUR_S), (hour + 5) * HOUR_S);
  const expected = hours.flatMap((seconds, hour) =>
    seconds.map((each) => ({ ...each, second: each.second + (hour + 5) * HOUR_S })),
  );
  expect(listSeconds(day)).toEqual(expected);
  const direct = treeOf(expected, 24 * HOUR_S);
  expect(encodeBlock(day, T0)).toEqual(encodeBlock(direct, T0));
});

test("every stream has its own number", () => {
  const numbers = new Set<number>();
  for (let root = 0; root < ROOTS; root++) numbers.add(rootStream(root)).add(rootStream(root) + 1);
  for (let node = 0; node < NODES; node++) numbers.add(nodeStream(node)).add(nodeStream(node) + 1);
  expect(numbers.size).toBe(STREAMS);
  expect(Math.max(...numbers)).toBe(STREAMS - 1);
});

test("a damaged header or head is no block; damaged streams answer something within the span", () => {
  const seconds = madeSeconds(7, { spanS: HOUR_S, watched: 1, flicker: 0.01, walkers: 5 });
  const bytes = encodeBlock(treeOf(seconds, HOUR_S), T0);
  const { header } = headOf(bytes);
  const random = seeded(5);
  for (let attempt = 0; attempt < 300; attempt++) {
    const damaged = Uint8Array.from(bytes);
    const at = Math.floor(random() * bytes.length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 + Math.floor(random() * 255));
    if (at < HEADER_BYTES) expect(readHeader(damaged)).toBe("broken");
    else if (at < HEADER_BYTES + header.headBytes)
      expect(
        readHead(header, damaged.subarray(HEADER_BYTES, HEADER_BYTES + header.headBytes)),
      ).toBeUndefined();
    else expect(search(damaged, new Uint8Array(GRID_BYTES).fill(15), HOUR_S)).toHaveLength(HOUR_S);
  }
  expect(readHeader(bytes.subarray(0, 10))).toBe("broken");
});
