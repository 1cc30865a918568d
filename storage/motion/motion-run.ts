/**
 * Seconds to runs: stretches in which a region moved, merged over short pauses. Pure; goes from
 * change to change, not from second to second.
 */
import type { TimeRange } from "#base/time-range";
import type { MotionRun } from "./motion-types.ts";
import type { SecondBits } from "./second-bits.ts";

export interface RunWish {
  readonly dayMs: number;
  readonly range: TimeRange;
  readonly mergeGapMs: number;
}

/**
 * Runs of a day, rising, cut to the range: of the seconds in `hits`, which are counted as moved;
 * those of them in `strong`, where it is given, as strongly.
 */
export function listRuns(
  hits: SecondBits,
  strong: SecondBits | undefined,
  { dayMs, range, mergeGapMs }: RunWish,
): MotionRun[] {
  const fromS = Math.max(0, Math.floor((range.startMs - dayMs) / 1000));
  const toS = Math.min(hits.words.length << 5, Math.ceil((range.endMs - dayMs) / 1000));
  const gapS = mergeGapMs / 1000;
  const runs: MotionRun[] = [];
  for (let at = hits.next(fromS, toS); at < toS; ) {
    const firstS = at;
    let endS = at;
    let movedSeconds = 0;
    do {
      endS = hits.nextOut(at, toS);
      movedSeconds += endS - at;
      at = hits.next(endS, toS);
    } while (at < toS && at - endS <= gapS);
    runs.push({
      startMs: Math.max(dayMs + firstS * 1000, range.startMs),
      endMs: Math.min(dayMs + endS * 1000, range.endMs),
      movedSeconds,
      strongSeconds: strong ? strong.count(firstS, endS) : 0,
    });
  }
  return runs;
}

/** Runs of two neighbouring stretches as one list: at the seam they merge as elsewhere. */
export function joinRuns(
  earlier: readonly MotionRun[],
  later: readonly MotionRun[],
  mergeGapMs: number,
): MotionRun[] {
  const before = earlier.at(-1);
  const after = later[0];
  if (!before || !after || after.startMs - before.endMs > mergeGapMs) return [...earlier, ...later];
  const joint = {
    startMs: before.startMs,
    endMs: after.endMs,
    movedSeconds: before.movedSeconds + after.movedSeconds,
    strongSeconds: before.strongSeconds + after.strongSeconds,
  };
  return [...earlier.slice(0, -1), joint, ...later.slice(1)];
}
