/**
 * A camera's day summed up by the minute or by the second: how much of it was watched, moved, and
 * in how many cells. By the minute from the sums that blocks carry; by the second the moving seconds
 * are exact and share out their minute's cells.
 */
import { GRID_BYTES } from "#base/grid";
import { decodeMinutes, type Minutes } from "./block-decode.ts";
import { fetchStreams, readMinutes } from "./block-file.ts";
import { planRegion } from "./grid-tree.ts";
import type { DayBlock, DayParts } from "./motion-day.ts";
import { secondsOf } from "./motion-journal.ts";
import { DAY_S, HOUR_S } from "./motion-path.ts";
import { RegionSearch, streamsOf } from "./region-search.ts";
import { SecondBits } from "./second-bits.ts";

/** Of each step of the day: seconds watched, seconds moved, cells moved summed over the seconds. */
export interface DaySums {
  readonly stepS: 1 | 60;
  readonly watchedS: Float64Array;
  readonly movedS: Float64Array;
  readonly cellSeconds: Float64Array;
}

export function sumDay(parts: DayParts, stepS: 1 | 60): DaySums {
  const steps = DAY_S / stepS;
  const sums = {
    stepS,
    watchedS: new Float64Array(steps),
    movedS: new Float64Array(steps),
    cellSeconds: new Float64Array(steps),
  };
  const watched = new Uint8Array(DAY_S);
  const ownHours = new Set(parts.hours.map((block) => Math.floor(block.offsetS / HOUR_S)));
  for (const block of parts.day ? [parts.day, ...parts.hours] : parts.hours) {
    const { watched: edges } = block.head;
    for (let index = 0; index + 1 < edges.length; index += 2)
      watched.fill(1, block.offsetS + (edges[index] ?? 0), block.offsetS + (edges[index + 1] ?? 0));
    // An hour's own block tells all that the day's block tells of it.
    const skip = block === parts.day ? ownHours : NONE;
    const minutes = decodeMinutes(readMinutes(block), block.head.header.spanS);
    const moving = stepS === 1 ? movingSeconds(block) : undefined;
    addBlock(block, minutes, moving, skip, sums);
  }
  for (const { second, cells } of secondsOf(parts.journal)) {
    if (watched[second]) continue;
    watched[second] = 1;
    const step = Math.floor(second / stepS);
    if (cells.length > 0) raise(sums.movedS, step, 1);
    raise(sums.cellSeconds, step, cells.length);
  }
  for (const [second, flag] of watched.entries())
    if (flag) raise(sums.watchedS, Math.floor(second / stepS), 1);
  return sums;
}

const NONE: ReadonlySet<number> = new Set();
const EVERYWHERE = planRegion(new Uint8Array(GRID_BYTES).fill(255));
const EVERYWHERE_STREAMS = streamsOf(EVERYWHERE);

function movingSeconds(block: DayBlock): SecondBits {
  const { spanS } = block.head.header;
  const found = new SecondBits(spanS);
  const fetched = fetchStreams(block, EVERYWHERE_STREAMS);
  new RegionSearch(EVERYWHERE, spanS).run(block.head, fetched, found);
  return found;
}

function addBlock(
  block: DayBlock,
  minutes: Minutes,
  moving: SecondBits | undefined,
  skip: ReadonlySet<number>,
  sums: DaySums,
): void {
  for (const [minute, moved] of minutes.moved.entries()) {
    const second = block.offsetS + minute * 60;
    if (moved === 0 || skip.has(Math.floor(second / HOUR_S))) continue;
    const cells = minutes.cells[minute] ?? 0;
    if (!moving) {
      raise(sums.movedS, second / 60, moved);
      raise(sums.cellSeconds, second / 60, cells);
      continue;
    }
    for (let index = 0; index < 60; index++) {
      if (!moving.has(minute * 60 + index)) continue;
      raise(sums.movedS, second + index, 1);
      raise(sums.cellSeconds, second + index, cells / moved);
    }
  }
}

function raise(sums: Float64Array, at: number, by: number): void {
  sums[at] = (sums[at] ?? 0) + by;
}
