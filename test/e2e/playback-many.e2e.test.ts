/** Several cameras on one clock in a real browser: in step, late ones join, focus, shared links. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { deleteSegments } from "#storage";
import { cameraRow, commitClip, encodeClip } from "../helpers/footage.ts";
import { CAMERA_ID, OTHER_ID, paintedOf, siteClock, until, ViewerRig } from "./viewer-rig.ts";

const rig = new ViewerRig();
const DESK = { width: 1280, height: 800 };
/** 200 ms apart at most, and a frame of the slower camera lasts as long. */
const IN_STEP_MS = 400;
let page: Page;

beforeAll(() => rig.start());
afterAll(() => rig.close());
afterEach(() => page.context().close());

function address(atMs: number, more = ""): string {
  return `${rig.server.url}/playback?cameras=${CAMERA_ID},${OTHER_ID}&t=${atMs}${more}`;
}

/** Both cameras show a frame within `reachMs` of the wanted instant. */
async function untilBoth(wantedMs: number, reachMs: number): Promise<void> {
  const look = async () => {
    const painted = await paintedOf(page);
    for (const id of [CAMERA_ID, OTHER_ID]) {
      const offMs = (painted[id] ?? 0) - wantedMs;
      if (Math.abs(offMs) > reachMs) throw new Error(`${id} painted ${offMs} ms off`);
    }
  };
  await vi.waitFor(look, { timeout: 20_000, interval: 50 });
}

async function pause(): Promise<void> {
  await page.keyboard.press("k");
  await until(page, `[...document.querySelectorAll("video")].every((video) => video.paused)`);
}

describe("two cameras", () => {
  test("play on one clock, and a seek brings both to the same instant", async () => {
    page = await rig.login(DESK);
    await page.goto(address(rig.t0 + 60_000));
    await untilBoth(rig.t0 + 62_000, 1500);
    for (let look = 0; look < 8; look += 1) {
      const { [CAMERA_ID]: one = 0, [OTHER_ID]: other = 0 } = await paintedOf(page);
      expect(Math.abs(one - other)).toBeLessThanOrEqual(IN_STEP_MS);
    }
    await pause();
    await page.keyboard.press("g");
    await page.keyboard.type(siteClock(rig.t0 + 200_000));
    await page.keyboard.press("Enter");
    await untilBoth(rig.t0 + 200_000, 200);
  });

  test("one plays on where the other has a gap, which says so and joins again behind it", async () => {
    page = await rig.login(DESK);
    await page.goto(address(rig.gap.endMs - 6000));
    await page.getByText("Không có hình lúc này").waitFor();
    await until(
      page,
      `Number(document.querySelector('video[data-camera="${OTHER_ID}"]').dataset.paintedMs) > ${rig.gap.endMs - 5000}`,
    );
    await untilBoth(rig.gap.endMs + 2000, 1000);
  });

  test("a tap on a picture gives it the focus, and the address keeps it", async () => {
    page = await rig.login(DESK);
    await page.goto(address(rig.t0 + 60_000));
    await untilBoth(rig.t0 + 61_000, 2000);
    expect(await page.locator(`video[data-camera="${OTHER_ID}"]`).getAttribute("data-stream")).toBe(
      "sub",
    );
    await page.getByRole("button", { name: "Xem kỹ Chợ" }).click();
    await page.waitForURL(`**focus=${OTHER_ID}**`);
    await until(
      page,
      `document.querySelector('[data-focus="true"] video').dataset.camera === "${OTHER_ID}"`,
    );
  });

  test("a link with a camera that is not there tells so and plays the others", async () => {
    page = await rig.login(DESK);
    const cameras = `${CAMERA_ID},${OTHER_ID},cam-9`;
    await page.goto(`${rig.server.url}/playback?cameras=${cameras}&t=${rig.t0 + 60_000}`);
    await page.getByText("Có 1 camera trong liên kết mà bạn không được xem.").waitFor();
    await untilBoth(rig.t0 + 61_000, 3000);
  });

  test("a repeated range starts anew at its end", async () => {
    page = await rig.login(DESK);
    const startMs = rig.t0 + 90_000;
    await page.goto(address(startMs + 2000, `&loop=${startMs}-${startMs + 4000}`));
    await untilBoth(startMs + 3000, 900);
    await untilBoth(startMs + 500, 900);
  });

  test("cameras are chosen in a dialog at the same second", async () => {
    page = await rig.login({ width: 390, height: 844, phone: true });
    await page.goto(`${rig.server.url}/playback/${CAMERA_ID}?t=${rig.t0 + 60_000}`);
    await page.locator("video[data-painted-ms]").waitFor();
    await page.getByTitle("Chọn camera để xem").click();
    await page.getByLabel("Chợ").check();
    await page.getByRole("button", { name: "Xem 2 camera" }).click();
    await page.waitForURL(`**cameras=${CAMERA_ID},${OTHER_ID}**`);
    await untilBoth(rig.t0 + 63_000, 3000);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });
});

describe("forms of the same footage", () => {
  test("at sixteen times the speed keyframes of all play, and a stop shows the full picture", async () => {
    page = await rig.login(DESK);
    await page.goto(address(rig.t0 + 10_000));
    await untilBoth(rig.t0 + 11_000, 2000);
    await page.getByLabel("Tốc độ").selectOption("16");
    await until(
      page,
      `[...document.querySelectorAll("video")].every((video) => video.dataset.stream === "keys")`,
    );
    await untilBoth(rig.t0 + 120_000, 20_000);
    await pause();
    await until(page, `document.querySelector("video").dataset.stream === "main"`);
  });

  test("footage that the browser cannot decode plays as a small copy", async () => {
    const { catalogue, folder } = rig.server;
    const clip = await encodeClip({ seconds: 16, gopSeconds: 2, codec: "libx265" });
    await catalogue.cameras.insert(cameraRow("cam-h", { name: "Cầu", sub_url: null }));
    const where = { folder, catalogue, cameraId: "cam-h", clip, runId: "h1" };
    await commitClip({ ...where, stream: "main", startMs: rig.t0 });
    page = await rig.login(DESK);
    await page.goto(`${rig.server.url}/playback/cam-h?t=${rig.t0 + 1000}`);
    await until(
      page,
      `(() => { const { dataset } = document.querySelector("video");
        return dataset.stream === "small" && Number(dataset.paintedMs) > ${rig.t0 + 5000}; })()`,
    );
    await page.getByText("Hình chuyển đổi").waitFor();
  });
});

test("footage that retention takes while it plays is skipped with a notice", async () => {
  const { catalogue, folder } = rig.server;
  const goneMs = rig.t0 + 180_000;
  page = await rig.login(DESK);
  await page.goto(`${rig.server.url}/playback/${OTHER_ID}?t=${goneMs - 25_000}`);
  await page.locator("video[data-painted-ms]").waitFor();
  // The lists are read by now; the files they name go.
  const range = { startMs: goneMs, endMs: goneMs + 60_000 };
  const rows = await catalogue.segments.listOverlapping(OTHER_ID, "sub", range);
  await deleteSegments({
    folder,
    catalogue,
    clock: systemClock,
    log: silentLog,
    segmentIds: rows.filter(({ start_ms }) => start_ms === goneMs).map(({ id }) => id),
    reason: "age",
  });
  await page.getByLabel("Tốc độ").selectOption("4");
  await page.getByText(`Không có hình từ ${siteClock(goneMs)}`).waitFor();
  await until(
    page,
    `Number(document.querySelector("video").dataset.paintedMs) >= ${goneMs + 60_000}`,
  );
});
