/** Boxes as the catalogue keeps them: JSON `[x, y, width, height]` in shares of the picture. */
import type { Box } from "#base/grid";

/** Six digits are a thousandth of a pixel. */
const DIGITS = 6;

export function encodeBox(box: Box): string {
  const short = (value: number) => Number(value.toFixed(DIGITS));
  return JSON.stringify([box.x, box.y, box.width, box.height].map(short));
}

/** null for none, or for what is no box. */
export function decodeBox(text: string | null): Box | null {
  if (text === null) return null;
  const [x, y, width, height] = JSON.parse(text) as (number | undefined)[];
  if (x === undefined || y === undefined || width === undefined || height === undefined)
    return null;
  return { x, y, width, height };
}
