/**
 * "When did anything move in this region?" from the index alone: no frame is decoded, and of the
 * index only what the region's edge needs is read. Goes day by day in the asked order and answers
 * each as soon as it is known, with room for other work between. Reads beside the recorder.
 */

import { setImmediate } from "node:timers/promises";
import { VmsError } from "#base/errors";
import { GRID_BYTES } from "#base/grid";
import { intersection, mergeRanges, type TimeRange } from "#base/time-range";
import { fetchStreams } from "./block-file.ts";
import { planRegion, type RegionPlan } from "./grid-tree.ts";
import { type DayBlock, listMotionDays, type MotionDay, watchedOf, withDay } from "./motion-day.ts";
import { type JournalRecord, strengthIn } from "./motion-journal.ts";
import { DAY_MS, DAY_S } from "./motion-path.ts";
import { joinRuns, listRuns } from "./motion-run.ts";
import type { MotionAnswer, MotionQuery, MotionRun } from "./motion-types.ts";
import { MOVED_STRONGLY, RegionSearch, streamsOf } from "./region-search.ts";
import { decodeStrength, StrengthScratch } from "./region-strength.ts";
import { SecondBits } from "./second-bits.ts";

const MERGE_GAP_MS = 2_000;

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
  for (const [index, day] of days.entries()) {
    signal?.throwIfAborted();
    const found = search.run(day);
    const runs = seam.add(found.runs, found.range, index === days.length - 1).slice(0, left);
    left -= runs.length;
    yield { range: found.range, runs, watched: found.watched };
    if (left <= 0) return;
    await setImmediate();
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

interface FoundDay {
  readonly range: TimeRange;
  readonly runs: readonly MotionRun[];
  readonly watched: readonly TimeRange[];
}

/** What is made room for when it is asked how strongly. */
interface Strength {
  readonly scratch: StrengthScratch;
  /** Of each second of the day 0, `MOVED` or `MOVED_STRONGLY`. */
  readonly found: Uint8Array;
  readonly strong: SecondBits;
}

/** The search in one day after the other. */
class DaySearch {
  readonly #query: MotionQuery;
  readonly #mergeGapMs: number;
  readonly #plan: RegionPlan;
  readonly #streams: readonly number[];
  readonly #moved = new SecondBits(DAY_S);
  readonly #search: RegionSearch;
  readonly #strength: Strength | undefined;

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
    this.#search = new RegionSearch(this.#plan, DAY_S);
    if (query.countStrong || query.minStrength === 2)
      this.#strength = {
        scratch: new StrengthScratch(DAY_S),
        found: new Uint8Array(DAY_S),
        strong: new SecondBits(DAY_S),
      };
  }

  run(day: MotionDay): FoundDay {
    const { folder, cameraId, range: asked, minStrength = 1 } = this.#query;
    const { dayMs } = day;
    const whole = { startMs: dayMs, endMs: dayMs + DAY_MS };
    const range = intersection(asked, whole) ?? { startMs: dayMs, endMs: dayMs };
    this.#moved.clear();
    return withDay(folder, cameraId, day, (parts) => {
      const blocks = parts.day ? [parts.day, ...parts.hours] : parts.hours;
      const touched = blocks.filter((block) => touches(block, dayMs, range));
      if (this.#strength) this.#readStrength(this.#strength, touched, parts.journal);
      else this.#readMoved(touched, parts.journal);
      const strong = this.#strength?.strong;
      const hits = minStrength === 2 && strong ? strong : this.#moved;
      const runs = listRuns(hits, strong, { dayMs, range, mergeGapMs: this.#mergeGapMs });
      const watched = mergeRanges(watchedOf(parts, dayMs));
      return { range, runs, watched: watched.flatMap((each) => intersection(each, range) ?? []) };
    });
  }

  #readMoved(blocks: readonly DayBlock[], journal: readonly JournalRecord[]): void {
    for (const block of blocks) {
      const fetched = fetchStreams(block, this.#streams);
      this.#search.run(block.head, fetched, this.#moved, block.offsetS);
    }
    for (const record of journal)
      if (strengthIn(record, this.#query.cells) > 0) this.#moved.add(record.second);
  }

  #readStrength(
    { scratch, found, strong }: Strength,
    blocks: readonly DayBlock[],
    journal: readonly JournalRecord[],
  ): void {
    found.fill(0);
    for (const block of blocks) {
      const { head, offsetS } = block;
      const { spanS } = head.header;
      const fetched = fetchStreams(block, this.#streams);
      const part = found.subarray(offsetS, offsetS + spanS);
      decodeStrength(head, this.#plan, fetched, spanS, scratch, part);
    }
    for (const record of journal) {
      const strength = strengthIn(record, this.#query.cells);
      const bits = strength === 2 ? MOVED_STRONGLY : strength;
      found[record.second] = (found[record.second] ?? 0) | bits;
    }
    strong.clear();
    for (const [second, bits] of found.entries()) {
      if (bits !== 0) this.#moved.add(second);
      if (bits === MOVED_STRONGLY) strong.add(second);
    }
  }
}

function touches(block: DayBlock, dayMs: number, range: TimeRange): boolean {
  const startMs = dayMs + block.offsetS * 1000;
  return startMs < range.endMs && startMs + block.head.header.spanS * 1000 > range.startMs;
}
