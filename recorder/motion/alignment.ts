/**
 * Holds a shaking or slowly turning camera still: the whole-pixel shift between picture and
 * background, found by walking downhill from the last one (sum of clipped absolute differences over
 * a sample of pixels). Smaller shakes are borne by the background's neighbourhood bounds.
 */
import type { PixelMemory } from "./pixel-memory.ts";

/** Larger differences are objects, which must not pull. */
const CLIP = 18;
/** No shift beyond this share of the picture's smaller side: then the scene is another one. */
const MAX_SHARE = 0.1;
const MAX_STEPS = 3;
/** A neighbour must be so much better. */
const BETTER = 0.97;

const NEIGHBOURS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

export class Alignment {
  /** Picture (x + shiftX, y + shiftY) shows what the background has at (x, y). */
  shiftX = 0;
  shiftY = 0;
  readonly #width: number;
  readonly #height: number;
  readonly #max: number;
  readonly #copy: Float32Array;

  readonly #memory: PixelMemory;

  constructor(width: number, height: number, memory: PixelMemory) {
    this.#memory = memory;
    this.#width = width;
    this.#height = height;
    this.#max = Math.floor(Math.min(width, height) * MAX_SHARE);
    this.#copy = new Float32Array(width * height);
  }

  reset(): void {
    this.shiftX = 0;
    this.shiftY = 0;
  }

  /**
   * Moves `picture` in place onto the background. `gain` brings the mean to its light. What lies beyond
   * the picture's edge is unknown, and taken to be what the background has there. Answers whether the
   * picture is another one now.
   */
  align(picture: Float32Array, mean: Float32Array, gain: number): boolean {
    this.#search(picture, mean, gain);
    const { shiftX, shiftY } = this;
    if (shiftX === 0 && shiftY === 0) return false;
    this.#copy.set(picture);
    const width = this.#width;
    const height = this.#height;
    for (let y = 0; y < height; y += 1) {
      const from = (y + shiftY) * width;
      const isKnownRow = y + shiftY >= 0 && y + shiftY < height;
      for (let x = 0; x < width; x += 1) {
        const i = y * width + x;
        const isKnown = isKnownRow && x + shiftX >= 0 && x + shiftX < width;
        picture[i] = isKnown
          ? (this.#copy[from + x + shiftX] as number)
          : Math.min(255, gain * (mean[i] as number));
      }
    }
    return true;
  }

  #search(picture: Float32Array, mean: Float32Array, gain: number): void {
    let best = this.#cost(picture, mean, gain, this.shiftX, this.shiftY);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      let moved = false;
      const { shiftX, shiftY } = this;
      for (const [dx, dy] of NEIGHBOURS) {
        const [x, y] = [shiftX + dx, shiftY + dy];
        if (Math.abs(x) > this.#max || Math.abs(y) > this.#max) continue;
        const cost = this.#cost(picture, mean, gain, x, y);
        if (cost >= best * BETTER) continue;
        best = cost;
        this.shiftX = x;
        this.shiftY = y;
        moved = true;
      }
      if (!moved) return;
    }
  }

  #cost(picture: Float32Array, mean: Float32Array, gain: number, dx: number, dy: number): number {
    const [now, usual] = [picture.byteOffset, mean.byteOffset];
    const [width, height, margin] = [this.#width, this.#height, this.#max];
    const { passes } = this.#memory;
    return passes.shiftCost(now, usual, width, height, margin, dx, dy, gain, CLIP) + 1;
  }
}
