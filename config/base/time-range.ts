/** Half-open ranges of epoch UTC milliseconds: `startMs` is inside, `endMs` is not. */

export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export function durationMs(range: TimeRange): number {
  return range.endMs - range.startMs;
}

export function overlaps(a: TimeRange, b: TimeRange): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}

/** The common part of two ranges, or undefined where they only touch or are apart. */
export function intersection(a: TimeRange, b: TimeRange): TimeRange | undefined {
  const startMs = Math.max(a.startMs, b.startMs);
  const endMs = Math.min(a.endMs, b.endMs);
  return startMs < endMs ? { startMs, endMs } : undefined;
}

/** Sorted, disjoint union; ranges at most `toleranceMs` apart become one. */
export function mergeRanges(ranges: readonly TimeRange[], toleranceMs = 0): TimeRange[] {
  const sorted = [...ranges].sort((a, b) => a.startMs - b.startMs);
  const merged: { startMs: number; endMs: number }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.startMs <= last.endMs + toleranceMs) {
      last.endMs = Math.max(last.endMs, range.endMs);
    } else {
      merged.push({ startMs: range.startMs, endMs: range.endMs });
    }
  }
  return merged;
}

/** The parts of `whole` that no range of `covered` covers. */
export function uncovered(whole: TimeRange, covered: readonly TimeRange[]): TimeRange[] {
  const rest: TimeRange[] = [];
  let fromMs = whole.startMs;
  for (const range of mergeRanges(covered)) {
    if (range.endMs <= fromMs) continue;
    if (range.startMs >= whole.endMs) break;
    if (range.startMs > fromMs) rest.push({ startMs: fromMs, endMs: range.startMs });
    fromMs = Math.max(fromMs, range.endMs);
  }
  if (fromMs < whole.endMs) rest.push({ startMs: fromMs, endMs: whole.endMs });
  return rest;
}
