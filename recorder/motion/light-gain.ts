/**
 * One number for a light that changes over the whole picture: the median of how much lighter blocks
 * of the picture are than the same blocks of the background. Objects cover fewer than half of the
 * blocks and do not sway a median. No memory but its scratch.
 */
import type { PixelMemory } from "./pixel-memory.ts";

const COLUMNS = 8;
const ROWS = 6;
const BLOCKS = COLUMNS * ROWS;
/** Blocks darker than this say nothing about a gain. */
const DARK = 12;
/** Smaller changes are left to the slow mean. */
const SMALL = 0.012;
/** Another light leaves the blocks as unlike each other as the gain says, by this share. */
const SPREAD_SHARE = 0.4;

export class LightGain {
  readonly #width: number;
  readonly #height: number;
  readonly #memory: PixelMemory;
  readonly #sums: Float32Array;
  readonly #ratios = new Float32Array(BLOCKS);
  readonly #nows = new Float32Array(BLOCKS);
  readonly #usuals = new Float32Array(BLOCKS);

  constructor(width: number, height: number, memory: PixelMemory) {
    this.#width = width;
    this.#height = height;
    this.#memory = memory;
    this.#sums = memory.floats(2);
  }

  /** Factor from the mean's light to the picture's; 1 when it is the same, or too few blocks can tell. */
  of(picture: Float32Array, mean: Float32Array): number {
    let count = 0;
    for (let block = 0; block < BLOCKS; block += 1) {
      const { now, usual } = this.#lightOf(block, picture, mean);
      this.#nows[block] = now;
      this.#usuals[block] = usual;
      if (usual > DARK) this.#ratios[count++] = (now + 1) / (usual + 1);
    }
    if (count < BLOCKS / 4) return 1;
    const sorted = this.#ratios.subarray(0, count).sort();
    const gain = sorted[count >> 1] ?? 1;
    return Math.abs(gain - 1) < SMALL || !this.#isLight(gain) ? 1 : gain;
  }

  /** A white, black or grey picture has lost its blocks' differences: that is no other light. */
  #isLight(gain: number): boolean {
    return spread(this.#nows) > SPREAD_SHARE * gain * spread(this.#usuals);
  }

  #lightOf(block: number, picture: Float32Array, mean: Float32Array) {
    const column = block % COLUMNS;
    const row = (block - column) / COLUMNS;
    const x0 = Math.floor((column * this.#width) / COLUMNS);
    const x1 = Math.floor(((column + 1) * this.#width) / COLUMNS);
    const y0 = Math.floor((row * this.#height) / ROWS);
    const y1 = Math.floor(((row + 1) * this.#height) / ROWS);
    const sums = this.#sums;
    const planes = [picture.byteOffset, mean.byteOffset] as const;
    this.#memory.passes.lightOf(...planes, this.#width, x0, x1, y0, y1, sums.byteOffset);
    const count = (x1 - x0) * Math.ceil((y1 - y0) / 2);
    return { now: (sums[0] as number) / count, usual: (sums[1] as number) / count };
  }
}

/** Standard deviation. */
function spread(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
