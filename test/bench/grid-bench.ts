/**
 * The motion grid's size and speed over 18 cameras and 30 days of motion made from real scenes: how
 * many bytes a camera and day, how long a search by region takes on one camera and on all of them,
 * how long the time line's sums. Each search opens the files anew and keeps nothing of the one
 * before. In this process, without server and recorder.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "#base/clock";
import { GRID_BYTES, GRID_COLUMNS, GRID_ROWS, setCell } from "#base/grid";
import { silentLog } from "#base/log";
import {
  type DataFolder,
  findMotion,
  motionDensity,
  openCatalogue,
  openDataFolder,
} from "#storage";
import { decodeTree } from "../../storage/motion/block-decode.ts";
import { encodeBlock } from "../../storage/motion/block-encode.ts";
import { closeFile, listBlocks, openIfThere, readBlock } from "../../storage/motion/block-file.ts";
import { hoursName } from "../../storage/motion/motion-path.ts";
import { listSeconds, MotionTree } from "../../storage/motion/motion-tree.ts";
import { type BenchOptions, type Figures, percentile, rounded } from "./bench.ts";
import { fillMonth } from "./grid-fill.ts";
import { noise } from "./grid-noise.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const TODAY_MS = Date.UTC(2026, 5, 30);
const MONTH = { startMs: TODAY_MS - (DAYS - 1) * DAY_MS, endMs: TODAY_MS + DAY_MS };
const REGIONS = 48;

export async function run(options: BenchOptions): Promise<Figures> {
  const { say } = options;
  const path = await mkdtemp(join(tmpdir(), "grid-bench-"));
  try {
    const folder = await openDataFolder(path);
    const cameraIds = Array.from({ length: options.cameras }, (_, index) => `cam-${index + 1}`);
    const began = performance.now();
    const sizes = await fillMonth({ folder, cameraIds, days: DAYS, todayMs: TODAY_MS, say });
    say(`a month of motion made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const perDay = sizes.map((bytes) => bytes / (DAYS - 1) / 2 ** 20);
    const searches = await measureSearches(folder, cameraIds, say);
    return {
      mibPerCameraDay: rounded(perDay.reduce((sum, each) => sum + each, 0) / perDay.length, 3),
      mibBusiestCameraDay: rounded(Math.max(...perDay), 3),
      ...searches,
      timeLineP95Ms: await measureTimeLine(folder, cameraIds),
      ...measureEncoding(folder, cameraIds[0] ?? ""),
    };
  } finally {
    if (options.keep) say(`kept: ${path}`);
    else await rm(path, { recursive: true, force: true });
  }
}

async function measureSearches(
  folder: DataFolder,
  cameraIds: readonly string[],
  say: (text: string) => void,
): Promise<Figures> {
  const one: number[] = [];
  const all: number[] = [];
  const first: number[] = [];
  let runs = 0;
  for (const [index, cells] of regions().entries()) {
    // Each region on the busiest camera and on another one.
    for (const cameraId of [cameraIds[0], cameraIds[index % cameraIds.length]]) {
      const began = performance.now();
      await search(folder, cameraId ?? "", cells);
      one.push(performance.now() - began);
    }
    const began = performance.now();
    let firstMs: number | undefined;
    const counts = await Promise.all(
      cameraIds.map((cameraId) =>
        search(folder, cameraId, cells, () => {
          firstMs ??= performance.now() - began;
        }),
      ),
    );
    all.push(performance.now() - began);
    if (firstMs !== undefined) first.push(firstMs);
    runs += counts.reduce((sum, count) => sum + count, 0);
  }
  say(`${REGIONS} regions, ${runs} runs; all cameras p50 ${percentile(all, 0.5)?.toFixed(0)} ms`);
  return {
    oneCameraP95Ms: rounded(percentile(one, 0.95)),
    allCamerasP95Ms: rounded(percentile(all, 0.95)),
    allCamerasFirstP95Ms: rounded(percentile(first, 0.95)),
  };
}

async function search(
  folder: DataFolder,
  cameraId: string,
  cells: Uint8Array,
  onHit: () => void = () => undefined,
): Promise<number> {
  let runs = 0;
  for await (const answer of findMotion({
    folder,
    cameraId,
    cells,
    range: MONTH,
    newestFirst: true,
  })) {
    if (answer.runs.length > 0) onHit();
    runs += answer.runs.length;
  }
  return runs;
}

/** Rectangles from a cell to the whole picture, anywhere. */
function regions(): Uint8Array[] {
  const random = noise(4711);
  return Array.from({ length: REGIONS }, () => {
    const width = Math.ceil(GRID_COLUMNS ** random());
    const height = Math.ceil(GRID_ROWS ** random());
    const left = Math.floor(random() * (GRID_COLUMNS - width + 1));
    const top = Math.floor(random() * (GRID_ROWS - height + 1));
    const cells = new Uint8Array(GRID_BYTES);
    for (let row = top; row < top + height; row++)
      for (let column = left; column < left + width; column++)
        setCell(cells, row * GRID_COLUMNS + column);
    return cells;
  });
}

/** A lane of 500 parts over 30 days (minutes' sums), a day, and an hour (seconds). */
async function measureTimeLine(
  folder: DataFolder,
  cameraIds: readonly string[],
): Promise<number | null> {
  const catalogue = await openCatalogue({
    path: folder.cataloguePath,
    log: silentLog,
    clock: systemClock,
  });
  try {
    const times: number[] = [];
    for (const cameraId of cameraIds)
      for (const spanMs of [20 * DAY_MS, DAY_MS, DAY_MS / 24]) {
        const began = performance.now();
        const startMs = MONTH.startMs + DAY_MS;
        const range = { startMs, endMs: startMs + spanMs };
        await motionDensity({ folder, catalogue, cameraId, range, buckets: 500 });
        times.push(performance.now() - began);
      }
    return rounded(percentile(times, 0.95));
  } finally {
    await catalogue.close();
  }
}

/** What an hour of the busiest camera costs the recorder when it becomes a block. */
function measureEncoding(folder: DataFolder, cameraId: string): Figures {
  const file = openIfThere(join(folder.motionPath, cameraId, hoursName(TODAY_MS)));
  const block = file === undefined ? undefined : listBlocks(file).blocks[3];
  const bytes = block && readBlock(block);
  closeFile(file);
  if (!block || !bytes) return { encodeHourMs: null };
  const seconds = listSeconds(decodeTree(block.head, bytes));
  const began = performance.now();
  const tree = new MotionTree(block.head.header.spanS);
  for (const second of seconds) tree.add(second);
  encodeBlock(tree, 0);
  return { encodeHourMs: rounded(performance.now() - began) };
}
