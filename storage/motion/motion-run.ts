/**
 * Seconds to runs: stretches in which a region moved, merged over short pauses. Pure; `found` holds
 * 0, 1 (moved) or 2 (strongly) for each second of a day.
 */
import type { TimeRange } from "#base/time-range";
import type { MotionRun } from "./motion-types.ts";

export interface RunWish {
  readonly dayMs: number;
  readonly range: TimeRange;
  readonly minStrength: 1 | 2;
  readonly mergeGapMs: number;
}

/** Runs of a day, rising, cut to the range. `found` has a length that is a multiple of four. */
export function listRuns(found: Uint8Array, wish: RunWish): MotionRun[] {
  const { dayMs, range, minStrength, mergeGapMs } = wish;
  const fromS = Math.max(0, Math.floor((range.startMs - dayMs) / 1000));
  const toS = Math.min(found.length, Math.ceil((range.endMs - dayMs) / 1000));
  const words = new Uint32Array(found.buffer, found.byteOffset, found.length >> 2);
  const gapS = mergeGapMs / 1000;
  const runs: MotionRun[] = [];
  let first = -1;
  let last = -1;
  let moved = 0;
  let strong = 0;
  const close = () => {
    if (first < 0) return;
    const startMs = Math.max(dayMs + first * 1000, range.startMs);
    const endMs = Math.min(dayMs + (last + 1) * 1000, range.endMs);
    runs.push({ startMs, endMs, movedSeconds: moved, strongSeconds: strong });
    first = -1;
    moved = 0;
    strong = 0;
  };
  for (let second = fromS; second < toS; second++) {
    if ((second & 3) === 0 && words[second >> 2] === 0) {
      second += 3;
      continue;
    }
    const strength = found[second] ?? 0;
    if (strength < minStrength) continue;
    if (first >= 0 && second - last - 1 > gapS) close();
    if (first < 0) first = second;
    last = second;
    moved += 1;
    if (strength === 2) strong += 1;
  }
  close();
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
