/** What a finger or a key means on the timeline, and the calendar's cells. */
import { describe, expect, test } from "vitest";
import { monthGrid } from "../../../web/src/playback/month-grid.ts";
import { viewAround } from "../../../web/src/timeline/time-scale.ts";
import * as hit from "../../../web/src/timeline/timeline-hit.ts";
import { moveOfKey } from "../../../web/src/timeline/timeline-keys.ts";
import { ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const view = viewAround(500_000, 1_000_000, 1000);
const data = {
  cameraId: "cam-01",
  range: { startMs: 0, endMs: 1_000_000 },
  spans: [
    { startMs: 0, endMs: 300_000 },
    { startMs: 400_000, endMs: 900_000 },
  ],
  subOnlySpans: [],
  gaps: [
    { startMs: 300_000, endMs: 400_000, cause: "unreachable" as const, detail: null, open: false },
  ],
  incidents: [
    { id: "inc-000000000001", kind: "theft", atMs: 600_000, startMs: 0, endMs: 1, note: "" },
  ],
  holds: [],
  firstMs: 0,
  lastMs: 900_000,
};

describe("what lies under a finger", () => {
  test("a gap knows its cause", () => {
    expect(hit.gapAt(data, 350_000)?.cause).toBe("unreachable");
    expect(hit.gapAt(data, 400_000)).toBeUndefined();
  });

  test("an incident mark is hit within reach only", () => {
    expect(hit.markAt(data, view, 608)?.id).toBe("inc-000000000001");
    expect(hit.markAt(data, view, 630)).toBeUndefined();
  });

  test("an edge of the selection comes before the playhead", () => {
    const selection = { startMs: 200_000, endMs: 250_000 };
    expect(hit.gripAt(view, 205, 22, 210_000, selection)).toEqual({
      kind: "edge",
      edge: "startMs",
    });
    expect(hit.gripAt(view, 205, 22, 210_000, null)).toEqual({ kind: "playhead" });
    expect(hit.gripAt(view, 700, 22, 210_000, selection)).toEqual({ kind: "empty" });
  });

  test("dragging an edge past the other stops a second before it", () => {
    const selection = { startMs: 200_000, endMs: 250_000 };
    expect(hit.withEdge(selection, "startMs", view, 900)).toEqual({
      startMs: 249_000,
      endMs: 250_000,
    });
    expect(hit.withEdge(selection, "endMs", view, 260)).toEqual({
      startMs: 200_000,
      endMs: 260_000,
    });
  });

  test("the nearest footage around a gap is found on both sides", () => {
    expect(hit.nearestRecorded(data, 350_000)).toEqual({ beforeMs: 300_000, afterMs: 400_000 });
    expect(hit.nearestRecorded(data, 950_000)).toEqual({ beforeMs: 900_000, afterMs: null });
  });
});

describe("keys on the timeline", () => {
  test.each([
    ["ArrowLeft", false, -1000],
    ["ArrowRight", true, 60_000],
    ["PageUp", false, 3_600_000],
    ["PageDown", true, -86_400_000],
  ] as const)("%s with shift %s moves by %i ms", (key, shift, deltaMs) => {
    expect(moveOfKey(key, shift)).toEqual({ kind: "by", deltaMs });
  });
  test("other keys stay the page's", () => {
    expect(moveOfKey("Tab", false)).toBeUndefined();
  });
});

describe("the calendar's month", () => {
  test("weeks begin on Monday and every day is there once", () => {
    const zoned = new ZonedTime("Asia/Ho_Chi_Minh");
    const cells = monthGrid(zoned, zoned.toMs({ year: 2026, month: 8, day: 18 }));
    // 1 August 2026 is a Saturday.
    expect(cells.findIndex((cell) => cell.day === 1)).toBe(5);
    expect(cells.filter((cell) => cell.day !== null)).toHaveLength(31);
  });
});

describe("lanes of several cameras", () => {
  const lane = (cameraId: string) => ({
    cameraId,
    name: cameraId,
    data: undefined,
    density: undefined,
    marks: [],
  });
  const lanes = [lane("a"), lane("b"), lane("c")];

  test("a height means a lane, the labels none", () => {
    expect(hit.laneAt(lanes, 10, 0)).toBeUndefined();
    expect(hit.laneAt(lanes, hit.LABELS_PX + 1, 0)?.cameraId).toBe("a");
    expect(hit.laneAt(lanes, hit.LABELS_PX + 1, hit.LANE_PX)?.cameraId).toBe("b");
    expect(hit.laneAt(lanes, 5000, 0)).toBeUndefined();
  });

  test("one lane alone is meant wherever the pointer is", () => {
    expect(hit.laneAt([lane("a")], 3, 0)?.cameraId).toBe("a");
  });

  test("the nearest event within reach is meant", () => {
    const mark = (startMs: number) =>
      ({ kind: "motion", startMs, endMs: startMs + 1000, count: 1, eventId: 1 }) as const;
    const marks = [mark(400_000), mark(520_000)];
    expect(hit.eventAt(marks, view, 515)?.startMs).toBe(520_000);
    expect(hit.eventAt(marks, view, 460)).toBeUndefined();
  });
});
