/**
 * Deleting: first the rows go (to `segment_deleted`, in one transaction that asks the holds), then
 * the files, then the deletion counts as done. A crash between leaves rows that say what to finish.
 */
import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, systemClock } from "#base/clock";
import { osErrorCode } from "#base/errors";
import { type Log, silentLog } from "#base/log";
import { mergeRanges } from "#base/time-range";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DeletedSegment, Segment } from "../catalogue/schema.ts";
import type { DataFolder } from "../data-folder.ts";
import { removeFile } from "../file-errors.ts";
import { absolutePath, streamPath } from "./segment-path.ts";

/** Deleted segments at most this far apart leave one gap row, not two. */
const GAP_TOLERANCE_MS = 5_000;
const PENDING_BATCH = 500;

export interface DeleteOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly segmentIds: readonly number[];
  readonly reason: "age" | "space";
  readonly clock?: Clock;
  readonly log?: Log;
}

export interface DeleteResult {
  readonly deletedCount: number;
  readonly freedBytes: number;
  /** Not deleted: held now. */
  readonly heldCount: number;
}

/** Deletes segments and writes the gaps that this leaves. Held ones stay, whole. */
export async function deleteSegments(options: DeleteOptions): Promise<DeleteResult> {
  const { folder, catalogue, segmentIds, reason } = options;
  const atMs = (options.clock ?? systemClock).nowMs();
  const { deleted, held } = await catalogue.transaction(async (inside) => {
    const moved = await inside.deletedSegments.moveHere(segmentIds, reason, atMs);
    await writeGaps(inside, moved.deleted, "deleted");
    return moved;
  });
  await unlinkAll(
    folder,
    catalogue,
    deleted.map((row) => ({ segment_id: row.id, path: row.path })),
    options.log ?? silentLog,
  );
  for (const { camera_id, stream } of streamsOf(deleted))
    await catalogue.deletedSegments.prune(camera_id, stream);
  return {
    deletedCount: deleted.length,
    freedBytes: deleted.reduce((sum, row) => sum + row.size_bytes, 0),
    heldCount: held.length,
  };
}

/**
 * Takes the rows of segments whose file is gone or damaged beyond use out of the stored ones and
 * writes the gap. The files, if any, stay for a person to look at.
 */
export async function writeOff(
  catalogue: Catalogue,
  segmentIds: readonly number[],
  reason: "missing" | "corrupt",
  atMs: number,
): Promise<number> {
  return catalogue.transaction(async (inside) => {
    const { deleted } = await inside.deletedSegments.moveHere(segmentIds, reason, atMs);
    await inside.deletedSegments.markUnlinked(deleted.map((row) => row.id));
    await writeGaps(inside, deleted, "missing");
    return deleted.length;
  });
}

/** Finishes deletions that a crash or an error cut short; answers how many files went. */
export async function finishDeletions(
  folder: DataFolder,
  catalogue: Catalogue,
  log: Log = silentLog,
): Promise<number> {
  let count = 0;
  for (;;) {
    const pending = await catalogue.deletedSegments.listPending(PENDING_BATCH);
    const done = await unlinkAll(folder, catalogue, pending, log);
    count += done;
    if (pending.length < PENDING_BATCH || done === 0) return count;
  }
}

async function unlinkAll(
  folder: DataFolder,
  catalogue: Catalogue,
  rows: readonly Pick<DeletedSegment, "segment_id" | "path">[],
  log: Log,
): Promise<number> {
  const done: number[] = [];
  const folders = new Set<string>();
  for (const row of rows) {
    const path = absolutePath(folder.segmentsPath, row.path);
    try {
      await removeFile(path);
      folders.add(dirname(path));
      done.push(row.segment_id);
    } catch (thrown) {
      log.warn(
        { err: thrown, path: row.path },
        "a deleted segment's file could not be removed; tried again later",
      );
    }
  }
  if (done.length > 0) await catalogue.deletedSegments.markUnlinked(done);
  for (const each of folders) await removeEmptyFolder(each);
  return done.length;
}

async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (thrown) {
    // Not empty is the usual case; anything else shows when the folder is used.
    if (osErrorCode(thrown) === undefined) throw thrown;
  }
}

async function writeGaps(
  catalogue: Catalogue,
  rows: readonly Segment[],
  cause: "deleted" | "missing",
): Promise<void> {
  for (const { camera_id, stream } of streamsOf(rows)) {
    const ofStream = rows.filter((row) => row.camera_id === camera_id && row.stream === stream);
    const ranges = ofStream.map((row) => ({ startMs: row.start_ms, endMs: row.end_ms }));
    for (const range of mergeRanges(ranges, GAP_TOLERANCE_MS)) {
      await catalogue.gaps.extend(camera_id, stream, range, cause, GAP_TOLERANCE_MS);
    }
  }
}

function streamsOf(rows: readonly Segment[]): Pick<Segment, "camera_id" | "stream">[] {
  const streams = new Map(rows.map((row) => [streamPath(row.camera_id, row.stream), row]));
  return [...streams.values()].map(({ camera_id, stream }) => ({ camera_id, stream }));
}
