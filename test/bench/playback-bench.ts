/**
 * Playback over a catalogue of 18 cameras and 30 days: time line, calendar and playlist over real
 * HTTP, and in a real browser the time from a click on the timeline to the painted frame, of one
 * camera and of four in step (`playback-many.ts`).
 */

import { join } from "node:path";
import type { Page } from "playwright-core";
import { openCatalogue, openDataFolder } from "#storage";
import { type BenchOptions, type Figures, pause, percentile, rounded, until } from "./bench.ts";
import { openWindow, startChromium } from "./chromium.ts";
import { CLIP_SECONDS, CODE, type CodedClip, encodeCodedClip, MAIN, SUB } from "./coded-clip.ts";
import { addProbe, paintedFrames, resetProbe } from "./page-probe.ts";
import { fillCatalogue, writeFootage } from "./playback-fill.ts";
import { many } from "./playback-many.ts";
import { Product } from "./product.ts";

const DAYS = 30;
const REAL_MINUTES = 160;
/** Cameras that are played on one clock; those beside the first have real files of sub alone. */
const TOGETHER = 4;
/** Where on the timeline is clicked, as shares of its width: all of it real files. */
const CLICK_FROM = 0.1;
const CLICK_TO = 0.8;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const REQUESTS = 200;
const WARM_UP = 10;
const CLICKS = 40;
const CLICK_TIMEOUT_MS = 10_000;
const LOOP_TICKS = CLIP_SECONDS * 30;
/** A frame this far from where the old picture would be is of the new place. */
const ELSEWHERE_TICKS = 4 * 30;

