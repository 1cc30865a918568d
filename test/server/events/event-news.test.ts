/** Events and the tuning view live, over real sockets: to whom, and until when. */
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { EventNews } from "#base/link";
import type { WatchMotionAnswer } from "#contract";
import { cameraState, FakeRecorder } from "../fake-recorder.ts";
import { type Client, LINK_TOKEN, ServerRig } from "../server-rig.ts";

let rig: ServerRig;
let admin: Client;
let recorder: FakeRecorder;
const asked: string[] = [];
const pages: Socket[] = [];
beforeEach(async () => {
  asked.length = 0;
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
  await rig.camera("a");
  await rig.camera("b");
  recorder = new FakeRecorder(rig.url, LINK_TOKEN, {
    motionViewWanted: (cameraId, answer) => {
      asked.push(cameraId);
      answer({ ok: true });
    },
  });
  await recorder.hello([cameraState("cam-01"), cameraState("cam-02")]);
  await until(() => expect(rig.app.recorder.isUp).toBe(true));
});
afterEach(async () => {
  recorder.close();
  for (const page of pages.splice(0)) page.disconnect();
  await rig.close();
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

async function page(client: Client) {
  const socket = io(rig.url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: client.cookie },
  });
  pages.push(socket);
  const heard: { name: string; news: { cameraId: string } }[] = [];
  socket.onAny((name, news) => void heard.push({ name, news }));
  await until(() => expect(heard.map(({ name }) => name)).toContain("cameraStates"));
  const about = (name: string) =>
    heard.filter((each) => each.name === name).map(({ news }) => news.cameraId);
  const watch = (cameraId: unknown): Promise<WatchMotionAnswer> =>
    socket.emitWithAck("watchMotion", cameraId);
  return { socket, heard, about, watch };
}

function news(cameraId: string, id: number): EventNews {
  return {
    id,
    cameraId,
    kind: "motion",
    source: "vision",
    startMs: 100_000,
    endMs: null,
    bestMs: 101_000,
    box: null,
    strength: 0.5,
    confidence: null,
    mover: null,
    zoneIds: [],
    detail: null,
    hasStill: false,
    hasMoverStill: false,
    hasPreview: false,
  };
}

const view = (cameraId: string) => ({ cameraId, atMs: 1, cells: "AA==", boxes: [], stirs: true });

it("an event reaches the pages of who may see its camera, and counts in the metrics", async () => {
  const all = await page(admin);
  const some = await page(await rig.user("duty", ["cam-02"]));
  recorder.socket.emit("eventChanged", news("cam-01", 7));
  recorder.socket.emit("eventChanged", news("cam-01", 7));
  recorder.socket.emit("eventChanged", news("cam-02", 8));
  await until(() => expect(all.about("eventChanged")).toEqual(["cam-01", "cam-01", "cam-02"]));
  await until(() => expect(some.about("eventChanged")).toEqual(["cam-02"]));
  const last = some.heard.find(({ name }) => name === "eventChanged");
  expect(last?.news).toMatchObject({ id: 8, seen: false, playFromMs: 95_000, playToMs: 106_000 });
  const { text } = await admin.get("/metrics");
  expect(text).toContain('vms_events_total{camera="cam-01",kind="motion",source="vision"} 1');
});

it("the tuning view goes to the admin's page that asked, one camera at a time", async () => {
  const watching = await page(admin);
  const other = await page(admin);
  expect(await watching.watch("cam-01")).toEqual({ ok: true });
  await until(() => expect(asked).toEqual(["cam-01"]));
  recorder.socket.emit("motionView", view("cam-01"));
  await until(() => expect(watching.about("motionView")).toEqual(["cam-01"]));
  expect(await watching.watch("cam-02")).toEqual({ ok: true });
  recorder.socket.emit("motionView", view("cam-01"));
  recorder.socket.emit("motionView", view("cam-02"));
  await until(() => expect(watching.about("motionView")).toEqual(["cam-01", "cam-02"]));
  expect(other.about("motionView")).toEqual([]);
});

it("the recorder is asked again while a page watches, and no more afterwards", async () => {
  const { watch, socket } = await page(admin);
  await watch("cam-01");
  await rig.clock.advance(10_000);
  await until(() => expect(asked).toEqual(["cam-01", "cam-01"]));
  await watch(null);
  await watch("cam-02");
  await until(() => expect(asked).toHaveLength(3));
  socket.disconnect();
  await until(() => expect(rig.app.recorder.isUp).toBe(true));
  const { watch: later } = await page(admin);
  await later("cam-01");
  for (let step = 0; step < 181; step += 1) await rig.clock.advance(10_000);
  const last = asked.length;
  for (let step = 0; step < 10; step += 1) await rig.clock.advance(10_000);
  expect(asked).toHaveLength(last);
});

it.each([
  ["an officer", "officer", null, "cam-01", "role.not_allowed"],
  ["an admin without the camera", "admin", ["cam-02"], "cam-01", "camera.no_right"],
  ["junk", "admin", null, { camera: 1 }, "input.invalid"],
] as const)("%s is refused the tuning view", async (_title, role, cameraIds, cameraId, reason) => {
  const { watch } = await page(await rig.user(role, cameraIds));
  expect(await watch(cameraId)).toEqual({ ok: false, reason });
  expect(asked).toEqual([]);
});

it("without a recorder the tuning view says so", async () => {
  const { watch } = await page(admin);
  recorder.close();
  await until(() => expect(rig.app.recorder.isUp).toBe(false));
  expect(await watch("cam-01")).toEqual({ ok: false, reason: "recorder.down" });
});

it("changed zones are told to pages", async () => {
  const { heard } = await page(admin);
  const body = { zones: [], sensitivity: "low", dwellSeconds: 5, version: 0 };
  await admin.put("/api/settings/cameras/cam-01/motion", body);
  await until(() =>
    expect(heard).toContainEqual({ name: "motionSettingsChanged", news: "cam-01" }),
  );
});
