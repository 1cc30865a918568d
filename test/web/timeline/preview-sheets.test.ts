/** Which small picture belongs to an instant, and the windows in which the timeline is asked for. */
import { describe, expect, it } from "vitest";
import { findTile, sheetRange } from "../../../web/src/timeline/preview-sheets.ts";
import { viewAround } from "../../../web/src/timeline/time-scale.ts";
import { windowOf } from "../../../web/src/timeline/timeline-data.ts";

const DAY_MS = 86_400_000;
const sheet = {
  sheet: "20260115T0210",
  startMs: 600_000,
  endMs: 1_200_000,
  columns: 4,
  tileWidth: 160,
  tileHeight: 90,
  tiles: [0, 10_000, 20_000, 30_000, 40_000, 50_000],
  finished: true,
  url: "/sheet",
};

describe("the small picture of an instant", () => {
  it.each([
    [604_000, 600_000, 0, 0],
    [606_000, 610_000, 160, 0],
    [641_000, 640_000, 0, 90],
    [590_000, 600_000, 0, 0],
  ])("%d shows the one of %d", (atMs, shownMs, left, top) => {
    expect(findTile([sheet], atMs)).toMatchObject({ atMs: shownMs, left, top });
  });

  it("none is shown that is far from the instant", () => {
    expect(findTile([sheet], 900_000)).toBeUndefined();
    expect(findTile([], 600_000)).toBeUndefined();
  });

  it("sheets are asked for by the hour", () => {
    expect(sheetRange(3_700_000)).toEqual({ from: 3_600_000, to: 7_200_000 });
  });
});

describe("the window of a view", () => {
  const nowMs = Date.UTC(2026, 5, 1);

  it("holds the view and as much on both sides", () => {
    const view = viewAround(nowMs - 3 * DAY_MS, 3_600_000, 1000);
    const { from, to } = windowOf(view, nowMs);
    expect(from).toBeLessThanOrEqual(view.startMs - 3_600_000);
    expect(to).toBeGreaterThanOrEqual(view.startMs + 2 * 3_600_000);
  });

  it("of a year is no longer than the server answers, and holds the view's past", () => {
    const view = viewAround(nowMs - 100 * DAY_MS, 366 * DAY_MS, 1000);
    const { from, to } = windowOf(view, nowMs);
    expect(to - from).toBeLessThanOrEqual(400 * DAY_MS);
    expect(to).toBeGreaterThanOrEqual(nowMs);
    expect(from).toBeLessThanOrEqual(view.startMs);
  });
});
