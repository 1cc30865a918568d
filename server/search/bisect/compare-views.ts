/**
 * How much two views of a region are alike, block by block, after shifting one onto the other. A
 * block's likeness is the structure part of SSIM (Wang et al. 2004) taken on gradients: 1 = the same
 * edges, 0 = nothing in common, below = opposite edges. Pure.
 */
import { BLOCK, BLOCK_STEP, type RegionFrame } from "./region-frame.ts";
import type { RegionView } from "./region-view.ts";

export interface Likeness {
  /** −1 … 1 a block. */
  readonly alike: Float32Array;
  /** 0 … 1 a block: how much there is to be compared; a flat block tells nothing. */
  readonly told: Float32Array;
  /** Mean difference of brightness a block, in grey levels; says something in the same light only. */
  readonly off: Float32Array;
}

/** Squared gradient of a block that noise and coding alone may have. */
const NOISE = BLOCK * BLOCK * 12;
/** Even, for steps of two. */
const MOST_SHIFT = 4;
/** A picture is no more than so many times as contrasty as another of the same place. */
const MOST_GAIN = 2.5;

export function compareViews(a: RegionView, b: RegionView, frame: RegionFrame): Likeness {
  // What is bright by day may be dark by infrared: the edge is the same, its sign is not.
  const signless = a.light !== b.light;
  const shift = bestShift(a, b, frame, signless);
  const gain = gainBetween(a, b, frame);
  const { width, columns, rows } = frame;
  const alike = new Float32Array(columns * rows);
  const told = new Float32Array(columns * rows);
  const off = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const block = row * columns + column;
      const at = row * BLOCK_STEP * width + column * BLOCK_STEP;
      const { both, energyA, energyB, apart } = blockSums(a, b, frame, at, shift, gain, signless);
      alike[block] = (2 * both + NOISE) / (energyA + energyB + NOISE);
      off[block] = apart / (BLOCK * BLOCK);
      told[block] = (energyA + energyB) / (energyA + energyB + 2 * NOISE);
    }
  }
  return { alike, told, off };
}

interface Shift {
  readonly x: number;
  readonly y: number;
}

function blockSums(
  a: RegionView,
  b: RegionView,
  { width, height }: RegionFrame,
  at: number,
  shift: Shift,
  gain: number,
  signless: boolean,
): { both: number; energyA: number; energyB: number; apart: number } {
  let both = 0;
  let apart = 0;
  let energyA = 0;
  let energyB = 0;
  const left = at % width;
  const top = Math.floor(at / width);
  for (let y = top; y < top + BLOCK; y += 1) {
    const by = Math.min(height - 1, Math.max(0, y + shift.y));
    for (let x = left; x < left + BLOCK; x += 1) {
      const i = y * width + x;
      const j = by * width + Math.min(width - 1, Math.max(0, x + shift.x));
      const ax = a.gx[i] ?? 0;
      const ay = a.gy[i] ?? 0;
      const bx = (b.gx[j] ?? 0) * gain;
      const by2 = (b.gy[j] ?? 0) * gain;
      const product = ax * bx + ay * by2;
      both += signless ? Math.abs(product) : product;
      apart += Math.abs((a.luma[i] ?? 0) - (b.luma[j] ?? 0));
      energyA += ax * ax + ay * ay;
      energyB += bx * bx + by2 * by2;
    }
  }
  return { both, energyA, energyB, apart };
}

/**
 * The shift of `b` under which most edges of the whole raster fall together: cameras sway a little.
 * In steps of two first, then around the best of them.
 */
function bestShift(a: RegionView, b: RegionView, frame: RegionFrame, signless: boolean): Shift {
  // No shift unless it is clearly better: flat pictures have no best one.
  let best: Shift = { x: 0, y: 0 };
  let most = fitOf(a, b, frame, best, signless) * 1.03;
  for (const step of [2, 1]) {
    const middle = best;
    const reach = step === 2 ? MOST_SHIFT : 1;
    for (let y = middle.y - reach; y <= middle.y + reach; y += step) {
      for (let x = middle.x - reach; x <= middle.x + reach; x += step) {
        const fit = fitOf(a, b, frame, { x, y }, signless);
        if (fit <= most) continue;
        most = fit;
        best = { x, y };
      }
    }
  }
  return best;
}

/** Of every other row and column: edges are wider than a pixel. */
function fitOf(
  a: RegionView,
  b: RegionView,
  { width, height }: RegionFrame,
  shift: Shift,
  signless: boolean,
): number {
  const edge = MOST_SHIFT + 1;
  let sum = 0;
  for (let y = edge; y < height - edge; y += 2) {
    const from = y * width;
    const offset = (y + shift.y) * width + shift.x;
    for (let x = edge; x < width - edge; x += 2) {
      const i = from + x;
      const j = offset + x;
      const product = (a.gx[i] ?? 0) * (b.gx[j] ?? 0) + (a.gy[i] ?? 0) * (b.gy[j] ?? 0);
      sum += signless ? Math.abs(product) : product;
    }
  }
  return sum;
}

/** What `b`'s gradients are multiplied by so that both are as contrasty outside the region. */
function gainBetween(a: RegionView, b: RegionView, frame: RegionFrame): number {
  const gain = Math.sqrt((outerEnergy(a, frame) + 1) / (outerEnergy(b, frame) + 1));
  return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, gain));
}

function outerEnergy(view: RegionView, { width, columns, rows, inside }: RegionFrame): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (inside[row * columns + column]) continue;
      const i = (row * BLOCK_STEP + BLOCK / 2) * width + column * BLOCK_STEP + BLOCK / 2;
      sum += (view.gx[i] ?? 0) ** 2 + (view.gy[i] ?? 0) ** 2;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
