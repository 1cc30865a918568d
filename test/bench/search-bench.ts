/**
 * Region search and the time line of a year through the real server's API, over 18 cameras and 30
 * days of motion made from real scenes, with the hours of a whole year: from the request to its first
 * hit and to its last line, everything read again from disk by the server at each search.
 */
import { join } from "node:path";
import { GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import { openCatalogue, openDataFolder } from "#storage";
import { type BenchOptions, type Figures, percentile, rounded } from "./bench.ts";
import type { CodedClip } from "./coded-clip.ts";
import { fillMonth } from "./grid-fill.ts";
import { noise } from "./grid-noise.ts";
import { fillCatalogue } from "./playback-fill.ts";
import { Product } from "./product.ts";

const DAYS = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const REGIONS = 48;
const WARM_UP = 2;
const YEARS = 60;
const YEAR_MS = 365 * DAY_MS;
/** What a wide screen draws. */
const BUCKETS = 1_500;

export async function run(options: BenchOptions): Promise<Figures> {
  const { say } = options;
  const product = await Product.create();
  try {
    await product.start("server/main");
    await product.login();
    const url = (number: number, stream: string) => `rtsp://127.0.0.1:9/cam${number}/${stream}`;
    const cameraIds = await product.addCameras({ url, credentials: {} }, options.cameras);
    await product.stop();
    const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
    const endMs = todayMs + DAY_MS;
    await fill(product, cameraIds, todayMs, say);
    await product.start("server/main");
    await product.login();
    const month = { from: endMs - DAYS * DAY_MS, to: endMs };
    const figures = await searches(product, month, say);
    return { ...figures, ...(await years(product, cameraIds, endMs)) };
  } finally {
    await product.stop();
    if (options.keep) say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function fill(
  product: Product,
  cameraIds: readonly string[],
  todayMs: number,
  say: (text: string) => void,
): Promise<void> {
  const folder = await openDataFolder(join(product.folder, "data"));
  await fillMonth({ folder, cameraIds, days: DAYS, todayMs, say });
  const clips = { main: emptyClip(2), sub: emptyClip(1) };
  const { cataloguePath } = folder;
  const endMs = todayMs + DAY_MS;
  fillCatalogue({ cataloguePath, cameraIds, days: DAYS, endMs, clips, say });
  const catalogue = await openCatalogue({ path: cataloguePath });
  const random = noise(12);
  for (const camera_id of cameraIds) {
    const rows = Array.from({ length: 365 * 24 }, (_, i) => {
      const moved_s = Math.floor(random() * 900);
      const hour_ms = endMs - (i + 1) * HOUR_MS;
      return { camera_id, hour_ms, watched_s: 3_600, moved_s, cell_seconds: moved_s * 40 };
    });
    for (let at = 0; at < rows.length; at += 1_000) {
      await catalogue.motionHours.upsert(rows.slice(at, at + 1_000));
    }
  }
  await catalogue.close();
}

/** Rows are all that is asked here: no file is opened. */
function emptyClip(gopSeconds: number): CodedClip {
  const timescale = 15_360;
  const durationTicks = gopSeconds * timescale;
  const gops = Array.from({ length: 60 / gopSeconds }, (_, i) => ({
    bytes: Buffer.alloc(0),
    mediaTime: i * durationTicks,
    durationTicks,
    frames: gopSeconds * 15,
  }));
  const bytes = new Uint8Array(800);
  const picture = { codec: "avc1.42c01e", width: 640, height: 360, audioCodec: null };
  return { init: { bytes, timescale, ...picture }, gops };
}

async function searches(
  product: Product,
  month: { from: number; to: number },
  say: (text: string) => void,
): Promise<Figures> {
  const first: number[] = [];
  const newest: number[] = [];
  const complete: number[] = [];
  let hits = 0;
  for (const [i, polygon] of regions().entries()) {
    const body = { regions: [{ polygon }], ...month, what: "any", limit: 200 };
    const found = await timedSearch(product, { ...body, order: "newest" });
    const whole = await timedSearch(product, { ...body, order: "best" });
    if (i < WARM_UP) continue;
    hits += found.hits;
    newest.push(found.doneMs);
    complete.push(whole.doneMs);
    for (const { firstMs } of [found, whole]) if (firstMs !== undefined) first.push(firstMs);
  }
  say(`${hits} hits shown; complete p50 ${percentile(complete, 0.5)?.toFixed(0)} ms`);
  return {
    firstHitP95Ms: rounded(percentile(first, 0.95)),
    firstHitP50Ms: rounded(percentile(first, 0.5)),
    completeP95Ms: rounded(percentile(complete, 0.95)),
    completeP50Ms: rounded(percentile(complete, 0.5)),
    newest200P95Ms: rounded(percentile(newest, 0.95)),
  };
}

/** Milliseconds to the first line with a hit, and to the end of the answer. */
async function timedSearch(
  product: Product,
  body: object,
): Promise<{ firstMs: number | undefined; doneMs: number; hits: number }> {
  const startMs = performance.now();
  const response = await fetch(`${product.url}/api/search/region`, {
    method: "POST",
    headers: { cookie: product.cookie, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok || !response.body) throw new Error(await response.text());
  let firstMs: number | undefined;
  let text = "";
  for await (const bytes of response.body) {
    text += Buffer.from(bytes).toString("utf8");
    if (firstMs === undefined && text.includes('{"hit"')) firstMs = performance.now() - startMs;
  }
  const doneMs = performance.now() - startMs;
  if (!text.includes('{"done"')) throw new Error(`a search broke off: ${text.slice(-300)}`);
  return { firstMs, doneMs, hits: text.split('{"hit"').length - 1 };
}

/** Rectangles from a cell to the whole picture, anywhere. */
function regions(): [number, number][][] {
  const random = noise(4711);
  return Array.from({ length: REGIONS + WARM_UP }, () => {
    const width = Math.ceil(GRID_COLUMNS ** random()) / GRID_COLUMNS;
    const height = Math.ceil(GRID_ROWS ** random()) / GRID_ROWS;
    const x = random() * (1 - width);
    const y = random() * (1 - height);
    return [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
  });
}

/** What the viewer asks when a year is on the screen: recorded spans and motion, side by side. */
async function years(
  product: Product,
  cameraIds: readonly string[],
  endMs: number,
): Promise<Figures> {
  const both: number[] = [];
  const density: number[] = [];
  for (let i = 0; i < YEARS + WARM_UP; i += 1) {
    const range = `from=${endMs - YEAR_MS}&to=${endMs}`;
    const base = `/api/playback/${cameraIds[i % cameraIds.length]}`;
    const startMs = performance.now();
    await product.send("GET", `${base}/density?${range}&buckets=${BUCKETS}`);
    const densityMs = performance.now() - startMs;
    await product.send("GET", `${base}/timeline?${range}`);
    if (i < WARM_UP) continue;
    density.push(densityMs);
    both.push(performance.now() - startMs);
  }
  return {
    yearTimelineP95Ms: rounded(percentile(both, 0.95)),
    yearDensityP95Ms: rounded(percentile(density, 0.95)),
  };
}
