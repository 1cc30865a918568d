/** Zones while they are edited, and the cells of the tuning view. */
import { describe, expect, it } from "vitest";
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import type { MotionSettingsView } from "#contract";
import {
  COLUMNS,
  cellPixels,
  cellsOf,
  movingCells,
  ROWS,
} from "../../../web/src/zones/motion-cells.ts";
import {
  draftOf,
  inputOf,
  isChanged,
  withNewZone,
  withoutZone,
  withZone,
  zoneFault,
} from "../../../web/src/zones/zone-draft.ts";

const settings: MotionSettingsView = {
  cameraId: "cam-01",
  zones: [
    {
      id: "zon-0123456789ab",
      name: "Vùng 1",
      kind: "watch",
      polygon: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      sensitivity: null,
      dwellSeconds: 30,
    },
  ],
  sensitivity: "normal",
  dwellSeconds: 3,
  version: 4,
};

describe("a draft of zones", () => {
  const draft = draftOf(settings);

  it("is unchanged until something is changed", () => {
    expect(isChanged(draft, draftOf(settings))).toBe(false);
    expect(isChanged(draft, withZone(draft, "zon-0123456789ab", { name: "Sân" }))).toBe(true);
    expect(isChanged(draft, withoutZone(draft, "zon-0123456789ab"))).toBe(true);
  });

  it("gives new zones names that are free and no id", () => {
    const made = withNewZone(draft, "watch", (n) => `Vùng ${n}`);
    const zone = made.draft.zones.find(({ key }) => key === made.key);
    expect(zone).toMatchObject({ name: "Vùng 2", id: null, polygon: [] });
    expect(inputOf(made.draft).zones[1]).not.toHaveProperty("key");
  });

  it("names what is wrong with a zone before it is saved", () => {
    const [zone] = draft.zones;
    if (zone === undefined) throw new Error("no zone");
    expect(zoneFault(zone)).toBeUndefined();
    expect(zoneFault({ ...zone, name: " " })).toBe("name");
    expect(zoneFault({ ...zone, kind: "mask", name: "" })).toBeUndefined();
    expect(zoneFault({ ...zone, polygon: [] })).toBe("too_few");
  });
});

describe("the cells of the tuning view", () => {
  it("are those of the motion grid", () => {
    expect([COLUMNS, ROWS]).toEqual([GRID_COLUMNS, GRID_ROWS]);
  });

  it("become pixels: none where nothing moves, brighter where it moves strongly", () => {
    const sent = new Uint8Array(GRID_CELLS);
    sent[0] = 1;
    sent[5] = 2;
    const cells = cellsOf(Buffer.from(sent).toString("base64"));
    expect(movingCells(cells)).toBe(2);
    const pixels = cellPixels(cells);
    expect(pixels[3]).toBeGreaterThan(0);
    expect(pixels[5 * 4 + 3]).toBeGreaterThan(pixels[3] ?? 0);
    expect(pixels[7]).toBe(0);
  });

  it("of another size are none", () => {
    expect(movingCells(cellsOf(btoa("\u0001\u0002")))).toBe(0);
  });
});
