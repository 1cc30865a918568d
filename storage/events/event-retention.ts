/**
 * Events go with the footage of their camera: when its days are over, and no hold covers them. Rows
 * go before files; files that a crash left without row are swept with their day. Pictures of a day
 * that has a held event stay with it.
 */
import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DataFolder } from "../data-folder.ts";
import { removeFile } from "../file-errors.ts";
import { eventDay, eventIdOfFile, eventPicturePath } from "./event-path.ts";

export interface EventRetention {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly nowMs: number;
  /** Of cameras with a number of their own. */
  readonly days: ReadonlyMap<string, number>;
  readonly defaultDays: number;
  readonly signal?: AbortSignal | undefined;
}

const DAY_MS = 86_400_000;
const BATCH = 200;
/** A run takes its time: whatever is left goes with the next. */
const MOST_BATCHES = 20;

/** Answers how many events went. */
export async function deleteOldEvents(work: EventRetention): Promise<number> {
  let count = 0;
  for (const { id } of await work.catalogue.cameras.list({ includeRemoved: true })) {
    const beforeMs = work.nowMs - (work.days.get(id) ?? work.defaultDays) * DAY_MS;
    count += await deleteOfCamera(work, id, beforeMs);
    await sweepDays(work, id, eventDay(beforeMs));
    if (work.signal?.aborted) break;
  }
  return count;
}

async function deleteOfCamera(
  { catalogue, folder, signal }: EventRetention,
  cameraId: string,
  beforeMs: number,
): Promise<number> {
  let count = 0;
  for (let batch = 0; batch < MOST_BATCHES && !signal?.aborted; batch += 1) {
    const deleted = await catalogue.events.deleteBefore(cameraId, beforeMs, BATCH);
    for (const { id, start_ms: startMs } of deleted) {
      for (const which of ["still", "mover", "preview"] as const)
        await removeFile(eventPicturePath(folder.eventsPath, { id, cameraId, startMs }, which));
    }
    count += deleted.length;
    if (deleted.length < BATCH) break;
  }
  return count;
}

/** Takes what no row names out of days that are over, and the days that are empty then. */
async function sweepDays(
  { catalogue, folder }: EventRetention,
  cameraId: string,
  firstKeptDay: string,
): Promise<void> {
  const cameraPath = join(folder.eventsPath, cameraId);
  for (const day of await namesIn(cameraPath)) {
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || day >= firstKeptDay) continue;
    const dayPath = join(cameraPath, day);
    const names = await namesIn(dayPath);
    const ids = names.map((name) => eventIdOfFile(name.replace(/\.part$/, "")));
    const known = await catalogue.events.listKnown(ids.filter((id) => id !== undefined));
    for (const [index, name] of names.entries()) {
      const id = ids[index];
      if (id !== undefined && !known.has(id)) await removeFile(join(dayPath, name));
    }
    await removeEmpty(dayPath);
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
}

async function removeEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (thrown) {
    // A held event's pictures keep their day.
    if (osErrorCode(thrown) === undefined) throw thrown;
  }
}
