/**
 * Foreground pixels gathered to blobs: the picture in blocks of 4×4 work pixels, blocks with enough
 * foreground joined to those within reach (also over an empty block: a person is rarely one piece).
 * Pure but for its own scratch memory.
 */
import type { PixelMemory } from "./pixel-memory.ts";

export const BLOCK = 4;

export interface Blob {
  /** In work pixels, half-open. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly centreX: number;
  readonly centreY: number;
  /** Foreground pixels. */
  readonly pixels: number;
  /** Indices of its blocks. */
  readonly blocks: readonly number[];
}

/** Foreground pixels that make a block count. */
const BLOCK_MIN = 4;

export class BlobFinder {
  readonly columns: number;
  readonly rows: number;
  /** Foreground pixels of each block after `find`. */
  readonly counts: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  readonly #seen: Uint8Array;

  readonly #reach: number;

  readonly #memory: PixelMemory;

  /** `reach`: how many blocks away a block still belongs to the same blob. */
  constructor(width: number, height: number, memory: PixelMemory, reach = 2) {
    this.#reach = reach;
    this.#width = width;
    this.#height = height;
    this.columns = Math.ceil(width / BLOCK);
    this.rows = Math.ceil(height / BLOCK);
    this.#memory = memory;
    this.counts = memory.bytes(this.columns * this.rows);
    this.#seen = new Uint8Array(this.columns * this.rows);
  }

  /** `foreground`: 0 or 1 a pixel, in the scene's memory. */
  find(foreground: Uint8Array, minPixels: number): Blob[] {
    const { counts } = this;
    const [mask, into] = [foreground.byteOffset, counts.byteOffset];
    this.#memory.passes.countBlocks(mask, this.#width, this.#height, into);
    const seen = this.#seen.fill(0);
    const blobs: Blob[] = [];
    for (let block = 0; block < counts.length; block += 1) {
      if (seen[block] === 1 || (counts[block] as number) < BLOCK_MIN) continue;
      const blob = this.#measure(this.#grow(block), foreground);
      if (blob.pixels >= minPixels) blobs.push(blob);
    }
    return blobs;
  }

  #grow(start: number): number[] {
    const { columns, rows, counts } = this;
    const seen = this.#seen;
    const reach = this.#reach;
    const found = [start];
    seen[start] = 1;
    for (let next = 0; next < found.length; next += 1) {
      const block = found[next] as number;
      const column = block % columns;
      const row = (block - column) / columns;
      for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r += 1) {
        const last = Math.min(columns - 1, column + reach);
        for (let c = Math.max(0, column - reach); c <= last; c += 1) {
          const other = r * columns + c;
          if (seen[other] === 1 || (counts[other] as number) < BLOCK_MIN) continue;
          seen[other] = 1;
          found.push(other);
        }
      }
    }
    return found;
  }

  #measure(blocks: readonly number[], foreground: Uint8Array): Blob {
    let [x0, y0, x1, y1] = [this.#width, this.#height, 0, 0];
    let [sumX, sumY, pixels] = [0, 0, 0];
    for (const block of blocks) {
      const left = (block % this.columns) * BLOCK;
      const top = Math.floor(block / this.columns) * BLOCK;
      for (let y = top; y < Math.min(top + BLOCK, this.#height); y += 1) {
        for (let x = left; x < Math.min(left + BLOCK, this.#width); x += 1) {
          if (foreground[y * this.#width + x] !== 1) continue;
          pixels += 1;
          sumX += x;
          sumY += y;
          if (x < x0) x0 = x;
          if (x >= x1) x1 = x + 1;
          if (y < y0) y0 = y;
          if (y >= y1) y1 = y + 1;
        }
      }
    }
    const centreX = sumX / pixels + 0.5;
    const centreY = sumY / pixels + 0.5;
    return { x0, y0, x1, y1, centreX, centreY, pixels, blocks };
  }
}
