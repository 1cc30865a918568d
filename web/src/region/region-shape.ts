/**
 * Boxes and polygons over a picture, in shares of its width and height from the upper left corner.
 * Pure: makes, moves and checks them, and writes them into addresses. Owns no drawing.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type Corner = readonly [x: number, y: number];
export type Polygon = readonly Corner[];

/** Why a polygon cannot be saved; the same words as the server's check. */
export type PolygonFault = "too_few" | "too_many" | "outside" | "no_area" | "crosses_itself";

export const MAX_CORNERS = 64;
const MIN_AREA = 1e-4;
/** A box smaller than a cell of the motion grid says nothing. */
export const MIN_SIDE = 0.02;
/** What a tap without a drag gives. */
const TAP_SIDE = 0.2;

/** A ten-thousandth is finer than a pixel of any camera and keeps addresses short. */
export const rounded = (part: number): number =>
  Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000;

export function boxBetween([ax, ay]: Corner, [bx, by]: Corner): Box {
  const [x, right] = [rounded(Math.min(ax, bx)), rounded(Math.max(ax, bx))];
  const [y, bottom] = [rounded(Math.min(ay, by)), rounded(Math.max(ay, by))];
  return { x, y, width: rounded(right - x), height: rounded(bottom - y) };
}

export function isUsableBox({ width, height }: Box): boolean {
  return width >= MIN_SIDE && height >= MIN_SIDE;
}

/** The box of a tap: of a size that is easy to see and to drag, wholly inside the picture. */
export function boxAround([x, y]: Corner): Box {
  const left = Math.min(1 - TAP_SIDE, Math.max(0, x - TAP_SIDE / 2));
  const top = Math.min(1 - TAP_SIDE, Math.max(0, y - TAP_SIDE / 2));
  return boxBetween([left, top], [left + TAP_SIDE, top + TAP_SIDE]);
}

export function movedBox(box: Box, dx: number, dy: number): Box {
  const x = rounded(Math.min(1 - box.width, Math.max(0, box.x + dx)));
  const y = rounded(Math.min(1 - box.height, Math.max(0, box.y + dy)));
  return { ...box, x, y };
}

/** Its corners, clockwise from the upper left. */
export function boxCorners({ x, y, width, height }: Box): Corner[] {
  // Rounded: a sum that is a hair above 1 would lie outside the picture.
  const [right, bottom] = [rounded(x + width), rounded(y + height)];
  return [
    [x, y],
    [right, y],
    [right, bottom],
    [x, bottom],
  ];
}

/** The box after its corner `index` (see `boxCorners`) went to `to`; it may turn over. */
export function resizedBox(box: Box, index: number, to: Corner): Box {
  const opposite = boxCorners(box)[(index + 2) % 4] ?? [0, 0];
  return boxBetween(opposite, to);
}

export function boxHas({ x, y, width, height }: Box, [atX, atY]: Corner): boolean {
  return atX >= x && atX <= x + width && atY >= y && atY <= y + height;
}

/** Room around a box when it is shown enlarged, in boxes; and the least share of the picture shown. */
const CROP_ROOM = 2.4;
const CROP_LEAST = 0.3;

/** A part of the picture with the picture's own proportions that shows the box and its surroundings. */
export function cropAround(box: Box): Box {
  const side = Math.min(1, Math.max(CROP_LEAST, CROP_ROOM * Math.max(box.width, box.height)));
  const start = (at: number, length: number) =>
    Math.min(1 - side, Math.max(0, at + length / 2 - side / 2));
  return {
    x: start(box.x, box.width),
    y: start(box.y, box.height),
    width: side,
    height: side,
  };
}

export function boundsOf(polygon: Polygon): Box {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return boxBetween([Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]);
}

export function withCornerMoved(polygon: Polygon, index: number, [x, y]: Corner): Corner[] {
  return polygon.map((corner, at) => (at === index ? [rounded(x), rounded(y)] : corner));
}

/** A new corner behind corner `index`. */
export function withCornerAfter(polygon: Polygon, index: number, [x, y]: Corner): Corner[] {
  return [...polygon.slice(0, index + 1), [rounded(x), rounded(y)], ...polygon.slice(index + 1)];
}

export function withoutCorner(polygon: Polygon, index: number): Corner[] {
  return polygon.filter((_, at) => at !== index);
}

export function edgeMiddles(polygon: Polygon): Corner[] {
  return polygon.map(([ax, ay], index) => {
    const [bx, by] = polygon[(index + 1) % polygon.length] ?? [ax, ay];
    return [(ax + bx) / 2, (ay + by) / 2];
  });
}

/** Why the server would refuse it, or undefined for a good one. */
export function polygonFault(polygon: Polygon): PolygonFault | undefined {
  if (polygon.length > MAX_CORNERS) return "too_many";
  if (new Set(polygon.map(([x, y]) => `${x}:${y}`)).size < 3) return "too_few";
  if (!polygon.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)) return "outside";
  if (crossesItself(polygon)) return "crosses_itself";
  return Math.abs(signedArea(polygon)) < MIN_AREA ? "no_area" : undefined;
}

function signedArea(polygon: Polygon): number {
  return polygon.reduce((sum, [ax, ay], index) => {
    const [bx, by] = polygon[(index + 1) % polygon.length] ?? [ax, ay];
    return sum + (ax * by - bx * ay) / 2;
  }, 0);
}

function crossesItself(polygon: Polygon): boolean {
  const count = polygon.length;
  const at = (index: number): Corner => polygon[index % count] ?? [0, 0];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 2; j < count; j += 1) {
      const areNeighbours = i === 0 && j === count - 1;
      if (!areNeighbours && crosses(at(i), at(i + 1), at(j), at(j + 1))) return true;
    }
  }
  return false;
}

function crosses(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

function turn([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

/** `0.1,0.2,0.3,0.4` = x, y, width, height. */
export function boxText({ x, y, width, height }: Box): string {
  return [x, y, width, height].map(rounded).join(",");
}

export function parseBox(text: string | null): Box | undefined {
  const parts = numbersOf(text);
  if (parts?.length !== 4) return undefined;
  const [x = 0, y = 0, width = 0, height = 0] = parts;
  if (x + width > 1.0001 || y + height > 1.0001) return undefined;
  const box = { x, y, width, height };
  return isUsableBox(box) ? box : undefined;
}

/** `x,y,x,y,x,y`. */
export function polygonText(polygon: Polygon): string {
  return polygon.flatMap(([x, y]) => [rounded(x), rounded(y)]).join(",");
}

export function parsePolygon(text: string | null): Corner[] | undefined {
  const parts = numbersOf(text);
  if (parts === undefined || parts.length % 2 !== 0) return undefined;
  const polygon = parts.flatMap((x, index) =>
    index % 2 === 0 ? [[x, parts[index + 1] ?? 0] as Corner] : [],
  );
  return polygonFault(polygon) === undefined ? polygon : undefined;
}

/** Shares of the picture only; anything else is no region. */
function numbersOf(text: string | null): number[] | undefined {
  if (text === null || !/^[\d.]+(,[\d.]+)+$/.test(text)) return undefined;
  const parts = text.split(",").map(Number);
  return parts.every((part) => part >= 0 && part <= 1) ? parts : undefined;
}
