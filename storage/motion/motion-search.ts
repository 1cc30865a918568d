/**
 * "When did anything move in this region?" from the index alone: no frame is decoded, and of the
 * index only what the region's edge needs is read. Goes day by day in the asked order and answers
 * each as soon as it is known; the next days are read meanwhile. Reads beside the recorder.
 */

import { VmsError } from "#base/errors";
import { GRID_BYTES, hasCell } from "#base/grid";
import { intersection, mergeRanges, type TimeRange } from "#base/time-range";
import { fetchStreams } from "./block-file.ts";
import type { BlockHead } from "./block-format.ts";
import { planRegion, type RegionPlan } from "./grid-tree.ts";
import { type DayBlock, listMotionDays, type MotionDay, watchedOf, withDay } from "./motion-day.ts";
import { DAY_MS, DAY_S } from "./motion-path.ts";
import { joinRuns, listRuns } from "./motion-run.ts";
import type { PackedSecond } from "./motion-tree.ts";
import type { MotionAnswer, MotionQuery, MotionRun } from "./motion-types.ts";
import { decodeRegion, type FetchedStreams, RegionScratch, streamsOf } from "./region-decode.ts";

const MERGE_GAP_MS = 2_000;
/** Days read ahead of the one being decoded. */
const READ_AHEAD = 3;

/**
 * Answers day by day; days without any file are left out (nothing was watched). Errors:
 * `invalid_input motion.bad_region`, and the signal's reason when aborted.
 */
export async function* findMotion(query: MotionQuery): AsyncGenerator<MotionAnswer, void, void> {
  const { newestFirst = false, mergeGapMs = MERGE_GAP_MS, limit, signal } = query;
  const search = new DaySearch(query, mergeGapMs);
  const days = await listMotionDays(query.folder, query.cameraId, query.range);
  if (newestFirst) days.reverse();
  const seam = new Seam(newestFirst, mergeGapMs);
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const [index, loaded] of readAhead(days, (day) => search.load(day))) {
    signal?.throwIfAborted();
    const done = search.decode(loaded);
    const runs = seam.add(done.runs, loaded.range, index === days.length - 1).slice(0, left);
    left -= runs.length;
    yield { range: loaded.range, runs, watched: done.watched };
    if (left <= 0) return;
  }
}

/** Loads in order, a few ahead; when the caller stops, waits for what is under way. */
async function* readAhead<D, L>(
  days: readonly D[],
  load: (day: D) => Promise<L>,
): AsyncGenerator<[number, L], void, void> {
  const pending: Promise<L>[] = [];
  let started = 0;
  try {
    for (let index = 0; index < days.length; index++) {
      for (; started < days.length && pending.length <= READ_AHEAD; started++) {
        const day = days[started];
        if (day !== undefined) pending.push(load(day));
      }
      const next = pending.shift();
      if (next !== undefined) yield [index, await next];
    }
  } finally {
    await Promise.allSettled(pending);
  }
}

/** Holds back the run at the seam between two days until the next day has told whether it goes on. */
class Seam {
  readonly #newestFirst: boolean;
  readonly #mergeGapMs: number;
  #held: readonly MotionRun[] = [];

  constructor(newestFirst: boolean, mergeGapMs: number) {
    this.#newestFirst = newestFirst;
    this.#mergeGapMs = mergeGapMs;
  }

  /** `runs` rise; the answer is in the asked order. */
  add(runs: readonly MotionRun[], range: TimeRange, last: boolean): MotionRun[] {
    const gapMs = this.#mergeGapMs;
    const all = this.#newestFirst
      ? joinRuns(runs, this.#held, gapMs).reverse()
      : joinRuns(this.#held, runs, gapMs);
    const edge = all.at(-1);
    const open =
      edge !== undefined &&
      !last &&
      (this.#newestFirst
        ? edge.startMs - range.startMs <= gapMs
        : range.endMs - edge.endMs <= gapMs);
    this.#held = open ? [edge] : [];
    return open ? all.slice(0, -1) : all;
  }
}

interface LoadedDay {
  readonly dayMs: number;
  readonly range: TimeRange;
  readonly blocks: readonly {
    readonly head: BlockHead;
    readonly offsetS: number;
    readonly fetched: FetchedStreams;
  }[];
  readonly journal: readonly PackedSecond[];
  readonly watched: readonly TimeRange[];
}

/** The search in one day after the other: `load` may run ahead, `decode` goes one at a time. */
class DaySearch {
  readonly #query: MotionQuery;
  readonly #mergeGapMs: number;
  readonly #plan: RegionPlan;
  readonly #streams: readonly number[];
  readonly #found = new Uint8Array(DAY_S);
  readonly #scratch = new RegionScratch(DAY_S);

  constructor(query: MotionQuery, mergeGapMs: number) {
    if (query.cells.length !== GRID_BYTES)
      throw new VmsError(
        "invalid_input",
        "motion.bad_region",
        `A region is ${GRID_BYTES} bytes, not ${query.cells.length}`,
      );
    this.#query = query;
    this.#mergeGapMs = mergeGapMs;
    this.#plan = planRegion(query.cells);
    this.#streams = streamsOf(this.#plan);
  }

  load(day: MotionDay): Promise<LoadedDay> {
    const { folder, cameraId, range: asked } = this.#query;
    const { dayMs } = day;
    const whole = { startMs: dayMs, endMs: dayMs + DAY_MS };
    const range = intersection(asked, whole) ?? { startMs: dayMs, endMs: dayMs };
    return withDay(folder, cameraId, day, async (parts) => {
      const stored = parts.day ? [parts.day, ...parts.hours] : parts.hours;
      const blocks = [];
      for (const block of stored)
        if (touches(block, dayMs, range))
          blocks.push({
            head: block.head,
            offsetS: block.offsetS,
            fetched: await fetchStreams(block, this.#streams),
          });
      return { dayMs, range, blocks, journal: parts.journal, watched: watchedOf(parts, dayMs) };
    });
  }

  decode({ dayMs, range, blocks, journal, watched }: LoadedDay): {
    readonly runs: MotionRun[];
    readonly watched: TimeRange[];
  } {
    const found = this.#found.fill(0);
    const endS = Math.min(DAY_S, Math.ceil((range.endMs - dayMs) / 1000));
    for (const { head, offsetS, fetched } of blocks) {
      const { spanS } = head.header;
      const part = found.subarray(offsetS, offsetS + spanS);
      const end = Math.min(spanS, endS - offsetS);
      decodeRegion(head, this.#plan, fetched, end, this.#scratch, part);
    }
    for (const second of journal) markSecond(second, this.#query.cells, found);
    const minStrength = this.#query.minStrength ?? 1;
    return {
      runs: listRuns(found, { dayMs, range, minStrength, mergeGapMs: this.#mergeGapMs }),
      watched: mergeRanges(watched).flatMap((each) => intersection(each, range) ?? []),
    };
  }
}

function touches(block: DayBlock, dayMs: number, range: TimeRange): boolean {
  const startMs = dayMs + block.offsetS * 1000;
  return startMs < range.endMs && startMs + block.head.header.spanS * 1000 > range.startMs;
}

function markSecond({ second, cells }: PackedSecond, region: Uint8Array, found: Uint8Array): void {
  let strength = found[second] ?? 0;
  for (let index = 0; index < cells.length && strength < 2; index++) {
    const packed = cells[index] ?? 0;
    if (hasCell(region, packed >> 1)) strength = Math.max(strength, 1 + (packed & 1));
  }
  found[second] = strength;
}
