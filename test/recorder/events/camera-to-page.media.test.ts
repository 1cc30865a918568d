/**
 * The whole way of an event: a simulated camera tells it over ONVIF, the real recorder keeps it, the
 * real server lists it and tells the open page; what a camera refuses shows as a warning.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { loadConfig } from "#config";
import type { EventView } from "#contract";
import { type Simulator, startSimulator, tinyCameras } from "#simulator";
import { Recorder } from "../../../recorder/recorder.ts";
import { type Client, LINK_TOKEN, ServerRig } from "../../server/server-rig.ts";

const MOTION = "tns1:RuleEngine/CellMotionDetector/Motion";
const cache = mkdtempSync(join(tmpdir(), "cong-lang-way-"));
let simulator: Simulator;
let rig: ServerRig;
let admin: Client;
let recorder: Recorder;
let page: Socket;
const heard: EventView[] = [];

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 20_000, interval: 30 });

beforeAll(async () => {
  simulator = await startSimulator({
    cameras: tinyCameras(1),
    clipSet: "tiny",
    cacheFolder: cache,
    credentials: { user: "admin", password: "s3cret" },
  });
  const secretKey = randomBytes(32);
  rig = new ServerRig();
  await rig.start({ secretKey });
  await writeFile(join(rig.folder.keysPath, "secret.key"), `${secretKey.toString("hex")}\n`);
  await writeFile(join(rig.folder.keysPath, "link.token"), `${LINK_TOKEN}\n`);
  admin = await rig.admin();
  await rig.camera("Cổng đông", {
    mainUrl: simulator.url("cam-01", "main"),
    subUrl: simulator.url("cam-01", "sub"),
    onvifUrl: simulator.onvifUrl("cam-01"),
    username: "admin",
    password: "s3cret",
  });
  const env = {
    CONG_LANG_DATA_FOLDER: rig.folder.path,
    CONG_LANG_RECORDER_SERVER_URL: rig.url,
    // Watching pictures is another test's matter.
    CONG_LANG_MOTION_ENABLED: "false",
  };
  const config = loadConfig({ argv: [], env, cwd: cache });
  recorder = new Recorder({ config, clock: systemClock, log: silentLog, version: "test" });
  await recorder.start();
  // Of its own: the recorder, in this process too, has a connection to the same server.
  const extraHeaders = { cookie: admin.cookie };
  page = io(rig.url, { transports: ["websocket"], forceNew: true, extraHeaders });
  page.on("eventChanged", (event: EventView) => heard.push(event));
  await until(() => expect(page.connected).toBe(true));
}, 60_000);
afterAll(async () => {
  page?.disconnect();
  await recorder?.close();
  await rig?.close();
  await simulator?.close();
  rmSync(cache, { recursive: true, force: true });
});

const warnings = async () => (await admin.get("/api/cameras")).json[0].status?.warnings;

test("an event of the camera is on the page within a second, and in the list", async () => {
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  await until(() => expect(rig.app.recorder.isUp).toBe(true));
  const toldMs = Date.now();
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "true" });
  await until(() => expect(heard).not.toHaveLength(0));
  expect(Date.now() - toldMs).toBeLessThan(1_500);
  expect(heard[0]).toMatchObject({ cameraId: "cam-01", kind: "motion", source: "camera" });
  expect(heard[0]?.endMs).toBeNull();
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "false" });
  await until(() => expect(heard.at(-1)?.endMs).toBeGreaterThanOrEqual(toldMs));
  const { events } = (await admin.get("/api/events?kinds=motion")).json;
  expect(events).toMatchObject([{ id: heard[0]?.id, source: "camera", seen: false }]);
});

test("tampering that the camera tells warns in its status until it is over", async () => {
  const blurred = { topic: "tns1:VideoSource/ImageTooBlurry/ImagingService", name: "State" };
  simulator.tellEvent("cam-01", { ...blurred, value: "true" });
  await until(async () => expect(await warnings()).toContain("blurred"));
  simulator.tellEvent("cam-01", { ...blurred, value: "false" });
  await until(async () => expect(await warnings()).not.toContain("blurred"));
});

test("a camera whose address for events is taken away is listened to no more", async () => {
  const { json } = await admin.get("/api/settings/cameras");
  const { name, mainUrl, subUrl, username, version } = json[0];
  const change = { name, mainUrl, subUrl, username, version, onvifUrl: null };
  expect((await admin.put("/api/settings/cameras/cam-01", change)).status).toBe(200);
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(0));
});
