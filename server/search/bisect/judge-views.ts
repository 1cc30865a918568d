/**
 * Whether a region changed between two views, where in it, and on which side of that change a third
 * view is. Judges block by block, so that a passer-by who hides a part leaves the rest to be judged.
 * Pure.
 */
import { compareViews } from "./compare-views.ts";
import { BLOCK, BLOCK_STEP, type RegionFrame } from "./region-frame.ts";
import type { RegionView } from "./region-view.ts";

export interface Difference {
  /** 0 … 1 a block: how clearly it changed; 0 outside the region. */
  readonly weights: Float32Array;
  /** 0 … 1: how clearly the region as a whole changed; below `CHANGED` it did not. */
  readonly strength: number;
}

export interface Side {
  /** Shares of the changed blocks that look as before, as after, or like neither (hidden). */
  readonly before: number;
  readonly after: number;
  readonly hidden: number;
}

/** From this strength on, two views show different things. */
export const CHANGED = 0.3;
/** Blocks at least so unlike have changed. */
const UNLIKE = 0.6;
/** A region is surely changed when so much of it is. */
const CLEAR_SHARE = 0.22;
/** … or when so many clearly changed blocks hang together. */
const CLEAR_SPOT = 40;
const SPOT_WEIGHT = 0.4;
/** How much more like one side than the other a block must be. */
const MARGIN = 0.12;
const HIDDEN = 0.25;
/** Grey levels by which a block is of another brightness. */
const OTHER_TONE = 20;
const EDGE_WEIGHT = 0.25;
const LEAST_CONTRAST = 10;

export function differenceOf(a: RegionView, b: RegionView, frame: RegionFrame): Difference {
  const { alike, told } = compareViews(a, b, frame);
  const all = alike.map((likeness, i) => {
    const unlike = Math.max(0, (UNLIKE - likeness) / UNLIKE);
    return Math.min(1, unlike) * (told[i] ?? 0);
  });
  const weights = all.map((weight, i) => (frame.inside[i] ? weight : 0));
  const around = all.map((weight, i) => (frame.inside[i] ? 0 : weight));
  const insideCount = frame.inside.reduce((sum, each) => sum + each, 0);
  // What changed all around (light, a turned camera) is no change of the region.
  const calm = 1 - Math.min(1, (1.5 * sum(around)) / Math.max(1, all.length - insideCount));
  const share = sum(weights) / insideCount / CLEAR_SHARE;
  // In a wide region a small thing changes little of it, but all in one place.
  const spot = (largestSpot(weights, frame) - largestSpot(around, frame)) / CLEAR_SPOT;
  const strength = Math.max(share * calm * calm, spot * calm);
  return { weights, strength: Math.min(1, Math.max(0, strength)) };
}

function sum(values: Float32Array): number {
  return values.reduce((total, each) => total + each, 0);
}

/** How many clearly changed blocks hang together at most. */
function largestSpot(weights: Float32Array, { columns }: RegionFrame): number {
  const seen = new Uint8Array(weights.length);
  let largest = 0;
  for (let start = 0; start < weights.length; start += 1) {
    if (seen[start] || (weights[start] ?? 0) < SPOT_WEIGHT) continue;
    const queue = [start];
    seen[start] = 1;
    for (let i = 0; i < queue.length; i += 1) {
      const block = queue[i] ?? 0;
      const column = block % columns;
      const beside = [block - columns, block + columns];
      if (column > 0) beside.push(block - 1);
      if (column < columns - 1) beside.push(block + 1);
      for (const next of beside) {
        if (next < 0 || next >= weights.length || seen[next]) continue;
        if ((weights[next] ?? 0) < SPOT_WEIGHT) continue;
        seen[next] = 1;
        queue.push(next);
      }
    }
    largest = Math.max(largest, queue.length);
  }
  return largest;
}

/**
 * On which side of a change a view is; `before` and `after` should be of like light. Where all three
 * are seconds apart (`sameLight`), what is neither as bright as before nor as after is hidden: the
 * coat of a passer-by has as few edges as empty ground.
 */
