/**
 * A person's path, counted: from the login to the clip of somebody who left litter some day of the
 * week, knowing only where the heap lies. On a phone, with a week of recordings.
 */
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cameraRow } from "../helpers/footage.ts";
import { type Dumping, recordDumping } from "./dumping-footage.ts";
import { paintedMs, until, ViewerRig } from "./viewer-rig.ts";

const CAMERA = { id: "cam-3", name: "Bờ suối thôn Đông" };
const HOUR_MS = 3_600_000;
const MOST_BYTES = 3_000_000;
const MOST_MS = 60_000;

const rig = new ViewerRig();
let dumping: Dumping;

beforeAll(async () => {
  await rig.start();
  const { folder, catalogue } = rig.server;
  await catalogue.cameras.insert(cameraRow(CAMERA.id, { name: CAMERA.name, sort_order: 2 }));
  const nowMs = Date.now();
  const changeNearMs = nowMs - 40 * HOUR_MS;
  dumping = await recordDumping({ folder, catalogue, cameraId: CAMERA.id, changeNearMs, nowMs });
});
afterAll(() => rig.close());

/** Bytes that really came over the line, heads of answers and WebSocket messages included. */
class ByteMeter {
  bytes = 0;

  async watch(page: Page): Promise<void> {
    const session: CDPSession = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      this.bytes += encodedDataLength;
    });
    session.on("Network.webSocketFrameReceived", ({ response }) => {
      this.bytes += response.payloadData.length;
    });
  }
}

/** Counts what the person does. */
class Hand {
  taps = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async tap(role: "button" | "link", name: string | RegExp): Promise<void> {
    this.taps += 1;
    await this.#page.getByRole(role, { name }).first().tap();
  }

  /** Draws a box with one stroke around a part of the picture. */
  async encircle({ x, y, width, height }: Dumping["box"]): Promise<void> {
    this.taps += 1;
    const picture = await this.#page.locator(".region-picture[data-waiting='false']").boundingBox();
    if (picture === null) throw new Error("no picture to draw on");
    const at = (shareX: number, shareY: number): [number, number] => [
      picture.x + shareX * picture.width,
      picture.y + shareY * picture.height,
    ];
    const { mouse } = this.#page;
    await mouse.move(...at(x - 0.02, y - 0.02));
    await mouse.down();
    await mouse.move(...at(x + width / 2, y + height / 2), { steps: 4 });
    await mouse.move(...at(x + width + 0.02, y + height + 0.02), { steps: 4 });
    await mouse.up();
  }

  /** Says what a person who knows the heap would say, as long as the machine asks. */
  async answerUntilTold(): Promise<void> {
    const settled = this.#page.locator(".bisect-ask, .bisect-answer").first();
    await settled.waitFor({ timeout: MOST_MS });
    while ((await this.#page.locator(".bisect-ask").count()) > 0) {
      const src = await this.#page
        .locator(".bisect-ask figure")
        .nth(1)
        .locator("img")
        .getAttribute("src");
      const atMs = Number(new URL(src ?? "", "http://x").searchParams.get("at"));
      await this.tap("button", atMs > dumping.changedMs ? "Còn" : "Mất");
      await settled.waitFor({ timeout: MOST_MS });
    }
  }
}

test("from the login to the clip of a dumping, knowing only the heap: few taps, few bytes, in a minute", async () => {
  const startedMs = Date.now();
  const meter = new ByteMeter();
  const window = { width: 390, height: 844, phone: true };
  const page = await rig.login(window, (opened) => meter.watch(opened));
  const hand = new Hand(page);

  await page.locator("nav a[href='/events']").tap();
  hand.taps += 1;
  await hand.tap("link", "Tìm ở một vùng");
  await hand.tap("button", CAMERA.name);
  await page.locator(".region-picture[data-waiting='false']").waitFor();
  await hand.encircle(dumping.box);
  await hand.tap("button", /Nó xuất hiện lúc nào/);
  await hand.answerUntilTold();

  const title = await page.locator(".bisect-answer h2").textContent();
  const clip = page.locator(".bisect-answer video[data-painted-ms]");
  await clip.waitFor();
  const tookMs = Date.now() - startedMs;
  const { bytes } = meter;
  const shownMs = await paintedMs(page);
  console.info(JSON.stringify({ taps: hand.taps, bytes, tookMs, answer: title, shownMs }));

  // The clip begins before the person came; it plays through the moment itself.
  expect(shownMs).toBeLessThan(dumping.personFromMs + 1500);
  await until(
    page,
    `Number(document.querySelector(".bisect-answer video").dataset.paintedMs) > ${dumping.changedMs}`,
  );
  const address = new URL(page.url());
  expect(address.searchParams.get("camera")).toBe(CAMERA.id);
  expect(tookMs).toBeLessThanOrEqual(MOST_MS);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  expect(hand.taps).toBeLessThanOrEqual(10);
});
