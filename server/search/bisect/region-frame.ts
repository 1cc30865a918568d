/**
 * The part of the picture that a bisect looks at: the asked polygon with a margin, sampled to a small
 * raster of its own whatever the stream's size, and cut into overlapping blocks that are compared one
 * by one. Pure geometry; raster pixels have no other meaning outside this folder.
 */
import type { Box, Corner } from "#base/grid";
import { polygonHas } from "#base/zones";

/** Side of a block and distance of neighbouring blocks, in raster pixels. */
export const BLOCK = 8;
export const BLOCK_STEP = 4;

export interface RegionFrame {
  /** What is cut out of the picture, in shares of it. */
  readonly crop: Box;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** One byte a block: 1 = its middle lies in the polygon. */
  readonly inside: Uint8Array;
}

/** The picture's width to which regions are measured; small streams are about as wide. */
const NOMINAL_WIDTH = 640;
/** The margin shows the outline of a thing that fills its box, and the surroundings to align by. */
const MARGIN_SHARE = 0.35;
const LEAST_MARGIN_PX = 10;
const LEAST_SIDE = 72;
const MOST_SIDE = 144;

export function regionFrame(polygon: readonly Corner[], aspect: number): RegionFrame {
  const nominalHeight = NOMINAL_WIDTH / aspect;
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  const across = withMargin(Math.min(...xs), Math.max(...xs), NOMINAL_WIDTH);
  const down = withMargin(Math.min(...ys), Math.max(...ys), nominalHeight);
  const crop = {
    x: across.from,
    y: down.from,
    width: across.to - across.from,
    height: down.to - down.from,
  };
  const sides = [crop.width * NOMINAL_WIDTH, crop.height * nominalHeight] as const;
  const longest = Math.max(...sides);
  const scale = Math.min(MOST_SIDE, Math.max(LEAST_SIDE, longest)) / longest;
  const width = Math.max(2 * BLOCK, Math.round(sides[0] * scale));
  const height = Math.max(2 * BLOCK, Math.round(sides[1] * scale));
  const columns = Math.floor((width - BLOCK) / BLOCK_STEP) + 1;
  const rows = Math.floor((height - BLOCK) / BLOCK_STEP) + 1;
  const inside = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = crop.x + ((column * BLOCK_STEP + BLOCK / 2) / width) * crop.width;
      const y = crop.y + ((row * BLOCK_STEP + BLOCK / 2) / height) * crop.height;
      if (polygonHas(polygon, x, y)) inside[row * columns + column] = 1;
    }
  }
  if (!inside.includes(1)) inside[Math.floor(rows / 2) * columns + Math.floor(columns / 2)] = 1;
  return { crop, width, height, columns, rows, inside };
}

function withMargin(from: number, to: number, sidePx: number): { from: number; to: number } {
  const margin = Math.max((to - from) * MARGIN_SHARE, LEAST_MARGIN_PX / sidePx);
  return { from: Math.max(0, from - margin), to: Math.min(1, to + margin) };
}
