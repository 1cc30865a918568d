/** Frames that are no good, or come at odd paces and times. */
import { describe, expect, test } from "vitest";
import { eventsOf, FRAME_MS, Painter, show, walker, watching } from "./painted-scene.ts";

describe("bad input", () => {
  test("frames of another size begin the scene anew, without a storm", () => {
    const told = watching();
    show(told, 10, () => []);
    show(
      told,
      10,
      () => [],
      () => ({ width: 276, height: 208 }),
      10_000,
    );
    show(
      told,
      10,
      () => [],
      () => ({ width: 170, height: 336 }),
      20_000,
    );
    expect(told.facts).toEqual([]);
  });

  test.each([
    ["too few bytes", { luma: new Uint8Array(10), width: 320, height: 180 }],
    ["no size", { luma: new Uint8Array(0), width: 0, height: 0 }],
    ["a sliver", { luma: new Uint8Array(3200), width: 320, height: 10 }],
  ])("%s is left out", (_name, frame) => {
    const told = watching();
    show(told, 4, () => []);
    told.analyser.push({ ...frame, atMs: 4000 });
    show(
      told,
      4,
      () => [],
      () => ({}),
      4200,
    );
    expect(told.facts).toEqual([]);
  });

  test.each([
    ["black", 0],
    ["white", 255],
    ["green", 150],
  ])("single %s frames make no event", (_name, luma) => {
    const told = watching();
    const painter = new Painter();
    for (let i = 0; i < 150; i += 1) {
      const frame = painter.paint(i * FRAME_MS, []);
      if (i % 30 === 29) frame.luma.fill(luma);
      told.analyser.push(frame);
    }
    expect(eventsOf(told)).toEqual([]);
  });

  test("torn frames (the lower half of another scene) make no event of a single frame", () => {
    const told = watching();
    const painter = new Painter();
    for (let i = 0; i < 150; i += 1) {
      const frame = painter.paint(i * FRAME_MS, []);
      if (i % 40 === 39) frame.luma.fill(130, frame.luma.length / 2);
      told.analyser.push(frame);
    }
    expect(eventsOf(told)).toEqual([]);
  });

  test.each([1, 5, 12])("%d frames a second find who walks through", (fps) => {
    const told = watching();
    const painter = new Painter();
    for (let i = 0; i < 24 * fps; i += 1) {
      const shape = walker(i / fps, 6);
      told.analyser.push(painter.paint((i * 1000) / fps, shape ? [shape] : []));
    }
    expect(eventsOf(told)).toHaveLength(1);
  });

  test("frames from the past are left out; a clock that is set back begins anew", () => {
    const told = watching();
    show(
      told,
      6,
      () => [],
      () => ({}),
      100_000,
    );
    show(
      told,
      1,
      () => [],
      () => ({}),
      100_000,
    );
    show(
      told,
      6,
      () => [],
      () => ({}),
      20_000,
    );
    told.analyser.interrupt();
    expect(told.facts).toEqual([]);
    expect(told.seconds.map(({ atMs }) => atMs)).toEqual([
      ...[100, 101, 102, 103, 104, 105].map((s) => s * 1000),
      ...[20, 21, 22, 23, 24, 25].map((s) => s * 1000),
    ]);
  });
});
