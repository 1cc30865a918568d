/** What the analysis of one camera calls motion, in painted scenes whose truth is known. */
import { describe, expect, test } from "vitest";
import { GRID_COLUMNS, hasCell } from "#base/grid";
import { DEFAULT_MOTION_SETTINGS } from "#base/zones";
import { eventsOf, HEIGHT, objectsOf, show, walker, watching } from "./painted-scene.ts";

describe("motion", () => {
  test("of somebody who walks through is one event that begins when he came", () => {
    const told = watching();
    show(told, 24, (atS) => [walker(atS, 6)]);
    const [event, ...more] = eventsOf(told);
    expect(more).toEqual([]);
    expect(event?.phase).toBe("ended");
    expect(event?.startMs).toBeGreaterThanOrEqual(6000);
    expect(event?.startMs).toBeLessThanOrEqual(7000);
    expect(event?.endMs).toBeGreaterThan(13_000);
    expect(event?.endMs).toBeLessThan(15_500);
  });

  test("is told by the cells it passed and by none far from them", () => {
    const told = watching();
    show(told, 20, (atS) => [walker(atS, 6)]);
    const [event] = eventsOf(told);
    if (!event) throw new Error("no event");
    const rowOf = (y: number) => Math.floor((y / HEIGHT) * 32);
    const middle = rowOf(110) * GRID_COLUMNS;
    expect(hasCell(event.cells, middle + 24)).toBe(true);
    for (let column = 0; column < GRID_COLUMNS; column += 1)
      expect(hasCell(event.cells, rowOf(20) * GRID_COLUMNS + column)).toBe(false);
  });

  test("of a quiet scene with noise is none, and every second is told as watched", () => {
    const told = watching();
    show(told, 30, () => []);
    told.analyser.interrupt();
    expect(told.facts).toEqual([]);
    expect(told.seconds).toHaveLength(30);
    expect(told.seconds.every((second) => second.cells.length === 0)).toBe(true);
  });

  test("of a branch that sways on its place is no event", () => {
    const told = watching();
    show(told, 40, (atS) => {
      const x = 150 + Math.round(7 * Math.sin(atS * 3.1));
      return [{ x, y: 20, width: 26, height: 40, luma: 40 }];
    });
    expect(eventsOf(told)).toEqual([]);
  });

  test("of light that grows and falls over the whole picture is no event", () => {
    const told = watching();
    show(
      told,
      40,
      () => [],
      (atS) => ({ gain: 1 + 0.35 * Math.sin(atS / 4) }),
    );
    expect(eventsOf(told)).toEqual([]);
  });

  test("of an exposure that jumps is no event", () => {
    const told = watching();
    show(
      told,
      30,
      () => [],
      (atS) => ({ gain: atS > 12 && atS < 20 ? 1.4 : 1 }),
    );
    expect(eventsOf(told)).toEqual([]);
  });

  test("goes on while somebody stands, and is one event", () => {
    const told = watching();
    show(told, 40, (atS) => {
      if (atS < 6) return [];
      if (atS < 10) return [walker(atS, 6)];
      // Stands from 10 to 22, only his head moves a little, then goes on.
      if (atS < 22) {
        const nod = Math.round(2 * Math.sin(atS * 5));
        return [
          { x: 140, y: 84, width: 20, height: 60, luma: 25 },
          { x: 146 + nod, y: 74, width: 10, height: 12, luma: 30 },
        ];
      }
      return [walker(atS, 22, 40, 140)];
    });
    expect(eventsOf(told)).toHaveLength(1);
    expect(objectsOf(told)).toEqual([]);
  });

  test("is not made of what a mask covers", () => {
    const polygon = [
      [0, 0.4],
      [1, 0.4],
      [1, 1],
      [0, 1],
    ] as const;
    const mask = { id: "m", name: "", kind: "mask", polygon } as const;
    const told = watching({
      ...DEFAULT_MOTION_SETTINGS,
      zones: [{ ...mask, sensitivity: null, dwellSeconds: null }],
    });
    show(told, 20, (atS) => [walker(atS, 6)]);
    told.analyser.interrupt();
    expect(eventsOf(told)).toEqual([]);
    expect(told.seconds.every((second) => second.cells.length === 0)).toBe(true);
  });

  test("outside of every watch zone makes no event, but is in the grid", () => {
    const polygon = [
      [0, 0],
      [1, 0],
      [1, 0.2],
      [0, 0.2],
    ] as const;
    const zone = { id: "z", name: "", kind: "watch", polygon } as const;
    const told = watching({
      ...DEFAULT_MOTION_SETTINGS,
      zones: [{ ...zone, sensitivity: null, dwellSeconds: null }],
    });
    show(told, 20, (atS) => [walker(atS, 6)]);
    told.analyser.interrupt();
    expect(eventsOf(told)).toEqual([]);
    expect(told.seconds.some((second) => second.cells.length > 0)).toBe(true);
  });

  test("under way ends when watching is interrupted", () => {
    const told = watching();
    show(told, 10, (atS) => [walker(atS, 6)]);
    told.analyser.interrupt();
    expect(eventsOf(told).map((event) => event.phase)).toEqual(["ended"]);
  });
});
