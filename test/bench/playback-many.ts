/**
 * Four cameras on one clock in a real browser: how far their painted frames lie apart while they
 * play, and how long a click takes until all four show the new place.
 */
import type { Page } from "playwright-core";
import { type BenchOptions, type Figures, pause, percentile, rounded, until } from "./bench.ts";
import { openWindow, startChromium } from "./chromium.ts";
import type { Product } from "./product.ts";

const DEFAULT_SECONDS = 20;
const CLICKS = 24;
const TIMEOUT_MS = 10_000;
/** A frame this far from where playing on would have come is of the new place. */
const ELSEWHERE_MS = 20_000;
/** Height of the labels above the lanes: a click there seeks and changes no focus. */
const LABELS_Y = 12;

export interface ManyOptions {
  readonly product: Product;
  readonly cameraIds: readonly string[];
  /** The middle of the footage. */
  readonly atMs: number;
  /** Where on the timeline is clicked, as shares of its width. */
  readonly clicks: readonly [from: number, to: number];
  readonly random: () => number;
}

export async function many(options: ManyOptions, bench: BenchOptions): Promise<Figures> {
  const { product, cameraIds, atMs } = options;
  const browser = await startChromium();
  try {
    const context = await openWindow(browser, product, { width: 1280, height: 800 });
    const page = await context.newPage();
    await page.addInitScript(PROBE);
    await page.goto(`${product.url}/playback?cameras=${cameraIds.join(",")}&t=${atMs}`);
    await until("all four show a frame", TIMEOUT_MS, async () => {
      return Object.keys(await framesOf(page)).length === cameraIds.length;
    });
    await pause(2_000);
    const skews = await skewsWhilePlaying(page, bench.seconds ?? DEFAULT_SECONDS);
    bench.say(`skew: ${skews.length} looks`);
    const tookMs = await clickAround(page, options);
    bench.say(`seeks of four: ${tookMs.map(Math.round).join(" ")} ms`);
    return {
      skewP95Ms: rounded(percentile(skews, 0.95), 0),
      skewP50Ms: rounded(percentile(skews, 0.5), 0),
      seek4P50Ms: rounded(percentile(tookMs, 0.5), 0),
      seek4P95Ms: rounded(percentile(tookMs, 0.95), 0),
    };
  } finally {
    await browser.close();
  }
}

/** Script: notes each painted frame of each camera, when it came and of which instant it is. */
const PROBE = `(() => {
  const probe = { frames: {}, skews: [], pressedMs: 0 };
  window.benchMany = probe;
  const now = () => performance.timeOrigin + performance.now();
  const noted = (video) => {
    const { camera, paintedMs } = video.dataset;
    if (camera) (probe.frames[camera] ??= []).push([now(), Number(paintedMs)]);
  };
  new MutationObserver((changes) => changes.forEach(({ target }) => noted(target)))
    .observe(document, { subtree: true, attributeFilter: ["data-painted-ms"] });
  addEventListener("pointerdown", (event) => {
    probe.pressedMs = performance.timeOrigin + event.timeStamp;
  }, { capture: true });
  setInterval(() => {
    const painted = [...document.querySelectorAll("video")].map(({ dataset }) => Number(dataset.paintedMs));
    if (painted.length > 1 && painted.every((ms) => ms > 0))
      probe.skews.push(Math.max(...painted) - Math.min(...painted));
  }, 50);
})()`;

type Frames = Readonly<Record<string, readonly (readonly [atMs: number, paintedMs: number])[]>>;

function framesOf(page: Page): Promise<Frames> {
  return page.evaluate("window.benchMany.frames");
}

async function skewsWhilePlaying(page: Page, seconds: number): Promise<number[]> {
  await page.evaluate("window.benchMany.skews = []");
  await pause(seconds * 1000);
  return page.evaluate("window.benchMany.skews");
}

async function clickAround(page: Page, { clicks, random }: ManyOptions): Promise<number[]> {
  const frame = await page.locator(".timeline-frame").boundingBox();
  if (!frame) throw new Error("the page has no timeline");
  const tookMs: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const before = lastOf(await framesOf(page));
    await page.evaluate("window.benchMany.frames = {}");
    const share = clicks[0] + (clicks[1] - clicks[0]) * random();
    await page.mouse.click(frame.x + frame.width * share, frame.y + LABELS_Y);
    const took = await untilAllElsewhere(page, before);
    if (took !== undefined) tookMs.push(took);
    await pause(900 + 600 * random());
  }
  return tookMs;
}

function lastOf(frames: Frames): Readonly<Record<string, number>> {
  const lasts = Object.entries(frames).map(([id, list]) => [id, list.at(-1)?.[1] ?? 0] as const);
  return Object.fromEntries(lasts);
}

/** Until each camera painted a frame of the new place; undefined when that is where it was. */
async function untilAllElsewhere(
  page: Page,
  before: Readonly<Record<string, number>>,
): Promise<number | undefined> {
  const endMs = performance.now() + TIMEOUT_MS;
  while (performance.now() < endMs) {
    const frames = await framesOf(page);
    const pressedMs = await page.evaluate<number>("window.benchMany.pressedMs");
    const firsts = Object.entries(before).map(([id, oldMs]) =>
      frames[id]?.find(([atMs, ms]) => atMs > pressedMs && Math.abs(ms - oldMs) > ELSEWHERE_MS),
    );
    if (firsts.every((first) => first !== undefined)) {
      return Math.max(...firsts.map(([atMs]) => atMs)) - pressedMs;
    }
    const painted = Object.values(frames).some((list) => list.length > 40);
    if (painted && firsts.every((first) => first === undefined)) return undefined;
    await pause(50);
  }
  return TIMEOUT_MS;
}
