/**
 * Live pictures in a real browser: how soon the first one of a camera is painted after its page is
 * opened within the viewer, how old what is painted is, and the same for a wall of all cameras.
 */
import type { Browser, Page } from "playwright-core";
import { type BenchOptions, type Figures, pause, percentile, rounded, until } from "./bench.ts";
import { type CameraSource, sentMs, startCameras } from "./camera-source.ts";
import { openWindow, startChromium } from "./chromium.ts";
import { addProbe, firstFrames, paintedFrames, resetProbe } from "./page-probe.ts";
import { Product } from "./product.ts";

const DEFAULT_SECONDS = 20;
const ROUNDS = 10;
const RECORDING_TIMEOUT_MS = 90_000;
const PICTURE_TIMEOUT_MS = 30_000;
const SINGLE = { width: 1280, height: 720 };
const WALL = { width: 1920, height: 1080 };

interface Scene {
  readonly product: Product;
  readonly source: CameraSource;
  readonly cameraIds: readonly string[];
  readonly browser: Browser;
  readonly options: BenchOptions;
  readonly measureMs: number;
}

export async function run(options: BenchOptions): Promise<Figures> {
  const source = await startCameras(options);
  const product = await Product.create();
  let browser: Browser | undefined;
  try {
    await product.start();
    await product.login();
    const cameraIds = await product.addCameras(source, options.cameras);
    await until(
      "all cameras record",
      RECORDING_TIMEOUT_MS,
      async () => (await product.recordingCount()) === options.cameras,
    );
    browser = await startChromium();
    const measureMs = (options.seconds ?? DEFAULT_SECONDS) * 1000;
    const scene = { product, source, cameraIds, browser, options, measureMs };
    return { ...(await oneCamera(scene)), ...(await wall(scene)) };
  } finally {
    await browser?.close();
    await product.stop();
    await source.stop();
    await product.remove();
  }
}

async function oneCamera(scene: Scene): Promise<Figures> {
  const { product, source, cameraIds, browser, options } = scene;
  const context = await openWindow(browser, product, SINGLE);
  const page = await context.newPage();
  await addProbe(page, source.code, 100);
  await page.goto(`${product.url}/system`);
  await pause(2_000);
  const firstPictures: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cameraId = cameraIds[round % cameraIds.length] ?? "";
    firstPictures.push(await openCamera(page, cameraId));
    await pause(1_000);
    await page.evaluate(goTo("/system"));
    await pause(500);
  }
  options.say(`first pictures: ${firstPictures.map(Math.round).join(" ")} ms`);
  await openCamera(page, cameraIds[0] ?? "");
  await pause(5_000);
  const ages = await agesOfFrames(scene, page, "main");
  await context.close();
  return {
    firstPictureP50Ms: rounded(percentile(firstPictures, 0.5), 0),
    firstPictureP95Ms: rounded(percentile(firstPictures, 0.95), 0),
    latencyP50Ms: rounded(percentile(ages, 0.5), 0),
    latencyP95Ms: rounded(percentile(ages, 0.95), 0),
    latencyReadings: ages.length,
  };
}

/** Opens a camera's page within the viewer; answers how long its first painted frame took. */
async function openCamera(page: Page, cameraId: string): Promise<number> {
  await resetProbe(page);
  const startMs = await page.evaluate<number>(goTo(`/live/${cameraId}`));
  let firstMs: number | undefined;
  await until(
    `a picture of ${cameraId}`,
    PICTURE_TIMEOUT_MS,
    async () => {
      const frames = Object.entries(await firstFrames(page)).filter(([key]) =>
        key.startsWith(`${cameraId}/`),
      );
      firstMs = frames.length > 0 ? Math.min(...frames.map(([, atMs]) => atMs)) : undefined;
      return firstMs !== undefined;
    },
    50,
  );
  return (firstMs ?? 0) - startMs;
}

/** Script: goes to another page of the viewer without loading it anew; its value is when that was. */
function goTo(path: string): string {
  return `(() => {
    const atMs = performance.timeOrigin + performance.now();
    history.pushState(null, "", ${JSON.stringify(path)});
    dispatchEvent(new PopStateEvent("popstate"));
    return atMs;
  })()`;
}

async function wall(scene: Scene): Promise<Figures> {
  const { product, source, cameraIds, browser, options } = scene;
  const context = await openWindow(browser, product, WALL);
  const page = await context.newPage();
  await addProbe(page, source.code, 1_000);
  const startMs = Date.now();
  await page.goto(`${product.url}/live`, { waitUntil: "commit" });
  let firsts: number[] = [];
  await until(
    "all tiles play",
    PICTURE_TIMEOUT_MS,
    async () => {
      firsts = Object.values(await firstFrames(page));
      return firsts.length >= cameraIds.length;
    },
    100,
  );
  const allPlayingMs = Math.max(...firsts) - startMs;
  options.say(`wall: all ${cameraIds.length} playing after ${Math.round(allPlayingMs)} ms`);
  await pause(5_000);
  const ages = await agesOfFrames(scene, page);
  await context.close();
  return {
    wallAllPlayingMs: rounded(allPlayingMs, 0),
    wallLatencyP50Ms: rounded(percentile(ages, 0.5), 0),
    wallLatencyP95Ms: rounded(percentile(ages, 0.95), 0),
    wallLatencyReadings: ages.length,
  };
}

/** How old each frame was when it was painted. */
async function agesOfFrames(scene: Scene, page: Page, stream?: string): Promise<number[]> {
  const { source, cameraIds, measureMs } = scene;
  await resetProbe(page);
  await pause(measureMs);
  const frames = await paintedFrames(page, source.code);
  return frames.flatMap(({ cameraId, stream: of, atMs, tick }) => {
    const index = cameraId === null ? -1 : cameraIds.indexOf(cameraId);
    if (tick === undefined || index < 0 || (stream !== undefined && of !== stream)) return [];
    return [atMs - sentMs(source.tickTimes(index + 1), tick, atMs)];
  });
}
