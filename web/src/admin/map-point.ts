/** Places on the map in parts of its width and height, 0 to 1 from the upper left; pure. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

const inside = (part: number): number => Math.min(1, Math.max(0, part));

/** Rounded to a ten-thousandth: finer than a pixel of any map, and readable in the log. */
const rounded = (part: number): number => Math.round(inside(part) * 10_000) / 10_000;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The place on the map under a point of the page; a point beside the map gives its edge. */
export function pointIn(box: Box, clientX: number, clientY: number): MapPoint {
  return {
    x: rounded((clientX - box.left) / box.width),
    y: rounded((clientY - box.top) / box.height),
  };
}

/** A step of an arrow key: a half per cent of the map. */
export function stepBy(at: MapPoint, dx: number, dy: number): MapPoint {
  return { x: rounded(at.x + dx * 0.005), y: rounded(at.y + dy * 0.005) };
}
