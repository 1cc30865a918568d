/**
 * The picture that the models look at: the small frame halved once more (2×2 means), which takes the
 * sensor's noise down and the cost with it. Owns sizes and the way from pixels to cells of the motion
 * grid; no memory of earlier frames.
 */
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import type { LumaFrame } from "./facts.ts";
import type { PixelMemory } from "./pixel-memory.ts";

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

/** Makes work pictures of frames of one size. */
export class WorkPictures {
  readonly #geometry: WorkGeometry;
  readonly #memory: PixelMemory;
  readonly #frame: Uint8Array;

  constructor(geometry: WorkGeometry, memory: PixelMemory) {
    this.#geometry = geometry;
    this.#memory = memory;
    this.#frame = memory.bytes(geometry.frameWidth * geometry.frameHeight);
  }

  /** Writes the work picture of `luma` into `into` (`width * height`, in the same memory): 0 … 255. */
  make(luma: Uint8Array, into: Float32Array): void {
    const { width, height, factor, frameWidth } = this.#geometry;
    const frame = this.#frame;
    frame.set(luma.length === frame.length ? luma : luma.subarray(0, frame.length));
    const { passes } = this.#memory;
    if (factor === 1) passes.widen(frame.byteOffset, into.byteOffset, frame.length);
    else passes.halve(frame.byteOffset, frameWidth, into.byteOffset, width, height);
  }
}
