/**
 * What is known of one camera's day: the block of the day, the blocks of hours, the journals. All
 * three may tell of the same second, and then tell the same or the earlier kind tells more, so that
 * a reader unites them. They are opened in the order in which motion moves on (journal, hours, day):
 * whatever the writer moves meanwhile is met at least once.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import type { DataFolder } from "../data-folder.ts";
import {
  closeFile,
  firstBlock,
  listBlocks,
  openIfThere,
  readBlock,
  type StoredBlock,
} from "./block-file.ts";
import { type JournalRecord, readJournal } from "./motion-journal.ts";
import {
  cameraFolder,
  dayName,
  hoursName,
  listMotionFiles,
  type MotionFile,
  startOfDay,
} from "./motion-path.ts";

export interface MotionDay {
  readonly dayMs: number;
  readonly files: readonly MotionFile[];
}

/** A block and where in the day it begins, in seconds. */
export interface DayBlock extends StoredBlock {
  readonly offsetS: number;
}

export interface DayParts {
  /** Of the whole day. */
  readonly day: DayBlock | undefined;
  /** Of hours, the valid one of each; they tell all that the day's block tells of the hour. */
  readonly hours: readonly DayBlock[];
  /** Records of journals, as seconds of the day: in any order, and not each once. */
  readonly journal: readonly JournalRecord[];
}

/** The camera's days within the range of which there are files, rising. */
export async function listMotionDays(
  folder: DataFolder,
  cameraId: string,
  range: TimeRange,
): Promise<MotionDay[]> {
  const days = new Map<number, MotionFile[]>();
  for (const file of await listMotionFiles(folder, cameraId)) {
    if (file.kind === "draft" || file.kind === "other") continue;
    const dayMs = startOfDay(file.startMs);
    if (dayMs < startOfDay(range.startMs) || dayMs >= range.endMs) continue;
    const files = days.get(dayMs);
    if (files) files.push(file);
    else days.set(dayMs, [file]);
  }
  return [...days].map(([dayMs, files]) => ({ dayMs, files })).sort((a, b) => a.dayMs - b.dayMs);
}

/** Opens a day, lets `work` read it, and closes it. */
export function withDay<T>(
  folder: DataFolder,
  cameraId: string,
  { dayMs, files }: MotionDay,
  work: (parts: DayParts) => T,
): T {
  const path = cameraFolder(folder, cameraId);
  const journals = files.filter((file) => file.kind === "journal");
  const journal = journals.flatMap((file) => readJournalFile(path, file, dayMs));
  // A day that only has its own file is moved on by nobody.
  const settled = files.every((file) => file.kind === "day");
  const hoursFile = settled ? undefined : openIfThere(join(path, hoursName(dayMs)));
  try {
    const dayFile = openIfThere(join(path, dayName(dayMs)));
    try {
      const hours = new Map<number, DayBlock>();
      for (const block of hoursFile !== undefined ? listBlocks(hoursFile).blocks : []) {
        const { startMs } = block.head.header;
        // Only a block whose journal is there still may have been torn by a power cut.
        const safe = !journals.some((file) => file.startMs === startMs) || readBlock(block);
        if (safe) hours.set(startMs, atOffset(block, dayMs));
      }
      const day = dayFile === undefined ? undefined : firstBlock(dayFile);
      return work({
        day: day && atOffset(day, dayMs),
        hours: [...hours.values()],
        journal,
      });
    } finally {
      closeFile(dayFile);
    }
  } finally {
    closeFile(hoursFile);
  }
}

function atOffset(block: StoredBlock, dayMs: number): DayBlock {
  return { ...block, offsetS: (block.head.header.startMs - dayMs) / 1000 };
}

/** A journal's records as of the day; none when it has become a block meanwhile. */
function readJournalFile(path: string, file: MotionFile, dayMs: number): JournalRecord[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(path, file.name));
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
  const offsetS = (file.startMs - dayMs) / 1000;
  return readJournal(bytes, file.startMs).records.map(({ second, payload }) => ({
    second: second + offsetS,
    payload,
  }));
}

/** Watched times of a day: sorted for the day's block, unsorted among the parts. */
export function watchedOf(parts: DayParts, dayMs: number): TimeRange[] {
  const ranges: TimeRange[] = [];
  for (const block of parts.day ? [parts.day, ...parts.hours] : parts.hours) {
    const { watched } = block.head;
    const fromMs = dayMs + block.offsetS * 1000;
    for (let index = 0; index + 1 < watched.length; index += 2)
      ranges.push({
        startMs: fromMs + (watched[index] ?? 0) * 1000,
        endMs: fromMs + (watched[index + 1] ?? 0) * 1000,
      });
  }
  for (const { second } of parts.journal)
    ranges.push({ startMs: dayMs + second * 1000, endMs: dayMs + (second + 1) * 1000 });
  return ranges;
}