export async function run(options: BenchOptions): Promise<Figures> {
  const product = await Product.create();
  try {
    await product.start("server/main");
    await product.login();
    const cameraIds = await addCameras(product, options.cameras);
    await product.stop();
    const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const segments = await fill(product, cameraIds, endMs, options);
    await product.start("server/main");
    await product.login();
    return {
      segments,
      ...(await requests(product, cameraIds, endMs)),
      ...(await seeks(product, cameraIds[0] ?? "", endMs, options)),
      ...(await many(
        {
          product,
          cameraIds: cameraIds.slice(0, TOGETHER),
          atMs: endMs - (REAL_MINUTES / 2) * MINUTE_MS,
          clicks: [CLICK_FROM, CLICK_TO],
          random: seeded(13),
        },
        options,
      )),
    };
  } finally {
    await product.stop();
    if (options.keep) options.say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function addCameras(product: Product, count: number): Promise<string[]> {
  const url = (number: number, stream: string) => `rtsp://127.0.0.1:9/cam${number}/${stream}`;
  return product.addCameras({ url, credentials: {} }, count);
}

async function fill(
  product: Product,
  cameraIds: readonly string[],
  endMs: number,
  { say }: BenchOptions,
): Promise<number> {
  say("encoding the footage");
  const clips: Record<"main" | "sub", CodedClip> = {
    main: await encodeCodedClip(MAIN),
    sub: await encodeCodedClip(SUB),
  };
  const folder = await openDataFolder(join(product.folder, "data"));
  // Rows of the days before; the real camera's last hours are added behind them as files.
  const rowsEndMs = endMs - REAL_MINUTES * MINUTE_MS;
  const rows = fillCatalogue({
    cataloguePath: folder.cataloguePath,
    cameraIds,
    days: DAYS,
    endMs: rowsEndMs,
    clips,
    say,
  });
  say("writing real files");
  const catalogue = await openCatalogue({ path: folder.cataloguePath });
  const real = { folder, catalogue, clips, startMs: rowsEndMs, minutes: REAL_MINUTES };
  const [first = "", ...others] = cameraIds.slice(0, TOGETHER);
  await writeFootage({ ...real, cameraId: first });
  for (const cameraId of others) await writeFootage({ ...real, cameraId, streams: ["sub"] });
  await catalogue.close();
  return rows + (2 + others.length) * REAL_MINUTES;
}

async function requests(
  product: Product,
  cameraIds: readonly string[],
  endMs: number,
): Promise<Figures> {
  const random = seeded(7);
  const camera = () => cameraIds[Math.floor(random() * cameraIds.length)] ?? "";
  const instant = () => Math.floor(endMs - DAY_MS - random() * (DAYS - 2) * DAY_MS);
  const timeline = await timed(product, () => {
    const fromMs = instant();
    return `/api/playback/${camera()}/timeline?from=${fromMs}&to=${fromMs + DAY_MS}`;
  });
  const calendar = await timed(product, () => {
    const month = new Date(instant()).toISOString().slice(0, 7);
    return `/api/playback/${camera()}/calendar?month=${month}`;
  });
  const playlist = await timed(product, () => {
    const fromMs = instant();
    const stream = random() < 0.5 ? "main" : "sub";
    return `/api/playback/${camera()}/${stream}/playlist.m3u8?from=${fromMs}&to=${fromMs + HOUR_MS}`;
  });
  return {
    timelineP95Ms: rounded(percentile(timeline, 0.95)),
    calendarP95Ms: rounded(percentile(calendar, 0.95)),
    playlistP95Ms: rounded(percentile(playlist, 0.95)),
    timelineP50Ms: rounded(percentile(timeline, 0.5)),
    calendarP50Ms: rounded(percentile(calendar, 0.5)),
    playlistP50Ms: rounded(percentile(playlist, 0.5)),
  };
}

/** Milliseconds of each request, answer read to its end. */
async function timed(product: Product, address: () => string): Promise<number[]> {
  const tookMs: number[] = [];
  for (let i = 0; i < REQUESTS + WARM_UP; i += 1) {
    const path = address();
    const startMs = performance.now();
    await product.send("GET", path);
    if (i >= WARM_UP) tookMs.push(performance.now() - startMs);
  }
  return tookMs;
}

async function seeks(
  product: Product,
  cameraId: string,
  endMs: number,
  { say }: BenchOptions,
): Promise<Figures> {
  const browser = await startChromium();
  try {
    const context = await openWindow(browser, product, { width: 1280, height: 800 });
    const page = await context.newPage();
    await addProbe(page, CODE, 30);
    // The viewer shows two hours around the second it is opened at: all of them are real files.
    await page.goto(
      `${product.url}/playback/${cameraId}?t=${endMs - (REAL_MINUTES / 2) * MINUTE_MS}`,
    );
    await until(
      "the first frame",
      CLICK_TIMEOUT_MS,
      async () => (await paintedFrames(page, CODE)).length > 0,
    );
    await page.evaluate(LISTEN);
    await pause(2_000);
    const tookMs = await clickAround(page);
    say(`seeks: ${tookMs.map(Math.round).join(" ")} ms`);
    await context.close();
    return {
      seekP50Ms: rounded(percentile(tookMs, 0.5), 0),
      seekP95Ms: rounded(percentile(tookMs, 0.95), 0),
      seeks: tookMs.length,
    };
  } finally {
    await browser.close();
  }
}

/** Script: notes when the pointer went down. */
const LISTEN = `addEventListener("pointerdown", (event) => {
  window.benchPressedMs = performance.timeOrigin + event.timeStamp;
}, { capture: true })`;

async function clickAround(page: Page): Promise<number[]> {
  const random = seeded(11);
  const frame = await page.locator(".timeline-frame").boundingBox();
  if (!frame) throw new Error("the page has no timeline");
  const tookMs: number[] = [];
  while (tookMs.length < CLICKS) {
    const before = (await paintedFrames(page, CODE)).findLast(({ tick }) => tick !== undefined);
    if (before?.tick === undefined) throw new Error("no time code can be read in the picture");
    await resetProbe(page);
    const x = frame.x + frame.width * (CLICK_FROM + (CLICK_TO - CLICK_FROM) * random());
    await page.mouse.click(x, frame.y + frame.height * 0.5);
    const took = await untilElsewhere(page, before.tick, before.atMs);
    if (took !== undefined) tookMs.push(took);
    await pause(700 + 600 * random());
  }
  return tookMs;
}

/** Until a frame of another place is painted; undefined when the new place looks like the old one. */
async function untilElsewhere(
  page: Page,
  oldTick: number,
  oldAtMs: number,
): Promise<number | undefined> {
  const endMs = performance.now() + CLICK_TIMEOUT_MS;
  while (performance.now() < endMs) {
    const frames = await paintedFrames(page, CODE);
    const pressedMs = await page.evaluate<number>("window.benchPressedMs");
    const fresh = frames.filter(({ atMs }) => atMs > pressedMs);
    const there = fresh.find(
      ({ tick, atMs }) => tick !== undefined && isElsewhere(tick, oldTick, atMs - oldAtMs),
    );
    if (there) return there.atMs - pressedMs;
    if (fresh.length > 20) return undefined;
    await pause(100);
  }
  return CLICK_TIMEOUT_MS;
}

/** Far from where playing on (at most at single speed) would have come. */
function isElsewhere(tick: number, oldTick: number, passedMs: number): boolean {
  const ahead = (((tick - oldTick) % LOOP_TICKS) + LOOP_TICKS) % LOOP_TICKS;
  const playedTicks = (passedMs * 30) / 1000;
  return ahead > playedTicks + ELSEWHERE_TICKS && ahead < LOOP_TICKS - ELSEWHERE_TICKS;
}

/** The same places at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
