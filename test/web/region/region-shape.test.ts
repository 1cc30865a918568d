/** Boxes and polygons over a picture: made by hand, checked as the server checks, written into addresses. */
import { describe, expect, it, test } from "vitest";
import { polygonFault as serverFault } from "#base/zones";
import {
  boundsOf,
  boxAround,
  boxBetween,
  boxCorners,
  boxText,
  cropAround,
  movedBox,
  type Polygon,
  parseBox,
  parsePolygon,
  polygonFault,
  polygonText,
  resizedBox,
  withCornerAfter,
  withCornerMoved,
  withoutCorner,
} from "../../../web/src/region/region-shape.ts";

const box = { x: 0.2, y: 0.3, width: 0.4, height: 0.2 };

describe("a box", () => {
  it("is the same whichever way it is dragged", () => {
    expect(boxBetween([0.6, 0.5], [0.2, 0.3])).toEqual(box);
    expect(boxBetween([0.2, 0.5], [0.6, 0.3])).toEqual(box);
  });

  it("stays inside the picture when it is moved or tapped at an edge", () => {
    expect(movedBox(box, 5, -5)).toEqual({ ...box, x: 0.6, y: 0 });
    expect(boxAround([1, 0])).toEqual({ x: 0.8, y: 0, width: 0.2, height: 0.2 });
  });

  it("turns over when a corner is dragged past its opposite", () => {
    expect(resizedBox(box, 0, [0.7, 0.6])).toEqual({ x: 0.6, y: 0.5, width: 0.1, height: 0.1 });
    expect(resizedBox(box, 2, [0.5, 0.4])).toEqual({ x: 0.2, y: 0.3, width: 0.3, height: 0.1 });
  });

  it("is cut out with room around it and inside the picture", () => {
    const crop = cropAround({ x: 0.9, y: 0.9, width: 0.1, height: 0.1 });
    expect(crop.width).toBe(crop.height);
    expect(crop.x + crop.width).toBeLessThanOrEqual(1);
    expect(cropAround({ x: 0, y: 0, width: 1, height: 1 })).toEqual({
      x: 0,
      y: 0,
      width: 1,
      height: 1,
    });
  });
});

describe("a polygon", () => {
  const triangle: Polygon = [
    [0, 0],
    [1, 0],
    [0, 1],
  ];

  it("gets corners moved, added and taken away, never outside the picture", () => {
    expect(withCornerMoved(triangle, 1, [1.5, -1])).toEqual(triangle);
    expect(withCornerAfter(triangle, 0, [0.5, 0.1])[1]).toEqual([0.5, 0.1]);
    expect(withoutCorner(triangle, 0)).toHaveLength(2);
    expect(boundsOf(triangle)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  test.each<[string, Polygon]>([
    ["a good one", triangle],
    ["no corner", []],
    [
      "three equal corners",
      [
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ],
    [
      "corners on a line",
      [
        [0.1, 0.1],
        [0.2, 0.2],
        [0.3, 0.3],
      ],
    ],
    [
      "a bow tie",
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "a corner outside",
      [
        [0, 0],
        [1.2, 0],
        [0, 1],
      ],
    ],
    [
      "too many corners",
      Array.from({ length: 65 }, (_, i): [number, number] => [
        Math.cos(i) / 2 + 0.5,
        Math.sin(i) / 2 + 0.5,
      ]),
    ],
  ])("%s is judged as the server judges it", (_, polygon) => {
    expect(polygonFault(polygon)).toBe(serverFault(polygon));
  });
});

describe("regions in addresses", () => {
  it("come back as they went", () => {
    expect(parseBox(boxText(box))).toEqual(box);
    const polygon = boxCorners(box);
    expect(parsePolygon(polygonText(polygon))).toEqual(polygon);
  });

  it.each([
    null,
    "",
    "1,2",
    "a,b,c,d",
    "0.1,0.1,2,2",
    "0.9,0.9,0.5,0.5",
    "0.1,0.1,0,0",
    "-1,0,1,1",
  ])("%j is no box", (text) => {
    expect(parseBox(text)).toBeUndefined();
  });

  it.each([null, "", "0,0,1,1", "0,0,1,0,1", "0,0,0.1,0.1,0.2,0.2"])("%j is no polygon", (text) => {
    expect(parsePolygon(text)).toBeUndefined();
  });
});