export function sideOf(
  view: RegionView,
  refs: { readonly before: RegionView; readonly after: RegionView },
  weights: Float32Array,
  frame: RegionFrame,
  sameLight = false,
): Side {
  const toBefore = compareViews(refs.before, view, frame);
  const toAfter = compareViews(refs.after, view, frame);
  let before = 0;
  let after = 0;
  let all = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] ?? 0;
    if (weight <= 0) continue;
    all += weight;
    const offBefore = toBefore.off[i] ?? 0;
    const offAfter = toAfter.off[i] ?? 0;
    if (sameLight && Math.min(offBefore, offAfter) > OTHER_TONE) continue;
    const b = toBefore.alike[i] ?? 0;
    const a = toAfter.alike[i] ?? 0;
    if (Math.max(a, b) < HIDDEN) continue;
    if (a - b > MARGIN && !(sameLight && offAfter > OTHER_TONE)) after += weight;
    else if (b - a > MARGIN && !(sameLight && offBefore > OTHER_TONE)) before += weight;
  }
  if (all === 0) return { before: 0, after: 0, hidden: 1 };
  return { before: before / all, after: after / all, hidden: 1 - (before + after) / all };
}

/** 0 = as before, 1 = as after, null = too much hidden to be told. */
export function afterShare({ before, after }: Side): number | null {
  return before + after < 0.35 ? null : after / (before + after);
}

/**
 * How much more of a thing there is in `a` than in `b`, −1 … 1: a thing has an outline, and another
 * tone than the ground around it; the empty ground has neither. Positive = the thing is in `a`.
 */
export function thingSurplus(
  a: RegionView,
  b: RegionView,
  weights: Float32Array,
  frame: RegionFrame,
): number {
  const edges = surplus(outline(a, weights, frame), outline(b, weights, frame), 1);
  const tones = surplus(contrast(a, weights, frame), contrast(b, weights, frame), LEAST_CONTRAST);
  return (edges + tones) / 2;
}

function surplus(inA: number, inB: number, least: number): number {
  return (inA - inB) / (inA + inB + least);
}

function outline(view: RegionView, weights: Float32Array, frame: RegionFrame): number {
  let energy = 0;
  for (let i = 0; i < weights.length; i += 1) {
    if (isAtEdge(weights, i, frame)) energy += (weights[i] ?? 0) * blockEnergy(view, frame, i);
  }
  return energy;
}

/** Grey levels between what changed and what is around it. */
function contrast(view: RegionView, weights: Float32Array, frame: RegionFrame): number {
  let [changed, changedWeight, around, aroundCount] = [0, 0, 0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] ?? 0;
    const tone = blockTone(view, frame, i);
    if (weight >= EDGE_WEIGHT) {
      changed += weight * tone;
      changedWeight += weight;
    } else {
      around += tone;
      aroundCount += 1;
    }
  }
  if (changedWeight === 0 || aroundCount === 0) return 0;
  return Math.abs(changed / changedWeight - around / aroundCount);
}

function blockTone(view: RegionView, { width, columns }: RegionFrame, block: number): number {
  const row = Math.floor(block / columns) * BLOCK_STEP + BLOCK / 2;
  return view.luma[row * width + (block % columns) * BLOCK_STEP + BLOCK / 2] ?? 0;
}

/** A changed block next to one that did not change: there runs the thing's outline. */
function isAtEdge(weights: Float32Array, block: number, { columns }: RegionFrame): boolean {
  if ((weights[block] ?? 0) < EDGE_WEIGHT) return false;
  const beside = [block - columns, block + columns, block - 1, block + 1];
  return beside.some((next) => (weights[next] ?? 0) < EDGE_WEIGHT);
}

function blockEnergy(view: RegionView, { width, columns }: RegionFrame, block: number): number {
  const at = (Math.floor(block / columns) * width + (block % columns)) * BLOCK_STEP;
  let sum = 0;
  for (let y = 0; y < BLOCK; y += 1) {
    for (let x = 0; x < BLOCK; x += 1) {
      const i = at + y * width + x;
      sum += (view.gx[i] ?? 0) ** 2 + (view.gy[i] ?? 0) ** 2;
    }
  }
  return sum;
}
