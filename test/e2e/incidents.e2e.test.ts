/** Incidents in a real browser: tagged by touch, found, opened at their second, released. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CAMERA_ID, paintedMs, siteClock, until, untilPainted, ViewerRig } from "./viewer-rig.ts";

const rig = new ViewerRig();
let page: Page;

beforeAll(() => rig.start());
afterAll(() => rig.close());
afterEach(() => page.context().close());

describe("incidents", () => {
  test("two taps tag the second on screen; it is listed, opened at its second, and released", async () => {
    page = await rig.login({ width: 390, height: 844, phone: true });
    await page.goto(`${rig.server.url}/playback/${CAMERA_ID}?t=${rig.t0 + 100_000}`);
    await page.locator("video[data-painted-ms]").waitFor();
    await page.getByRole("button", { name: "Dừng" }).click();
    const taggedMs = await paintedMs(page);
    await page.getByRole("button", { name: "Gắn vụ việc" }).click();
    await page.getByRole("button", { name: "Xả rác" }).click();
    await page.getByText(/Đã gắn: Xả rác/).waitFor();

    // Over a thin link the next page's code takes longer than the address is rewritten in playback.
    await page.route(/assets\/incidents-page.*\.js/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.getByRole("button", { name: /^Tới 10 giây/ }).click();
    await page.locator("nav a[href='/incidents']").click();
    const row = page.locator(".incident-row").first();
    await row.waitFor();
    expect(await row.textContent()).toContain(siteClock(taggedMs).slice(0, 5));
    expect(await row.textContent()).toContain("Hình đang được giữ");
    await row.click();

    await page.getByRole("button", { name: "Thôi giữ hình" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Đã lập biên bản xong");
    await dialog.getByRole("button", { name: "Thôi giữ hình" }).click();
    await page.getByText("không được giữ nữa").waitFor();

    await page.getByRole("link", { name: "Xem hình" }).click();
    await untilPainted(page, taggedMs, 4000);
  });

  test("somebody else's change is not overwritten", async () => {
    page = await rig.login({ width: 1280, height: 800 });
    const admin = await rig.server.admin();
    const added = await admin.post("/api/incidents", {
      kind: "theft",
      atMs: rig.t0 + 60_000,
      cameraIds: [CAMERA_ID],
    });
    await page.goto(`${rig.server.url}/incidents/${added.json.id}`);
    const note = page.getByRole("textbox", { name: "Ghi chú" });
    await note.fill("Ghi chú của tôi");
    const { kind, startMs, endMs, cameraIds, placeId, state, version } = added.json;
    const change = { kind, startMs, endMs, cameraIds, placeId, state, version };
    await admin.put(`/api/incidents/${added.json.id}`, {
      ...change,
      note: "Ghi chú của người khác",
    });
    await page.getByRole("button", { name: "Lưu thay đổi" }).click();
    await page.getByText("Người khác vừa sửa vụ việc này").waitFor();
    await page.getByRole("button", { name: "Xem bản mới" }).click();
    await until(page, `document.querySelector("textarea").value === "Ghi chú của người khác"`);
  });
});
