/** What tells a thing from light, from the picture's limits, and from somebody who stands there. */
import { describe, expect, test } from "vitest";
import type { Blob } from "../../../recorder/motion/blobs.ts";
import { LightGain } from "../../../recorder/motion/light-gain.ts";
import { usualHeight } from "../../../recorder/motion/mover.ts";
import { edgeLikeness } from "../../../recorder/motion/patch.ts";
import { PixelMemory } from "../../../recorder/motion/pixel-memory.ts";
import { Snapshots } from "../../../recorder/motion/snapshots.ts";
import { Track } from "../../../recorder/motion/track.ts";
import { ground } from "./painted-scene.ts";

const WIDTH = 160;
const HEIGHT = 90;
const PIXELS = WIDTH * HEIGHT;
const WHOLE = { x0: 0, y0: 0, x1: WIDTH, y1: HEIGHT };
const EVERYWHERE = new Uint8Array(PIXELS).fill(1);

function paint(lumaAt: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, i) => lumaAt(i % WIDTH, Math.floor(i / WIDTH)));
}

describe("edges", () => {
  const street = paint(ground);
  const likeness = (other: Float32Array) =>
    edgeLikeness(other, street, WIDTH, HEIGHT, WHOLE, EVERYWHERE);

  test("are the same in another light, and under a soft shadow", () => {
    expect(likeness(paint((x, y) => 0.6 * ground(x, y))).value).toBeGreaterThan(0.99);
    expect(likeness(paint((x, y) => ground(x, y) - 0.3 * x)).value).toBeGreaterThan(0.95);
  });

  test("are others where something else stands", () => {
    const { value, flat } = likeness(paint((x, y) => ground(y + 51, x + 13)));
    expect(flat).toBe(false);
    expect(value).toBeLessThan(0.3);
  });

  test("are told to be none where both are plain", () => {
    const plain = paint(() => 80);
    expect(edgeLikeness(plain, plain, WIDTH, HEIGHT, WHOLE, EVERYWHERE).flat).toBe(true);
  });
});

describe("the light of the whole picture", () => {
  const memory = new PixelMemory(PIXELS, PIXELS);
  const light = new LightGain(WIDTH, HEIGHT, memory);
  const planes = { picture: memory.floats(PIXELS), mean: memory.floats(PIXELS) };
  const gain = (picture: Float32Array) => {
    planes.picture.set(picture);
    planes.mean.set(paint(ground));
    return light.of(planes.picture, planes.mean);
  };

  test.each([0.5, 0.8, 1, 1.3])("is %d times as bright", (factor) => {
    expect(gain(paint((x, y) => factor * ground(x, y)))).toBeCloseTo(factor, 1);
  });

  test.each([0, 130, 255])("is not changed by a picture of nothing but %d", (luma) => {
    expect(gain(paint(() => luma))).toBe(1);
  });
});

test("what is brighter than white is remembered as white", () => {
  const snapshots = new Snapshots();
  snapshots.note(
    paint(() => 255.8),
    1000,
  );
  const before = new Float32Array(PIXELS);
  expect(snapshots.before(2000, before)).toBe(true);
  expect(before.every((value) => value === 255)).toBe(true);
});

describe("how tall people are at a place", () => {
  const body = (x: number, height: number, foot: number): Blob => {
    const box = { x0: x, y0: foot - height, x1: x + 6, y1: foot };
    return { ...box, centreX: x + 3, centreY: foot - height / 2, pixels: 4 * height, blocks: [] };
  };
  const walk = (id: number, height: number, foot = 60): Track => {
    const track = new Track(id, body(20, height, foot), 0);
    for (let i = 1; i < 12; i += 1) track.follow(body(20 + 6 * i, height, foot), 200 * i, 1);
    return track;
  };
  const size = { width: WIDTH, height: HEIGHT };
  const place = { x0: 100, y0: 42, x1: 107, y1: 61 };

  test("is the median of three who walked by with their feet there", () => {
    expect(usualHeight([walk(1, 18), walk(2, 21), walk(3, 20)], place, size)).toBe(20);
  });

  test("is not known from two, or from those who are nearer or farther", () => {
    expect(usualHeight([walk(1, 18), walk(2, 21)], place, size)).toBeUndefined();
    const away = [walk(1, 30, 88), walk(2, 30, 85), walk(3, 30, 84)];
    expect(usualHeight([...away, walk(4, 20)], place, size)).toBeUndefined();
  });
});
