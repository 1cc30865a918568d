/**
 * The moment of a change within seconds, out of a row of pictures that show a person at work: the
 * region looks as before, then parts of it are hidden, then it looks as after. Pure.
 */
import { differenceOf, sideOf } from "./judge-views.ts";
import type { Seen } from "./pictures.ts";
import type { RegionFrame } from "./region-frame.ts";

export interface Moment {
  readonly atMs: number;
  /** Between the last picture as before and the first as after. */
  readonly startMs: number;
  readonly endMs: number;
  /** How clearly the first and the last picture of the row differ: no change, no moment. */
  readonly strength: number;
  /** Share of the pictures of which could be told. */
  readonly seenShare: number;
}

/** A side shows when so much of the changed part shows it. */
const SHOWS = 0.3;

/** Settled when so much of the changed part looks as after. */
const SETTLED = 0.85;
const MOST_SETTLING_MS = 2_000;

/**
 * `row` rises in time; its first picture is clean and before the change, its last clean and after.
 * `comes`: a thing that is put down shows before the hand has left it, and is at rest only then; of
 * one that is taken the first picture without it is the moment.
 */
export function momentOf(
  row: readonly Seen[],
  frame: RegionFrame,
  comes: boolean,
): Moment | undefined {
  const first = row[0];
  const last = row.at(-1);
  if (!first || !last || row.length < 2) return undefined;
  const difference = differenceOf(first.view, last.view, frame);
  const refs = { before: first.view, after: last.view };
  const sides = row.map((seen) => sideOf(seen.view, refs, difference.weights, frame, true));
  // The split that contradicts the fewest pictures: before it "before", behind it "after".
  let best = 1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let split = 1; split < row.length; split += 1) {
    let score = 0;
    for (const [i, { before, after }] of sides.entries()) {
      score += i < split ? before - after : after - before;
    }
    if (score <= bestScore) continue;
    bestScore = score;
    best = split;
  }
  let from = best - 1;
  while (from > 0 && (sides[from]?.before ?? 0) < SHOWS) from -= 1;
  let to = best;
  while (to < row.length - 1 && (sides[to]?.after ?? 0) < SHOWS) to += 1;
  const startMs = row[from]?.atMs ?? first.atMs;
  const endMs = row[to]?.atMs ?? last.atMs;
  const settled = sides.findIndex(({ after }, i) => i >= to && after >= SETTLED);
  const settledMs = row[settled]?.atMs ?? endMs;
  const restMs = comes ? Math.min(MOST_SETTLING_MS, settledMs - endMs) / 2 : 0;
  const told = sides.filter(({ before, after }) => Math.abs(before - after) > SHOWS).length;
  return {
    atMs: Math.round((startMs + endMs) / 2 + restMs),

    startMs,
    endMs: Math.round(endMs + restMs),
    strength: difference.strength,
    seenShare: told / row.length,
  };
}
