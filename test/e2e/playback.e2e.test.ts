/** Playback in a real browser over real footage: the right frame at the asked instant, on a desk and on a phone. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PreviewStore, SHEET_MS } from "#storage";
import { CAMERA_ID, paintedMs, siteClock, until, untilPainted, ViewerRig } from "./viewer-rig.ts";

const rig = new ViewerRig();
const DESK = { width: 1280, height: 800 };
/** The main clip has a frame every so often, the first at each whole minute. */
const FRAME_MS = 100;
/** Rounding to whole milliseconds. */
const EXACT_MS = 2;
let page: Page;

beforeAll(() => rig.start());
afterAll(() => rig.close());
afterEach(() => page.context().close());

async function openAt(atMs: number): Promise<void> {
  await page.goto(`${rig.server.url}/playback/${CAMERA_ID}?t=${atMs}`);
  await page.locator("video[data-painted-ms]").waitFor();
}

async function pause(): Promise<void> {
  await page.keyboard.press("k");
  await until(page, `document.querySelector("video").paused`);
}

async function goTo(text: string): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

describe("playback on a desk", () => {
  test("from login to the frame of a typed time", async () => {
    page = await rig.login(DESK);
    await page.locator("nav a[href='/playback']").click();
    await page.locator(".timeline-frame").waitFor();
    await pause();
    const wantedMs = rig.t0 + 125_000;
    await goTo(siteClock(wantedMs));
    await untilPainted(page, wantedMs, EXACT_MS);
  });

  test("single frames go forward and back by exactly one frame", async () => {
    page = await rig.login(DESK);
    await openAt(rig.t0 + 61_000);
    await untilPainted(page, rig.t0 + 61_000, 5000);
    await pause();
    await goTo(siteClock(rig.t0 + 90_000));
    await untilPainted(page, rig.t0 + 90_000, EXACT_MS);
    const before = await paintedMs(page);
    await page.keyboard.press(".");
    await untilPainted(page, before + FRAME_MS, EXACT_MS);
    await page.keyboard.press(",");
    await untilPainted(page, before, EXACT_MS);
    await page.keyboard.press(",");
    await untilPainted(page, before - FRAME_MS, EXACT_MS);
  });

  test("a click on the timeline shows the frame of that instant", async () => {
    page = await rig.login(DESK);
    await openAt(rig.t0 + 150_000);
    await pause();
    await page.getByRole("button", { name: "5 phút" }).click();
    const slider = page.getByRole("slider");
    const box = await slider.boundingBox();
    if (!box) throw new Error("no timeline");
    const shownMs = await paintedMs(page);
    // Five minutes are in view, the second on screen in the middle.
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    await untilPainted(page, shownMs + 75_000, 1500);
  });

  test("a gap is jumped over and named with its cause", async () => {
    page = await rig.login(DESK);
    await openAt(rig.gap.startMs - 3000);
    await untilPainted(page, rig.gap.endMs + 1500, 1500);
    const notice = await page.locator(".stage-notice").textContent();
    expect(notice).toContain(siteClock(rig.gap.startMs));
    expect(notice).toContain("Không liên lạc được với camera");
  });

  test("a second without footage says so and offers the nearest", async () => {
    page = await rig.login(DESK);
    await page.goto(`${rig.server.url}/playback/${CAMERA_ID}?t=${rig.gap.startMs + 30_000}`);
    await page.getByText("Không có hình lúc").waitFor();
    await page.getByRole("button", { name: /Hình đầu sau đó/ }).click();
    await untilPainted(page, rig.gap.endMs, 3000);
  });

  test("a reload comes back to the same second", async () => {
    page = await rig.login(DESK);
    await openAt(rig.t0 + 30_000);
    await pause();
    await goTo(siteClock(rig.t0 + 200_000));
    await untilPainted(page, rig.t0 + 200_000, EXACT_MS);
    await page.waitForURL(`**/playback/${CAMERA_ID}?t=${await paintedMs(page)}`);
    await page.reload();
    await untilPainted(page, rig.t0 + 200_000, 2000);
  });

  test("the pointer on the timeline shows the small picture of that moment", async () => {
    const store = new PreviewStore(rig.server.folder.previewsPath);
    const sheetMs = Math.floor((rig.t0 + 120_000) / SHEET_MS) * SHEET_MS;
    const size = { width: 160, height: 90 };
    const picture = { ...size, i420: new Uint8Array((160 * 90 * 3) / 2).fill(120) };
    const tiles = Array.from({ length: 60 }, (_, i) => ({ offsetMs: i * 10_000, picture }));
    await store.append(CAMERA_ID, sheetMs, size, tiles, true);
    await store.finish(CAMERA_ID, sheetMs);
    page = await rig.login(DESK);
    const middleMs = Math.max(rig.t0 + 60_000, sheetMs + 60_000);
    await openAt(middleMs);
    await pause();
    await page.getByRole("button", { name: "5 phút" }).click();
    const box = await page.getByRole("slider").boundingBox();
    if (!box) throw new Error("no timeline");
    await page.mouse.move(box.x + box.width * 0.5 + 40, box.y + box.height / 2);
    const shownMs = Number(await page.locator(".timeline-preview").getAttribute("data-at-ms"));
    expect(Math.abs(shownMs - (await paintedMs(page)))).toBeLessThan(25_000);
  });

  test("a download says its exact ends and size before any byte", async () => {
    page = await rig.login(DESK);
    await openAt(rig.t0 + 150_000);
    await page.getByRole("button", { name: "Tải về" }).click();
    await page.getByText(/Tệp gồm từ .* đến .*/).waitFor();
    const link = page.locator(".download-part a");
    expect(await link.getAttribute("href")).toContain("/download.mp4");
  });
});

/** Script: what a finger must hit and is lower than 44 pixels. */
const SMALL_TARGETS = `[...document.querySelectorAll(".desk button, .desk select, .desk a")]
  .map((element) => [element.textContent, element.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 44)`;

describe("playback on a phone", () => {
  test("fits the width, has a large timeline, and a tap on it seeks", async () => {
    page = await rig.login({ width: 390, height: 844, phone: true });
    await openAt(rig.t0 + 150_000);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    const box = await page.getByRole("slider").boundingBox();
    if (!box) throw new Error("no timeline");
    expect(box.height).toBeGreaterThanOrEqual(64);
    const small = await page.evaluate(SMALL_TARGETS);
    expect(small).toEqual([]);
    const shownMs = await paintedMs(page);
    // Two hours are in view: 1 % of the width is 72 s, towards the past.
    await page.touchscreen.tap(box.x + box.width * 0.5 - 60, box.y + box.height / 2);
    const elsewhere = `Math.abs(video.dataset.paintedMs - ${shownMs}) > 60000`;
    const nothing = `video.dataset.phase === "noFootage"`;
    await until(
      page,
      `(() => { const video = document.querySelector("video"); return ${elsewhere} || ${nothing}; })()`,
    );
  });
});
