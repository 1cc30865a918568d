/** Digital zoom. */
import { describe, expect, it } from "vitest";
import {
  clampZoom,
  MOST_ZOOM,
  NO_ZOOM,
  pan,
  pinch,
  zoomAt,
  zoomTransform,
} from "../../../web/src/live/zoom.ts";

/** Where a point of the picture (parts of it from its centre) is shown on the stage. */
const shownAt = (zoom: { scale: number; x: number; y: number }, px: number, py: number) => [
  px * zoom.scale + zoom.x,
  py * zoom.scale + zoom.y,
];

describe("digital zoom", () => {
  it("keeps the point under the pointer where it is", () => {
    const once = zoomAt(NO_ZOOM, 2, 0.3, -0.2);
    expect(shownAt(once, 0.3, -0.2)).toEqual([expect.closeTo(0.3), expect.closeTo(-0.2)]);
    const twice = zoomAt(once, 1.5, 0.1, 0.1);
    const before = [(0.1 - once.x) / once.scale, (0.1 - once.y) / once.scale] as const;
    expect(shownAt(twice, ...before)).toEqual([expect.closeTo(0.1), expect.closeTo(0.1)]);
  });

  it("never shows a border: at the edges the picture stays over the stage", () => {
    const zoom = pan(zoomAt(NO_ZOOM, 3, 0, 0), 9, -9);
    expect(zoom).toEqual({ scale: 3, x: 1, y: -1 });
    expect(shownAt(zoom, -0.5, 0)[0]).toBeCloseTo(-0.5);
  });

  it("goes back to the whole picture, exactly", () => {
    expect(zoomAt(zoomAt(NO_ZOOM, 4, 0.5, 0.5), 1 / 100, -0.3, 0.1)).toEqual(NO_ZOOM);
  });

  it("stops at the largest scale", () => {
    expect(zoomAt(NO_ZOOM, 1000, 0.2, 0.2).scale).toBe(MOST_ZOOM);
    expect(clampZoom({ scale: 0.2, x: 4, y: 4 })).toEqual(NO_ZOOM);
  });

  it("follows two fingers: twice the span is twice the scale, and a shift moves the picture", () => {
    const from = [
      { x: -0.1, y: 0 },
      { x: 0.1, y: 0 },
    ] as const;
    expect(
      pinch(NO_ZOOM, from, [
        { x: -0.2, y: 0 },
        { x: 0.2, y: 0 },
      ]),
    ).toEqual({ scale: 2, x: 0, y: 0 });
    const moved = pinch({ scale: 4, x: 0, y: 0 }, from, [
      { x: 0, y: 0.1 },
      { x: 0.2, y: 0.1 },
    ]);
    expect(moved).toEqual({ scale: 4, x: expect.closeTo(0.1), y: expect.closeTo(0.1) });
  });

  it("survives two fingers on one spot", () => {
    const spot = [
      { x: 0, y: 0 },
      { x: 0, y: 0 },
    ] as const;
    expect(
      pinch(NO_ZOOM, spot, [
        { x: 0.1, y: 0 },
        { x: -0.1, y: 0 },
      ]),
    ).toEqual(NO_ZOOM);
  });

  it("is written as a transform in percent of the stage", () => {
    expect(zoomTransform({ scale: 2, x: 0.25, y: -0.5 })).toBe("translate(25%, -50%) scale(2)");
  });
});
