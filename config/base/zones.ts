/**
 * What a camera is to watch: zones and masks as polygons over its picture, and how sensitive it is.
 * A mask is never looked at. Where there is at least one watch zone, only what happens in one makes
 * an event; the motion grid indexes everything outside masks all the same.
 */
import { type Box, type Corner, GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "./grid.ts";

export const SENSITIVITIES = ["low", "normal", "high"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly kind: "watch" | "mask";
  /** At least three corners that span an area, all inside the picture. */
  readonly polygon: readonly Corner[];
  /** null = the camera's. */
  readonly sensitivity: Sensitivity | null;
  /** How long a thing must lie before it counts as left; null = the camera's. */
  readonly dwellSeconds: number | null;
}

export interface MotionSettings {
  readonly zones: readonly Zone[];
  readonly sensitivity: Sensitivity;
  readonly dwellSeconds: number;
}

export const DEFAULT_MOTION_SETTINGS: MotionSettings = {
  zones: [],
  sensitivity: "normal",
  dwellSeconds: 2.5,
};

export type PolygonFault = "too_few" | "too_many" | "outside" | "no_area" | "crosses_itself";

const MAX_CORNERS = 64;
const MIN_AREA = 1e-4;

/** Why a polygon cannot be used, or undefined for a good one. */
export function polygonFault(polygon: readonly Corner[]): PolygonFault | undefined {
  if (polygon.length > MAX_CORNERS) return "too_many";
  const distinct = new Set(polygon.map(([x, y]) => `${x}:${y}`));
  if (distinct.size < 3) return "too_few";
  if (!polygon.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)) return "outside";
  if (crossesItself(polygon)) return "crosses_itself";
  return Math.abs(signedArea(polygon)) < MIN_AREA ? "no_area" : undefined;
}

/** Even-odd rule; a point on an edge may count either way. */
export function polygonHas(polygon: readonly Corner[], x: number, y: number): boolean {
  let inside = false;
  for (const [i, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(i + polygon.length - 1) % polygon.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Cells whose centre lies in the polygon, or that hold one of its corners: never none. */
export function polygonCells(polygon: readonly Corner[]): Uint8Array {
  const cells = new Uint8Array(GRID_CELLS);
  for (let row = 0; row < GRID_ROWS; row += 1) {
    for (let column = 0; column < GRID_COLUMNS; column += 1) {
      if (polygonHas(polygon, (column + 0.5) / GRID_COLUMNS, (row + 0.5) / GRID_ROWS))
        cells[row * GRID_COLUMNS + column] = 1;
    }
  }
  for (const [x, y] of polygon) {
    const column = Math.min(GRID_COLUMNS - 1, Math.floor(x * GRID_COLUMNS));
    const row = Math.min(GRID_ROWS - 1, Math.floor(y * GRID_ROWS));
    cells[row * GRID_COLUMNS + column] = 1;
  }
  return cells;
}

export function boxPolygon({ x, y, width, height }: Box): Corner[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

function signedArea(polygon: readonly Corner[]): number {
  let sum = 0;
  for (const [i, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(i + 1) % polygon.length] ?? [ax, ay];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}

function crossesItself(polygon: readonly Corner[]): boolean {
  const count = polygon.length;
  const at = (i: number): Corner => polygon[i % count] ?? [0, 0];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 2; j < count; j += 1) {
      if (i === 0 && j === count - 1) continue;
      if (cross(at(i), at(i + 1), at(j), at(j + 1))) return true;
    }
  }
  return false;
}

function cross(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

function turn([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}
