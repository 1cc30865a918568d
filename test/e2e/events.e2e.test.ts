/** The review queue in a real browser: opened, played, made an incident of, filtered, ignored, fed live; and the zones editor. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encodeBox, eventNews, type NewEvent } from "#storage";
import { addEvent } from "../server/events/event-rig.ts";
import { cameraState, FakeRecorder } from "../server/fake-recorder.ts";
import { LINK_TOKEN } from "../server/server-rig.ts";
import { CAMERA_ID, CAMERA_NAME, paintedMs, siteClock, until, ViewerRig } from "./viewer-rig.ts";

const PHONE = { width: 390, height: 844, phone: true };
const DESK = { width: 1280, height: 800 };
const rig = new ViewerRig();
let page: Page;

beforeAll(() => rig.start());
afterAll(() => rig.close());
afterEach(() => page.context().close());

/** An event of the rig's camera `atS` seconds into its footage. */
function event(atS: number, change: Partial<NewEvent> = {}) {
  const startMs = rig.t0 + atS * 1000;
  const times = { start_ms: startMs, end_ms: startMs + 4000, best_ms: startMs + 1000 };
  return addEvent(rig.server, 0, { camera_id: CAMERA_ID, ...times, ...change });
}

type Row = Awaited<ReturnType<typeof event>>;

