/** Covered, turned, frozen, dark: and dusk, which is none of them. */
import { describe, expect, test } from "vitest";
import { ground, objectsOf, Painter, show, tamperingOf, watching } from "./painted-scene.ts";

describe("a camera's health", () => {
  const blank = () => 12;
  test("a covered lens is told, and its end", () => {
    const told = watching();
    show(
      told,
      60,
      () => [],
      (atS) => (atS > 20 && atS < 40 ? { scene: () => 60 } : {}),
    );
    expect(tamperingOf(told).map(({ form, phase }) => `${form} ${phase}`)).toEqual([
      "covered started",
      "covered ended",
    ]);
  });

  test("a lens out of focus is told as blurred, and not as something in the picture", () => {
    const told = watching();
    const soft = (x: number, y: number) => {
      let sum = 0;
      for (let v = y - 6; v <= y + 6; v += 3) {
        for (let u = x - 6; u <= x + 6; u += 3) sum += ground(Math.max(0, u), Math.max(0, v));
      }
      return sum / 25;
    };
    show(
      told,
      50,
      () => [],
      (atS) => (atS > 20 ? { scene: soft } : {}),
    );
    expect(tamperingOf(told)[0]).toMatchObject({ form: "blurred", phase: "started" });
    expect(objectsOf(told)).toEqual([]);
  });

  test("a camera that is turned away is told", () => {
    const told = watching();
    const other = (x: number, y: number) => (y > 90 ? 60 : (x * 5) % 23 < 9 ? 190 : 40);
    show(
      told,
      45,
      () => [],
      (atS) => (atS > 20 ? { scene: other } : {}),
    );
    expect(tamperingOf(told)[0]).toMatchObject({ form: "turned", phase: "started" });
  });

  test("dusk that falls within ten minutes is neither covered, blurred nor turned", () => {
    const told = watching();
    const painter = new Painter();
    for (let atS = 0; atS < 600; atS += 1)
      told.analyser.push(painter.paint(atS * 1000, [], { gain: 1 - 0.8 * (atS / 600) }));
    expect(tamperingOf(told).filter(({ form }) => form !== "dark")).toEqual([]);
  });

  test("night without infrared is told as dark", () => {
    const told = watching();
    show(
      told,
      50,
      () => [],
      () => ({ scene: blank, noise: 2 }),
    );
    expect(tamperingOf(told)[0]).toMatchObject({ form: "dark" });
  });

  test("a picture that does not change at all for a minute is frozen", () => {
    const told = watching();
    const still = new Painter().paint(0, []);
    for (let atMs = 0; atMs < 90_000; atMs += 500) told.analyser.push({ ...still, atMs });
    expect(tamperingOf(told)[0]).toMatchObject({ form: "frozen", phase: "started" });
  });
});
