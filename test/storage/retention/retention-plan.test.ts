/** What goes next and why, in tables; disk states and forecast. */
import { describe, expect, test } from "vitest";
import {
  diskState,
  forecastDays,
  planRetention,
  type RetentionState,
  reserveBytes,
} from "#storage";
import { T0 } from "../helpers/storage-fixture.ts";

const DAY = 86_400_000;
const GB = 1e9;

/** A day of footage of 1 GB that ended `daysAgo` days ago. */
const day = (id: number, daysAgo: number, cameraId = "cam-1") => ({
  id,
  camera_id: cameraId,
  stream: "main" as const,
  start_ms: T0 - (daysAgo + 1) * DAY,
  end_ms: T0 - daysAgo * DAY,
  size_bytes: GB,
});
const hold = (
  cameraId: string,
  fromDaysAgo: number,
  toDaysAgo: number,
  releasedMs: number | null = null,
) => ({
  camera_id: cameraId,
  start_ms: T0 - fromDaysAgo * DAY,
  end_ms: T0 - toDaysAgo * DAY,
  released_ms: releasedMs,
});

const state = (change: Partial<RetentionState>): RetentionState => ({
  nowMs: T0,
  disk: { totalBytes: 1_000 * GB, freeBytes: 500 * GB },
  reserveBytes: 20 * GB,
  footageBytes: 100 * GB,
  maxShare: 0.9,
  days: new Map(),
  defaultDays: 30,
  candidates: [],
  candidatesComplete: true,
  holds: [],
  ...change,
});

const short = (gigabytes: number) => ({
  disk: { totalBytes: 1_000 * GB, freeBytes: (20 - gigabytes) * GB },
});

test.each<[string, Partial<RetentionState>, number[], number[], string[]]>([
  ["nothing to do", { candidates: [day(1, 29.9)] }, [], [], []],
  ["exactly its days old goes", { candidates: [day(1, 30)] }, [1], [], []],
  [
    "a camera's own days count, longer",
    { candidates: [day(1, 40), day(2, 40, "cam-2")], days: new Map([["cam-1", 60]]) },
    [2],
    [],
    [],
  ],
  [
    "a camera's own days count, shorter",
    { candidates: [day(1, 8)], days: new Map([["cam-1", 7.5]]) },
    [1],
    [],
    [],
  ],
  [
    "a held one is not in the plan",
    { candidates: [day(1, 40), day(2, 35)], holds: [hold("cam-1", 36, 35.9)] },
    [1],
    [],
    [],
  ],
  [
    "a released hold holds nothing",
    { candidates: [day(1, 40)], holds: [hold("cam-1", 50, 0, T0)] },
    [1],
    [],
    [],
  ],
  [
    "another camera's hold holds nothing",
    { candidates: [day(1, 40)], holds: [hold("cam-2", 50, 0)] },
    [1],
    [],
    [],
  ],
  [
    "space is short: the oldest go, of all cameras",
    { ...short(2), candidates: [day(3, 5), day(1, 9), day(2, 7, "cam-2")] },
    [],
    [1, 2],
    ["days_cut_short"],
  ],
  [
    "what is expired counts towards the space",
    { ...short(2), candidates: [day(1, 40), day(2, 39), day(3, 5)] },
    [1, 2],
    [],
    [],
  ],
  [
    "footage keeps to its share of the disk",
    { footageBytes: 901.5 * GB, candidates: [day(1, 9), day(2, 8), day(3, 7)] },
    [],
    [1, 2],
    ["days_cut_short"],
  ],
  [
    "only held footage is left",
    { ...short(2), candidates: [day(1, 9)], holds: [hold("cam-1", 50, 0)] },
    [],
    [],
    ["only_held_left"],
  ],
  [
    "too little is left",
    { ...short(5), candidates: [day(1, 9)] },
    [],
    [1],
    ["days_cut_short", "only_held_left"],
  ],
  [
    "too little in this batch, more to come",
    { ...short(5), candidates: [day(1, 9)], candidatesComplete: false },
    [],
    [1],
    ["days_cut_short"],
  ],
])("%s", (_, change, byAge, bySpace, warnings) => {
  const plan = planRetention(state(change));
  expect({ byAge: plan.byAge, bySpace: plan.bySpace, warnings: plan.warnings }).toEqual({
    byAge,
    bySpace,
    warnings,
  });
  expect(plan.freedBytes).toBe((byAge.length + bySpace.length) * GB);
});

test("the plan says how much is still short and whose days it cuts", () => {
  const plan = planRetention(state({ ...short(5), candidates: [day(1, 9, "cam-2"), day(2, 8)] }));
  expect(plan.shortBytes).toBe(3 * GB);
  expect(plan.cutShortCameraIds).toEqual(["cam-1", "cam-2"]);
});

test("no plan ever holds a held segment, whatever the state", () => {
  for (let round = 0; round < 200; round++) {
    const candidates = Array.from({ length: 40 }, (_, index) =>
      day(index, (index * 7 + round) % 60, `cam-${index % 3}`),
    );
    const holds = [
      hold(`cam-${round % 3}`, 10 + (round % 40), round % 10),
      hold("cam-1", 59, 20 + (round % 30)),
    ];
    const plan = planRetention(state({ ...short(round), candidates, holds }));
    for (const id of [...plan.byAge, ...plan.bySpace]) {
      const segment = candidates[id];
      const held = holds.some(
        (each) =>
          each.camera_id === segment?.camera_id &&
          each.start_ms < segment.end_ms &&
          each.end_ms > segment.start_ms,
      );
      expect(held, `round ${round}, segment ${id}`).toBe(false);
    }
  }
});

describe("the disk", () => {
  test("keeps 2 % or an hour of recording free, whichever is more", () => {
    expect(reserveBytes(1_000 * GB, 1_000_000)).toBe(20 * GB);
    expect(reserveBytes(100 * GB, 5_000_000)).toBe(18 * GB);
  });

  test.each([
    [20 * GB, "ok"],
    [20 * GB - 1, "low"],
    [2 * GB, "low"],
    [2 * GB - 1, "full"],
  ])("with %i bytes free of a reserve of 20 GB is %s", (freeBytes, expected) => {
    expect(diskState({ totalBytes: 1_000 * GB, freeBytes }, 20 * GB)).toBe(expected);
  });
});

describe("the forecast", () => {
  const base = {
    footageBytes: 0,
    freeBytes: 884 * GB,
    reserveBytes: 20 * GB,
    writtenBytesPerSecond: 1e6,
  };
  test.each([
    ["an empty disk", base, 10],
    ["the same disk half full", { ...base, footageBytes: 442 * GB, freeBytes: 442 * GB }, 10],
    ["a limit", { ...base, footageLimitBytes: 432 * GB }, 5],
    ["a disk smaller than its reserve", { ...base, freeBytes: GB }, 0],
    ["nothing written", { ...base, writtenBytesPerSecond: 0 }, null],
  ])("of %s", (_, input, expected) => {
    expect(forecastDays(input)).toBe(expected);
  });
});
