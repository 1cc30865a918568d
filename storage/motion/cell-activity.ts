/** Which cells move how often: for pictures of where a scene is busy, and for proposing masks. */
import { setImmediate } from "node:timers/promises";
import { GRID_CELLS } from "#base/grid";
import { mergeRanges, type TimeRange } from "#base/time-range";
import { decodeTree } from "./block-decode.ts";
import { readBlock } from "./block-file.ts";
import { type DayParts, listMotionDays, watchedOf, withDay } from "./motion-day.ts";
import { secondsOf } from "./motion-journal.ts";
import { HOUR_S } from "./motion-path.ts";
import { listSeconds, type PackedSecond } from "./motion-tree.ts";
import type { CellActivity, CellActivityQuery } from "./motion-types.ts";

/** Reads everything of the range's days: for hours and days, not for months. */
export async function cellActivity(query: CellActivityQuery): Promise<CellActivity> {
  const { folder, cameraId, range } = query;
  const movedS = new Uint32Array(GRID_CELLS);
  const watched: TimeRange[] = [];
  for (const day of await listMotionDays(folder, cameraId, range)) {
    await setImmediate();
    withDay(folder, cameraId, day, (parts) => {
      const inside = (second: number) =>
        day.dayMs + second * 1000 < range.endMs && day.dayMs + (second + 1) * 1000 > range.startMs;
      for (const { second, cells } of allSeconds(parts))
        if (inside(second))
          for (let index = 0; index < cells.length; index++) {
            const cell = (cells[index] ?? 0) >> 1;
            movedS[cell] = (movedS[cell] ?? 0) + 1;
          }
      watched.push(...watchedOf(parts, day.dayMs));
    });
  }
  const watchedMs = mergeRanges(watched).reduce(
    (sum, each) =>
      sum + Math.max(0, Math.min(each.endMs, range.endMs) - Math.max(each.startMs, range.startMs)),
    0,
  );
  return { watchedS: Math.round(watchedMs / 1000), movedS };
}

/** Seconds of the day from all parts; of those that a block knows the journal is not asked. */
function allSeconds(parts: DayParts): PackedSecond[] {
  const ownHours = new Set(parts.hours.map((block) => Math.floor(block.offsetS / HOUR_S)));
  const seconds: PackedSecond[] = [];
  const known = new Set<number>();
  for (const block of parts.day ? [parts.day, ...parts.hours] : parts.hours) {
    const bytes = readBlock(block);
    if (!bytes) continue;
    for (const each of listSeconds(decodeTree(block.head, bytes))) {
      const second = each.second + block.offsetS;
      if (block === parts.day && ownHours.has(Math.floor(second / HOUR_S))) continue;
      seconds.push({ second, cells: each.cells });
      known.add(second);
    }
  }
  return [...seconds, ...secondsOf(parts.journal).filter((each) => !known.has(each.second))];
}
