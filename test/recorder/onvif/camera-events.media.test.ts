/** Listening to simulated cameras over a real pull point: heard, reconnected, refused, given back. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { type Simulator, startSimulator, tinyCameras } from "#simulator";
import type { CameraFact } from "../../../recorder/events/event-facts.ts";
import { CameraEvents, type CameraEventsOptions } from "../../../recorder/onvif/camera-events.ts";

const MOTION = "tns1:RuleEngine/CellMotionDetector/Motion";
const folder = mkdtempSync(join(tmpdir(), "cong-lang-camera-events-"));
let simulator: Simulator;
const listening: CameraEvents[] = [];

beforeAll(async () => {
  simulator = await startSimulator({
    cameras: tinyCameras(2),
    clipSet: "tiny",
    cacheFolder: folder,
    credentials: { user: "admin", password: "s3cret" },
    // A camera's clock that is off must not matter.
    ntpOffsetMs: 3_600_000,
  });
});
afterEach(async () => {
  await Promise.all(listening.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

function listen(id: string, change: Partial<CameraEventsOptions> = {}) {
  const facts: CameraFact[] = [];
  const refusals: boolean[] = [];
  const events = new CameraEvents({
    cameraId: id,
    url: simulator.onvifUrl(id),
    username: "admin",
    password: "s3cret",
    clock: systemClock,
    log: silentLog,
    random: () => 0,
    retry: { firstMs: 40, maxMs: 200, factor: 2 },
    onFact: (fact) => facts.push(fact),
    onRefused: (refused) => refusals.push(refused),
    ...change,
  });
  listening.push(events);
  events.start();
  const phases = () => facts.map(({ kind, phase }) => `${kind} ${phase}`);
  return { events, facts, refusals, phases };
}

test("what the camera tells is heard within a second, by the host's clock", async () => {
  const { facts, phases } = listen("cam-01");
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  const toldMs = Date.now();
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "true" });
  await until(() => expect(phases()).toEqual(["motion started"]));
  expect(Math.abs((facts[0]?.atMs ?? 0) - toldMs)).toBeLessThan(1_000);
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "false" });
  simulator.tellEvent("cam-01", { topic: "tns1:RuleEngine/LineDetector/Crossed" });
  simulator.tellEvent("cam-01", {
    topic: "tns1:Device/Trigger/Relay",
    name: "State",
    value: "true",
  });
  await until(() => expect(phases()).toContain("motion ended"));
  expect(phases()).toContain("line_crossed started");
  expect(phases()).toHaveLength(4);
});

test("a camera that forgets its listeners, or goes away, is listened to again", async () => {
  const { phases } = listen("cam-01");
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "true" });
  await until(() => expect(phases()).toEqual(["motion started"]));
  simulator.forgetListeners("cam-01");
  // What lasted ends when the camera is not heard any more.
  await until(() => expect(phases()).toEqual(["motion started", "motion ended"]));
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  simulator.camera("cam-01").switchOff(undefined);
  simulator.forgetListeners("cam-01");
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(0));
  simulator.camera("cam-01").recover();
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "true" });
  await until(() => expect(phases()).toHaveLength(3));
});

test("a wrong password is told once, and its mending too", async () => {
  const { refusals } = listen("cam-02", { password: "wrong" });
  await until(() => expect(refusals).toEqual([true]));
  simulator.camera("cam-02").setPassword("wrong");
  await until(() => expect(refusals).toEqual([true, false]));
  simulator.camera("cam-02").setPassword("s3cret");
});

test("closing gives the subscription back, in the midst of a pull", async () => {
  const { events, phases } = listen("cam-01");
  await until(() => expect(simulator.eventListeners("cam-01")).toBe(1));
  simulator.tellEvent("cam-01", { topic: MOTION, name: "IsMotion", value: "true" });
  await until(() => expect(phases()).toEqual(["motion started"]));
  const beganMs = Date.now();
  await events.close();
  await events.close();
  expect(simulator.eventListeners("cam-01")).toBe(0);
  expect(Date.now() - beganMs).toBeLessThan(5_000);
});

test("closing while nothing answers is quick", async () => {
  const { events, refusals } = listen("cam-01", { url: "http://127.0.0.1:9/onvif/device_service" });
  await events.close();
  expect(refusals).toEqual([]);
});
