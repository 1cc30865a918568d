/**
 * Seconds to runs: stretches in which a region moved, merged over short pauses. Pure; `found` holds
 * 0, `MOVED` or `MOVED_STRONGLY` for each second of a day.
 */
import type { TimeRange } from "#base/time-range";
import type { MotionRun } from "./motion-types.ts";
import { MOVED, MOVED_STRONGLY } from "./region-search.ts";

export interface RunWish {
  readonly dayMs: number;
  readonly range: TimeRange;
  readonly minStrength: 1 | 2;
  readonly mergeGapMs: number;
}

/** Four seconds in which the region moved, read as one number. */
const ALL_MOVED = 0x01010101 * MOVED;

/** Runs of a day, rising, cut to the range. `found` has a length that is a multiple of four. */
export function listRuns(found: Uint8Array, wish: RunWish): MotionRun[] {
  const { dayMs, range, minStrength, mergeGapMs } = wish;
  const fromS = Math.max(0, Math.floor((range.startMs - dayMs) / 1000));
  const toS = Math.min(found.length, Math.ceil((range.endMs - dayMs) / 1000));
  const words = new Uint32Array(found.buffer, found.byteOffset, found.length >> 2);
  const least = minStrength === 2 ? MOVED_STRONGLY : MOVED;
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
    if ((second & 3) === 0) {
      const word = words[second >> 2] as number;
      const goesOn =
        word === ALL_MOVED &&
        first >= 0 &&
        last === second - 1 &&
        second + 4 <= toS &&
        least === MOVED;
      if (goesOn) {
        moved += 4;
        last = second + 3;
      }
      if (goesOn || word === 0) {
        second += 3;
        continue;
      }
    }
    const strength = found[second] as number;
    if (strength < least) continue;
    if (first >= 0 && second - last - 1 > gapS) close();
    if (first < 0) first = second;
    last = second;
    moved += 1;
    if (strength === MOVED_STRONGLY) strong += 1;
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
