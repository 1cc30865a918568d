/**
 * The picture that the models look at: the small frame halved once more (2×2 means), which takes the
 * sensor's noise down and the cost with it. Owns sizes and the way from pixels to cells of the motion
 * grid; no memory of earlier frames.
 */
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import type { LumaFrame } from "./facts.ts";

/** Frames of fewer pixels than this are looked at as they are. */
const SMALL_PIXELS = 30_000;
/** Nothing smaller can be judged. */
const MIN_SIDE = 16;

export interface WorkGeometry {
  /** Of the frame. */
  readonly frameWidth: number;
  readonly frameHeight: number;
  /** Of the work picture. */
  readonly width: number;
  readonly height: number;
  /** Frame pixels a work pixel, each way. */
  readonly factor: 1 | 2;
  /** Cell of the motion grid of each work pixel. */
  readonly cellOf: Uint16Array;
  /** Work pixels in each cell. */
  readonly cellPixels: Uint16Array;
}

/** undefined for a frame that is no picture: too small, or fewer bytes than its size says. */
export function workGeometry(frame: LumaFrame): WorkGeometry | undefined {
  const { width: frameWidth, height: frameHeight } = frame;
  if (frame.luma.length < frameWidth * frameHeight) return undefined;
  const factor = frameWidth * frameHeight > SMALL_PIXELS ? 2 : 1;
  const width = Math.floor(frameWidth / factor);
  const height = Math.floor(frameHeight / factor);
  if (width < MIN_SIDE || height < MIN_SIDE) return undefined;
  const cellOf = new Uint16Array(width * height);
  const cellPixels = new Uint16Array(GRID_CELLS);
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(GRID_ROWS - 1, Math.floor((y * GRID_ROWS) / height));
    for (let x = 0; x < width; x += 1) {
      const column = Math.min(GRID_COLUMNS - 1, Math.floor((x * GRID_COLUMNS) / width));
      const cell = row * GRID_COLUMNS + column;
      cellOf[y * width + x] = cell;
      cellPixels[cell] = (cellPixels[cell] ?? 0) + 1;
    }
  }
  return { frameWidth, frameHeight, width, height, factor, cellOf, cellPixels };
}

/** Writes the work picture of `frame` into `into` (`width * height`): luma 0 … 255. */
export function toWorkPicture(frame: LumaFrame, geometry: WorkGeometry, into: Float32Array): void {
  const { luma } = frame;
  const { width, height, factor, frameWidth } = geometry;
  if (factor === 1) {
    for (let i = 0; i < width * height; i += 1) into[i] = luma[i] as number;
    return;
  }
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    let upper = 2 * y * frameWidth;
    let lower = upper + frameWidth;
    for (let x = 0; x < width; x += 1) {
      into[at] =
        ((luma[upper] as number) +
          (luma[upper + 1] as number) +
          (luma[lower] as number) +
          (luma[lower + 1] as number)) *
        0.25;
      at += 1;
      upper += 2;
      lower += 2;
    }
  }
}
