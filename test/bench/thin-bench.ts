/**
 * Playback over a thin link (1 Mbit/s, 80 ms, by Chromium's own throttling): from the click on an
 * incident's picture to the first painted frame, then minutes of playing: how often it stalls, and
 * how many bytes of footage came.
 */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openCatalogue, openDataFolder } from "#storage";
import { type BenchOptions, type Figures, pause, rounded, until } from "./bench.ts";
import { openWindow, startChromium } from "./chromium.ts";
import { encodeCodedClip, MAIN, SUB } from "./coded-clip.ts";
import { writeFootage } from "./playback-fill.ts";
import { Product } from "./product.ts";

const DEFAULT_SECONDS = 300;
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 30_000;
const LINK = { latency: 80, downloadThroughput: 1_000_000 / 8, uploadThroughput: 1_000_000 / 8 };
/** A frame that stays this long while time should run is a stall. */
const STALL_MS = 1_000;

export async function run(options: BenchOptions): Promise<Figures> {
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  const product = await Product.create();
  try {
    await product.start("server/main");
    await product.login();
    const url = (number: number, stream: string) => `rtsp://127.0.0.1:9/cam${number}/${stream}`;
    const [cameraId = ""] = await product.addCameras({ url, credentials: {} }, 1);
    await product.stop();
    const minutes = Math.ceil(seconds / 60) + 2;
    const startMs = Math.floor(Date.now() / MINUTE_MS - minutes - 1) * MINUTE_MS;
    await fill(product, cameraId, startMs, minutes, options);
    await product.start("server/main");
    await product.login();
    const incident = await product.send<{ id: string }>("POST", "/api/incidents", {
      kind: "other",
      atMs: startMs + 30_000,
      cameraIds: [cameraId],
    });
    return await watch(product, incident.id, seconds, options);
  } finally {
    await product.stop();
    if (options.keep) options.say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function fill(
  product: Product,
  cameraId: string,
  startMs: number,
  minutes: number,
  { say }: BenchOptions,
): Promise<void> {
  say("encoding the footage");
  const clips = { main: await encodeCodedClip(MAIN), sub: await encodeCodedClip(SUB) };
  const folder = await openDataFolder(join(product.folder, "data"));
  const catalogue = await openCatalogue({ path: folder.cataloguePath });
  await writeFootage({ folder, catalogue, cameraId, clips, startMs, minutes });
  await catalogue.close();
}

async function watch(
  product: Product,
  incidentId: string,
  seconds: number,
  { say }: BenchOptions,
): Promise<Figures> {
  const browser = await startChromium();
  try {
    const context = await openWindow(browser, product, { width: 390, height: 844 });
    const page = await context.newPage();
    await page.addInitScript(PROBE);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, ...LINK });
    await page.goto(`${product.url}/incidents/${incidentId}`);
    const link = page.locator('main a[href*="/playback/"]').first();
    await link.waitFor({ timeout: TIMEOUT_MS });
    // Who looks at an incident does so for a moment.
    await pause(3_000);
    await page.waitForLoadState("networkidle");
    await link.click();
    await until("the first frame", TIMEOUT_MS, async () => (await seen(page)).firstMs > 0, 50);
    const first = await seen(page);
    await page.evaluate("window.benchThin.stalls = 0");
    say(`first frame after ${Math.round(first.firstMs - first.pressedMs)} ms`);
    await pause(seconds * 1000);
    const end = await seen(page);
    const used = await page.locator("[data-used-bytes]").getAttribute("data-used-bytes");
    const text = await page.locator("[data-used-bytes]").textContent();
    say(`on screen: ${text}; ${Math.round((end.paintedMs - first.paintedMs) / 1000)} s played`);
    return {
      firstFrameMs: rounded(first.firstMs - first.pressedMs, 0),
      stalls: end.stalls,
      playedSeconds: rounded((end.paintedMs - first.paintedMs) / 1000, 0),
      usedMb: rounded(Number(used) / 1e6, 1),
    };
  } finally {
    await browser.close();
  }
}

interface Seen {
  readonly pressedMs: number;
  readonly firstMs: number;
  readonly paintedMs: number;
  readonly stalls: number;
}

function seen(page: Page): Promise<Seen> {
  return page.evaluate("window.benchThin");
}

/** Script: when was pressed, when the first frame was painted, how often painting paused. */
const PROBE = `(() => {
  const probe = { pressedMs: 0, firstMs: 0, lastMs: 0, paintedMs: 0, stalls: 0 };
  window.benchThin = probe;
  let isStalled = false;
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const nowMs = performance.now();
      if (!(target.dataset.paintedMs > 0)) continue;
      probe.firstMs ||= nowMs;
      probe.lastMs = nowMs;
      probe.paintedMs = Number(target.dataset.paintedMs);
      isStalled = false;
    }
  }).observe(document, { subtree: true, attributeFilter: ["data-painted-ms"] });
  addEventListener("pointerdown", (event) => { probe.pressedMs = event.timeStamp; }, { capture: true });
  setInterval(() => {
    if (probe.lastMs === 0 || isStalled || performance.now() - probe.lastMs < ${STALL_MS}) return;
    isStalled = true;
    probe.stalls += 1;
  }, 100);
})()`;
