/**
 * Where in time a region can be looked at, and where it can have changed. A *still* is a time with
 * footage that was watched and in which nothing moved in the region: one picture of it stands for all
 * of it. Elsewhere there is movement, or nobody watched; there the region may have changed. Pure.
 */
import { mergeRanges, type TimeRange, uncovered } from "#base/time-range";

export interface QuietTimes {
  /** Sorted, disjoint. */
  readonly stills: readonly TimeRange[];
  /** Times with footage, sorted, disjoint. */
  readonly footage: readonly TimeRange[];
}

/** The grid's seconds are coarse, and a thing just put down may still roll. */
const BEFORE_MS = 500;
const AFTER_MS = 1_500;
const LEAST_STILL_MS = 2_000;

export function quietTimes(input: {
  readonly range: TimeRange;
  readonly footage: readonly TimeRange[];
  readonly watched: readonly TimeRange[];
  readonly moved: readonly TimeRange[];
}): QuietTimes {
  const footage = cut(mergeRanges(input.footage, 1_000), input.range);
  const moved = input.moved.map(({ startMs, endMs }) => ({
    startMs: startMs - BEFORE_MS,
    endMs: endMs + AFTER_MS,
  }));
  const unwatched = uncovered(input.range, mergeRanges(input.watched, 1_000));
  const disturbed = mergeRanges([...moved, ...unwatched]);
  const stills = footage
    .flatMap((span) => uncoveredFrom(span, disturbed))
    .filter((still) => still.endMs - still.startMs >= LEAST_STILL_MS);
  return { stills, footage };
}

/** The still that holds an instant, or undefined. */
export function stillAt(stills: readonly TimeRange[], atMs: number): TimeRange | undefined {
  const still = stills[firstEndingAfter(stills, atMs)];
  return still && still.startMs <= atMs ? still : undefined;
}

/** The stills that lie wholly or partly in `(fromMs, toMs)`, as indexes `[first, last)`. */
export function stillsBetween(
  stills: readonly TimeRange[],
  fromMs: number,
  toMs: number,
): [first: number, last: number] {
  const first = firstEndingAfter(stills, fromMs + 1);
  let last = firstEndingAfter(stills, toMs);
  if ((stills[last]?.startMs ?? Number.POSITIVE_INFINITY) < toMs) last += 1;
  return [first, Math.max(first, last)];
}

/** The instant nearest to `wantedMs` that lies in one of the ranges, a little inside where there is room. */
export function nearestInstant(ranges: readonly TimeRange[], wantedMs: number): number | undefined {
  const next = firstEndingAfter(ranges, wantedMs);
  let best: number | undefined;
  for (const range of [ranges[next - 1], ranges[next]]) {
    if (!range) continue;
    const insetMs = Math.min(1_000, (range.endMs - range.startMs) / 2);
    const inside = Math.min(range.endMs - insetMs, Math.max(range.startMs + insetMs, wantedMs));
    if (best === undefined || Math.abs(inside - wantedMs) < Math.abs(best - wantedMs))
      best = inside;
  }
  return best === undefined ? undefined : Math.round(best);
}

export function cut(ranges: readonly TimeRange[], { startMs, endMs }: TimeRange): TimeRange[] {
  return ranges.flatMap((range) => {
    const part = { startMs: Math.max(range.startMs, startMs), endMs: Math.min(range.endMs, endMs) };
    return part.startMs < part.endMs ? [part] : [];
  });
}

/** `uncovered` of one span by sorted disjoint ranges, without walking those before it. */
function uncoveredFrom(span: TimeRange, covered: readonly TimeRange[]): TimeRange[] {
  const first = firstEndingAfter(covered, span.startMs);
  let last = first;
  while ((covered[last]?.startMs ?? Number.POSITIVE_INFINITY) < span.endMs) last += 1;
  return uncovered(span, covered.slice(first, last));
}

/** Index of the first range that ends after an instant, by halving. */
function firstEndingAfter(ranges: readonly TimeRange[], atMs: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.endMs ?? 0) > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
