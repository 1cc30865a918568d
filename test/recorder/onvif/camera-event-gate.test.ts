/** Flickering, hanging and storming detectors, as values over time. */
import { expect, test } from "vitest";
import { CameraEventGate } from "../../../recorder/onvif/camera-event-gate.ts";
import type { CameraMessage } from "../../../recorder/onvif/camera-message.ts";

const T0 = Date.UTC(2026, 0, 15);
const SECOND = 1_000;

function rig() {
  const heard: string[] = [];
  const gate = new CameraEventGate(({ key, phase, atMs }) => {
    heard.push(`${key} ${phase} ${(atMs - T0) / SECOND}`);
  });
  const push = (atS: number, active: boolean | null, key = "a") => {
    const message: CameraMessage = { key, kind: "tamper", active, detail: "Motion" };
    gate.push(message, T0 + atS * SECOND);
  };
  const tick = (atS: number) => gate.tick(T0 + atS * SECOND);
  return { heard, gate, push, tick };
}

test("a state begins at once and ends when it has been quiet, at its last word", () => {
  const { heard, push, tick } = rig();
  push(0, true);
  push(3, true);
  push(10, false);
  tick(14);
  expect(heard).toEqual(["a started 0"]);
  tick(15);
  expect(heard).toEqual(["a started 0", "a ended 10"]);
});

test("flickering is one event", () => {
  const { heard, push, tick } = rig();
  for (let second = 0; second < 60; second += 2) push(second, second % 4 === 0);
  tick(70);
  expect(heard).toEqual(["a started 0", "a ended 58"]);
});

test("what happens again and again is one event while it does", () => {
  const { heard, push, tick } = rig();
  for (const second of [0, 2, 4]) push(second, null);
  tick(9);
  push(20, null);
  tick(30);
  expect(heard).toEqual(["a started 0", "a ended 4", "a started 20", "a ended 20"]);
});

test("a detector that hangs is cut after ten minutes and heard again when it was quiet", () => {
  const { heard, push, tick } = rig();
  push(0, true);
  for (let second = 1; second <= 700; second += 1) tick(second);
  push(700, false);
  tick(705);
  push(710, true);
  expect(heard).toEqual(["a started 0", "a ended 600", "a started 710"]);
});

test("a storm is held back, other detectors are not", () => {
  const { heard, push, tick } = rig();
  for (let round = 0; round < 50; round += 1) {
    push(round * 8, true);
    push(round * 8 + 1, false);
    tick(round * 8 + 7);
  }
  expect(heard.filter((each) => each.includes("started"))).toHaveLength(30);
  push(400, true, "b");
  expect(heard.at(-1)).toBe("b started 400");
  push(1_100, true);
  expect(heard.at(-1)).toBe("a started 1100");
});

test("an end without a begin, and the end of listening, leave nothing open", () => {
  const { heard, push, gate, tick } = rig();
  push(0, false);
  tick(10);
  push(20, true, "a");
  push(20, true, "b");
  push(22, false, "b");
  gate.clear(T0 + 25 * SECOND);
  gate.clear(T0 + 26 * SECOND);
  expect(heard).toEqual(["a started 20", "b started 20", "a ended 25", "b ended 22"]);
});

test("several detectors of motion are one event, from the first to the last", () => {
  const { heard, gate, tick } = rig();
  const push = (atS: number, key: string, active: boolean) =>
    gate.push({ key, kind: "motion", active, detail: key }, T0 + atS * SECOND);
  push(0, "MotionAlarm", true);
  push(1, "CellMotionDetector", true);
  push(4, "MotionAlarm", false);
  tick(20);
  push(20, "CellMotionDetector", false);
  tick(26);
  expect(heard).toEqual(["motion started 0", "motion ended 20"]);
});

test("a clock that is set back ends what it made too old", () => {
  const { heard, push, tick } = rig();
  push(0, true);
  push(10, false);
  tick(-3_600);
  expect(heard).toEqual(["a started 0", "a ended 10"]);
});
