/**
 * A day's hours become one block: a region is then read out of one file, and the day takes less
 * room. Written beside, synced, renamed; then the hours go. A crash between leaves both, which tell
 * the same. An hour that came late (the clock was set back) is in `.hours` again and taken over.
 */
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Log } from "#base/log";
import type { DataFolder } from "../data-folder.ts";
import { removeFile, syncFolder, withFileErrors } from "../file-errors.ts";
import { decodeTree } from "./block-decode.ts";
import { readBlock } from "./block-file.ts";
import { type DayBlock, type MotionDay, withDay } from "./motion-day.ts";
import {
  cameraFolder,
  DAY_S,
  DRAFT_ENDING,
  dayName,
  HOUR_MS,
  HOUR_S,
  hoursName,
} from "./motion-path.ts";
import { listSeconds, MotionTree } from "./motion-tree.ts";
import type { MotionHour } from "./motion-types.ts";
import { encode, sumsOf } from "./settle-hour.ts";

export interface DayPlace {
  readonly folder: DataFolder;
  readonly cameraId: string;
  readonly day: MotionDay;
  readonly log: Log;
}

/**
 * Joins the hours of a day that is over; answers the sums of its watched hours. Nothing happens
 * while it has journals, or no hours.
 */
export async function settleDay({ folder, cameraId, day, log }: DayPlace): Promise<MotionHour[]> {
  const path = cameraFolder(folder, cameraId);
  return withFileErrors(`settling motion in ${path}`, async () => {
    const hours = readHours({ folder, cameraId, day, log });
    if (!hours) return [];
    const tree = new MotionTree(DAY_S);
    for (const [hour, known] of hours.entries()) {
      if (known) tree.append(known, hour * HOUR_S);
      await setImmediate();
    }
    const target = join(path, dayName(day.dayMs));
    const draft = `${target}${DRAFT_ENDING}`;
    const file = await open(draft, "w");
    try {
      await file.writeFile(await encode(tree, day.dayMs));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
    await syncFolder(path);
    await removeFile(join(path, hoursName(day.dayMs)));
    return hours.flatMap((known, hour) =>
      known && known.watchedS > 0 ? sumsOf(known, cameraId, day.dayMs + hour * HOUR_MS) : [],
    );
  });
}

/** The day's 24 hours, as far as they were watched. */
function readHours(place: DayPlace): (MotionTree | undefined)[] | undefined {
  const { folder, cameraId, day, log } = place;
  return withDay(folder, cameraId, day, (parts) => {
    if (parts.journal.length > 0 || parts.hours.length === 0) return undefined;
    const hours: (MotionTree | undefined)[] = parts.day ? splitDay(parts.day) : [];
    for (const block of parts.hours) {
      const hour = block.offsetS / HOUR_S;
      const bytes = readBlock(block);
      if (bytes) hours[hour] = decodeTree(block.head, bytes);
      else log.error({ camera: cameraId, day: day.dayMs, hour }, "an hour of motion is damaged");
    }
    return Array.from({ length: 24 }, (_, hour) => hours[hour]);
  });
}

/** The hours of a day's block. */
function splitDay(block: DayBlock): MotionTree[] {
  const bytes = readBlock(block);
  if (!bytes) return [];
  const hours = Array.from({ length: 24 }, () => new MotionTree(HOUR_S));
  for (const { second, cells } of listSeconds(decodeTree(block.head, bytes)))
    hours[Math.floor(second / HOUR_S)]?.add({ second: second % HOUR_S, cells });
  return hours;
}
