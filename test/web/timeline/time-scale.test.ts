/** The timeline's scale and its ticks, from seconds to months. */
import { describe, expect, test } from "vitest";
import { tickStep, ticksOf } from "../../../web/src/timeline/tick-marks.ts";
import * as scale from "../../../web/src/timeline/time-scale.ts";
import { ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const NOON = Date.UTC(2026, 7, 18, 5);
const HOUR = 3_600_000;
const limits = {
  minSpanMs: scale.MIN_SPAN_MS,
  maxSpanMs: scale.MAX_SPAN_MS,
  earliestMs: NOON - 40 * 24 * HOUR,
  latestMs: NOON + HOUR,
};
const hanoi = new ZonedTime("Asia/Ho_Chi_Minh");

describe("time scale", () => {
  const view = scale.viewAround(NOON, HOUR, 1000);

  test("pixels and times are each other's inverse", () => {
    expect(scale.toPx(view, NOON)).toBe(500);
    expect(scale.toMs(view, scale.toPx(view, NOON + 1234))).toBeCloseTo(NOON + 1234, 3);
  });

  test("zoom keeps the instant under the pointer", () => {
    for (const px of [0, 250, 999]) {
      for (const factor of [0.5, 1.25, 3]) {
        const before = scale.toMs(view, px);
        const after = scale.toMs(scale.zoomed(view, px, factor, limits), px);
        expect(Math.abs(after - before)).toBeLessThan(1);
      }
    }
  });

  test("zoom stops at seconds and at a month and a half", () => {
    expect(scale.spanMs(scale.zoomed(view, 500, 1e9, limits))).toBeCloseTo(scale.MIN_SPAN_MS, 3);
    expect(scale.spanMs(scale.zoomed(view, 500, 1e-9, limits))).toBeCloseTo(scale.MAX_SPAN_MS, 0);
  });

  test("panning does not leave the recorded past and the present", () => {
    expect(scale.centreMs(scale.panned(view, -1e7, limits))).toBeCloseTo(limits.latestMs, 3);
    expect(scale.centreMs(scale.panned(view, 1e9, limits))).toBeCloseTo(limits.earliestMs, 3);
  });

  test("a pinch keeps the instants under both fingers", () => {
    const a = scale.toMs(view, 300);
    const b = scale.toMs(view, 600);
    const pinched = scale.pinched(view, [300, 600], [200, 800], limits);
    expect(Math.abs(scale.toPx(pinched, a) - 200)).toBeLessThan(0.01);
    expect(Math.abs(scale.toPx(pinched, b) - 800)).toBeLessThan(0.01);
  });

  test("a resized view keeps its centre and span", () => {
    const narrow = scale.resized(view, 390);
    expect(scale.centreMs(narrow)).toBeCloseTo(NOON, 3);
    expect(scale.spanMs(narrow)).toBeCloseTo(HOUR, 3);
  });

  test("following moves only when the playhead leaves the view", () => {
    expect(scale.following(view, NOON)).toBe(view);
    const moved = scale.following(view, NOON + HOUR);
    expect(scale.toPx(moved, NOON + HOUR)).toBeCloseTo(250, 3);
  });

  test("a flick fades out", () => {
    expect(scale.flickSpeed(1, 0)).toBe(1);
    expect(scale.flickSpeed(1, 300)).toBeLessThan(0.5);
    expect(scale.flickSpeed(1, 3000)).toBe(0);
  });
});

describe("ticks", () => {
  test("labels have room at every zoom from seconds to a month", () => {
    for (let span = scale.MIN_SPAN_MS; span <= scale.MAX_SPAN_MS; span *= 1.3) {
      for (const width of [360, 1900]) {
        const view = scale.viewAround(NOON, span, width);
        const labelled = ticksOf(view, hanoi).filter((tick) => tick.label !== "");
        expect(labelled.length).toBeGreaterThan(0);
        for (let index = 1; index < labelled.length; index += 1) {
          expect(labelled[index]!.px - labelled[index - 1]!.px).toBeGreaterThan(30);
        }
        expect(ticksOf(view, hanoi).length).toBeLessThan(500);
      }
    }
  });

  test("six-hour steps fall on local 00, 06, 12 and 18", () => {
    const view = scale.viewAround(NOON, 2 * 24 * HOUR, 700);
    expect(tickStep(view.msPerPx).majorMs).toBe(6 * HOUR);
    const labels = ticksOf(view, hanoi)
      .map((tick) => tick.label)
      .filter((label) => label !== "");
    expect(labels).toContain("06:00");
    expect(labels).toContain("18:00");
    expect(labels).toContain("18/08");
  });

  test("a month shows days, the first of a month always", () => {
    const view = scale.viewAround(Date.UTC(2026, 8, 1), 30 * 24 * HOUR, 800);
    const ticks = ticksOf(view, hanoi);
    expect(ticks.find((tick) => tick.label === "01/09")?.kind).toBe("day");
  });
});