describe("events", () => {
  let leftId: number;
  beforeEach(async () => {
    const box = encodeBox({ x: 0.5, y: 0.5, width: 0.2, height: 0.2 });
    leftId = (await event(100, { kind: "object_left", confidence: 0.9, box })).id;
    await event(60);
  });

  test("one is opened, played to its moment, and becomes an incident with one tap", async () => {
    page = await rig.login(PHONE);
    await page.locator("nav a[href='/events']").tap();
    await page
      .getByRole("link", { name: /Vật mới xuất hiện.*Chưa xem/ })
      .first()
      .tap();
    await page.waitForURL(`**/events/${leftId}`);
    await page.getByRole("button", { name: "Xem đoạn này" }).tap();
    await page.locator(".clip video[data-painted-ms]").waitFor();
    const atMs = rig.t0 + 100_000;
    expect(Math.abs((await paintedMs(page)) - atMs)).toBeLessThan(30_000);

    await page.getByRole("button", { name: "Lập vụ việc: Xả rác" }).tap();
    await page.getByText(`Đã gắn: Xả rác lúc ${siteClock(atMs)}`).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL("**/events");
    expect(
      await page
        .getByRole("link", { name: /Vật mới xuất hiện/ })
        .first()
        .textContent(),
    ).not.toContain("Chưa xem");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  test("a filter is in the address, and a reload comes back to it", async () => {
    page = await rig.login(DESK);
    await page.goto(`${rig.server.url}/events`);
    await page.getByRole("button", { name: /^Vật mới xuất hiện/ }).click();
    await page.waitForURL("**/events?kind=object_left");
    await page.reload();
    await page.locator(".event-card").first().waitFor();
    const kinds = await page.locator(".event-card .picture-card-title").allTextContents();
    expect(new Set(kinds)).toEqual(new Set(["Vật mới xuất hiện"]));
  });

  test("a new one shows at once at the top; farther down it waits for a tap", async () => {
    page = await rig.login({ ...DESK, height: 500 });
    const recorder = new FakeRecorder(rig.server.url, LINK_TOKEN);
    await recorder.hello([cameraState(CAMERA_ID)]);
    const tell = (row: Row) => recorder.socket.emit("eventChanged", eventNews(row));
    await page.goto(`${rig.server.url}/events`);
    await page.locator(".event-card").first().waitFor();
    tell(await event(200, { kind: "object_removed" }));
    await page.locator(".event-card").first().getByText("Vật biến mất").waitFor();

    await page.evaluate("window.scrollTo(0, 400)");
    await until(page, "window.scrollY > 300");
    tell(await event(210, { kind: "tamper", detail: "covered", box: null }));
    await page.getByRole("button", { name: "1 sự kiện mới" }).click();
    await page.locator(".event-card").first().getByText("Camera bị che").waitFor();
    recorder.close();
  });

  test("a region that is often wrong is ignored after a question", async () => {
    page = await rig.login(DESK);
    await page.goto(`${rig.server.url}/events/${leftId}`);
    await page.getByRole("button", { name: "Bỏ qua vùng này" }).click();
    await page
      .getByRole("dialog", { name: /Bỏ qua vùng này của/ })
      .getByRole("button", { name: "Bỏ qua vùng này" })
      .click();
    await page.getByText("Đã bỏ qua vùng này.").waitFor();
    const admin = await rig.server.admin();
    const settings = await admin.get(`/api/settings/cameras/${CAMERA_ID}/motion`);
    expect(settings.json.zones).toMatchObject([{ kind: "mask" }]);
  });
});

describe("the zones editor", () => {
  test("draws a zone by touch, says what is wrong with a bad one, and keeps the good one", async () => {
    page = await rig.login(PHONE);
    await page.goto(`${rig.server.url}/settings/zones/${CAMERA_ID}`);
    await page.getByRole("heading", { name: `Vùng theo dõi của ${CAMERA_NAME}` }).waitFor();
    await page.getByRole("button", { name: "Thêm vùng theo dõi" }).tap();
    const picture = page.locator(".region-picture[data-waiting='false']");
    const box = await picture.boundingBox();
    if (box === null) throw new Error("no picture");
    const tap = (x: number, y: number) =>
      page.touchscreen.tap(box.x + x * box.width, box.y + y * box.height);
    // A bow tie: its edges cross.
    await tap(0.2, 0.2);
    await tap(0.8, 0.8);
    await tap(0.8, 0.2);
    await tap(0.2, 0.8);
    await page.getByRole("button", { name: "Khép vùng" }).tap();
    await page.getByText("Các cạnh của vùng cắt nhau").waitFor();

    await page.getByRole("button", { name: "Vẽ lại từ đầu" }).tap();
    await page.getByRole("button", { name: "Đặt sẵn một khung" }).tap();
    await page.getByRole("button", { name: /Góc 1 trên 4/ }).press("ArrowLeft");
    const heights = `[...document.querySelectorAll(".region-handle")].map((it) => it.getBoundingClientRect().height)`;
    expect(Math.min(...(await page.evaluate<number[]>(heights)))).toBeGreaterThanOrEqual(44);
    await page.getByLabel("Tên vùng").fill("Bãi đất trước cổng");
    await page.getByRole("button", { name: "Xong" }).tap();
    await page.getByRole("button", { name: "Lưu", exact: true }).tap();
    await page.getByText("Máy theo dõi theo vùng mới ngay").waitFor();

    const admin = await rig.server.admin();
    const { json } = await admin.get(`/api/settings/cameras/${CAMERA_ID}/motion`);
    const zone = json.zones.find(({ name }: { name: string }) => name === "Bãi đất trước cổng");
    expect(zone.polygon[0]).toEqual([0.29, 0.4]);
  });

  test("somebody else's change is told and not overwritten", async () => {
    page = await rig.login(DESK);
    await page.goto(`${rig.server.url}/settings/zones/${CAMERA_ID}`);
    const sensitivity = page.getByRole("radio", { name: /^Thấp/ });
    await sensitivity.check();
    const admin = await rig.server.admin();
    const path = `/api/settings/cameras/${CAMERA_ID}/motion`;
    const before = await admin.get(path);
    const theirs = { ...before.json, dwellSeconds: 30 };
    delete theirs.cameraId;
    expect((await admin.put(path, theirs)).status).toBe(200);
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await page.getByText("Người khác vừa sửa các vùng của camera này.").waitFor();
    await page.getByRole("button", { name: "Lấy bản mới" }).click();
    expect(await page.locator("select").last().inputValue()).toBe("30");
  });
});
