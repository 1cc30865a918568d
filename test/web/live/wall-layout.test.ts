/** The wall's arithmetic. */
import { describe, expect, it } from "vitest";
import { countFor, neighbour, pageOf, wallLayout } from "../../../web/src/live/wall-layout.ts";

describe("wallLayout", () => {
  it.each([
    { count: 1, width: 1920, height: 960, columns: 1, rows: 1 },
    { count: 4, width: 1920, height: 960, columns: 2, rows: 2 },
    { count: 9, width: 1920, height: 960, columns: 3, rows: 3 },
    { count: 16, width: 1920, height: 960, columns: 4, rows: 4 },
    { count: 18, width: 1920, height: 1040, columns: 5, rows: 4 },
    { count: 18, width: 2560, height: 900, columns: 6, rows: 3 },
  ])(
    "$count tiles on $width×$height stand in $columns columns and $rows rows",
    ({ count, width, height, columns, rows }) => {
      expect(wallLayout(count, width, height)).toEqual({ columns, rows, scrolls: false });
    },
  );

  it("gives every tile a place, on any screen", () => {
    for (let count = 1; count <= 18; count += 1) {
      for (const [width, height] of [
        [1920, 1080],
        [1024, 768],
        [3840, 1000],
        [800, 1200],
        [390, 844],
        [844, 390],
      ] as const) {
        const layout = wallLayout(count, width, height);
        expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(count);
        expect(layout.columns * (layout.rows - 1)).toBeLessThan(count);
      }
    }
  });

  it("scrolls in two columns on an upright phone and in three on a lying one", () => {
    expect(wallLayout(18, 390, 700)).toEqual({ columns: 2, rows: 9, scrolls: true });
    expect(wallLayout(18, 844, 340)).toEqual({ columns: 3, rows: 6, scrolls: true });
  });

  it("shows pictures larger than any other number of columns would", () => {
    const width = 1920;
    const height = 1000;
    const shown = (columns: number) =>
      Math.min(width / columns, (height / Math.ceil(18 / columns)) * (16 / 9));
    const best = wallLayout(18, width, height).columns;
    for (let columns = 1; columns <= 18; columns += 1)
      expect(shown(best)).toBeGreaterThanOrEqual(shown(columns));
  });
});

describe("pages", () => {
  const items = ["a", "b", "c", "d", "e"];
  it("cut the items in order", () => {
    expect(pageOf(items, 0, 2)).toEqual(["a", "b"]);
    expect(pageOf(items, 2, 2)).toEqual(["e"]);
  });
  it("give the last one for a page past the end", () => {
    expect(pageOf(items, 9, 2)).toEqual(["e"]);
    expect(pageOf([], 3, 4)).toEqual([]);
  });
  it("are offered in the smallest count that shows all cameras", () => {
    expect([0, 1, 2, 5, 10, 17, 18, 40].map(countFor)).toEqual([1, 1, 4, 9, 16, 18, 18, 18]);
  });
});

describe("arrow keys", () => {
  it("move by one tile or one row and stop at the edges", () => {
    expect(neighbour(0, "left", 5, 18)).toBe(0);
    expect(neighbour(0, "right", 5, 18)).toBe(1);
    expect(neighbour(7, "up", 5, 18)).toBe(2);
    expect(neighbour(12, "down", 5, 18)).toBe(17);
    expect(neighbour(17, "down", 5, 18)).toBe(17);
  });
});
