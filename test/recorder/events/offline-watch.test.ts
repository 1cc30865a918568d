/** When a camera that is away is an event, and when it is not; and the warnings of its status. */
import { beforeEach, describe, expect, test } from "vitest";
import type { CameraStatus } from "#base/link";
import { CameraHealth, formOf } from "../../../recorder/events/camera-health.ts";
import { OfflineWatch } from "../../../recorder/events/offline-watch.ts";
import { evenly, isDueMs, previewMoments } from "../../../recorder/events/preview-moments.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { cameraState } from "../../server/fake-recorder.ts";

let clock: ManualClock;
let watch: OfflineWatch;
let heard: string[];
let T0: number;
beforeEach(() => {
  clock = new ManualClock();
  T0 = clock.nowMs();
  heard = [];
  watch = new OfflineWatch({
    clock,
    onFact: (cameraId, { phase, cause, startMs, endMs }) =>
      heard.push(`${cameraId} ${phase} ${cause} ${(startMs - T0) / 1000} ${(endMs - T0) / 1000}`),
  });
});

const down = (cause: CameraStatus["cause"]) =>
  cameraState("cam-01", { phase: "down", cause, sinceMs: clock.nowMs() });
const UP = cameraState("cam-01");

describe("a camera that is away", () => {
  test("for half a minute is an event, with its cause and from its beginning, until it records", async () => {
    watch.statusChanged(down("unreachable"));
    await clock.advance(20_000);
    watch.statusChanged(cameraState("cam-01", { phase: "connecting", cause: "starting" }));
    await clock.advance(10_000);
    expect(heard).toEqual(["cam-01 started unreachable 0 30"]);
    watch.statusChanged(down("wrong_password"));
    await clock.advance(10_000);
    watch.statusChanged(UP);
    watch.statusChanged(UP);
    expect(heard.slice(1)).toEqual([
      "cam-01 changed wrong_password 0 30",
      "cam-01 ended wrong_password 0 40",
    ]);
  });

  test("for a moment is none", async () => {
    watch.statusChanged(down("stalled"));
    await clock.advance(29_000);
    watch.statusChanged(UP);
    await clock.advance(60_000);
    expect(heard).toEqual([]);
  });

  test("because it is switched off or removed is none, and an event of it ends", async () => {
    watch.statusChanged(down("unreachable"));
    await clock.advance(30_000);
    watch.statusChanged(cameraState("cam-01", { phase: "off", cause: "switched_off" }));
    expect(heard.at(-1)).toBe("cam-01 ended unreachable 0 30");
    watch.removed("cam-01");
    expect(heard).toHaveLength(2);
  });

  test("since the last recorder's time is ended by its first picture", async () => {
    watch.start(new Map([["cam-01", T0 - 90_000]]));
    watch.statusChanged(cameraState("cam-01", { phase: "connecting", cause: "starting" }));
    expect(heard).toEqual([]);
    watch.statusChanged(UP);
    expect(heard).toEqual(["cam-01 ended unknown -90 0"]);
  });

  test("with its small stream alone is not away", async () => {
    const stream = { phase: "recording", cause: null, sinceMs: 1 } as never;
    watch.statusChanged({ ...down("stalled"), main: stream });
    await clock.advance(60_000);
    expect(heard).toEqual([]);
  });

  test("when watching ends is told nothing more of", async () => {
    watch.statusChanged(down("unreachable"));
    watch.close();
    await clock.advance(60_000);
    expect(heard).toEqual([]);
  });
});

describe("a camera's health", () => {
  test("keeps each warning until whoever gave it takes it back, and tells only changes", () => {
    const told: string[] = [];
    const health = new CameraHealth((cameraId) => told.push(cameraId));
    health.set("cam-01", "vision/covered", "covered");
    health.set("cam-01", "camera/x", "covered");
    health.set("cam-01", "events", "events_refused");
    expect(health.warningsOf("cam-01")).toEqual(["covered", "events_refused"]);
    expect(told).toHaveLength(2);
    health.unset("cam-01", "vision/covered");
    expect(told).toHaveLength(2);
    health.unset("cam-01", "camera/x");
    expect(health.warningsOf("cam-01")).toEqual(["events_refused"]);
    health.forget("cam-01");
    expect(health.warningsOf("cam-01")).toEqual([]);
    expect(told).toHaveLength(4);
    health.forget("cam-01");
    health.unset("cam-02", "events");
    expect(told).toHaveLength(4);
  });

  test.each([
    ["covered", "covered"],
    ["RuleEngine/TamperDetector", undefined],
  ])("knows of %s the form %s", (detail, form) => {
    expect(formOf(detail)).toBe(form);
  });
});

describe("the moments of a moving picture", () => {
  test("come every two seconds at first, ever rarer later", () => {
    expect(isDueMs(0, 0, 1_900)).toBe(false);
    expect(isDueMs(0, 0, 2_000)).toBe(true);
    expect(isDueMs(0, 58_000, 60_000)).toBe(false);
    expect(isDueMs(0, 45_000, 60_000)).toBe(true);
  });

  test("at the end are those that are not there yet, of the last forty seconds", () => {
    expect(previewMoments(0, 3_000, [])).toEqual([0, 600, 1_200, 1_800, 2_400, 3_000]);
    const late = previewMoments(0, 100_000, [{ atMs: 60_100 }]);
    expect(late[0]).toBeGreaterThan(60_000);
    expect(late).toHaveLength(6);
    expect(previewMoments(5, 5, [])).toEqual([5]);
  });

  test.each([
    [[1, 2, 3], 8, [1, 2, 3]],
    [[1, 2, 3, 4, 5], 3, [1, 3, 5]],
    [[], 3, []],
  ])("%j are at most %d: %j", (items, count, chosen) => {
    expect(evenly(items, count)).toEqual(chosen);
  });
});
