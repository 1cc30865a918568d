/**
 * Settles at start what a crash left: half deletions are finished, `.part` files become segments (cut
 * to whole fragments) or go, finished files without a row get it, rows without a file become gaps.
 * Run by the recorder alone, under its lock. Idempotent: it can itself be cut short anywhere.
 */
import { stat } from "node:fs/promises";
import { type Clock, systemClock } from "#base/clock";
import { osErrorCode, toVmsError } from "#base/errors";
import { type Log, silentLog } from "#base/log";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment } from "../catalogue/schema.ts";
import type { DataFolder } from "../data-folder.ts";
import { adoptFile, settleOpenFile } from "./adopt.ts";
import {
  listDayFiles,
  listDays,
  listStreamFolders,
  type SegmentOnDisk,
  type StreamFolder,
} from "./list-files.ts";
import { finishDeletions, writeOff } from "./remove.ts";
import { absolutePath, dayFolder } from "./segment-path.ts";
import { walkStream } from "./walk-stream.ts";

export interface RecoverOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock?: Clock;
  readonly log?: Log;
  /**
   * `recent` (default, at start) looks where a crash can have left something: from an hour before a
   * stream's newest row on. `all` looks at every file and row.
   */
  readonly scope?: "recent" | "all";
  /** Paths that a living writer has open now are left alone. */
  readonly isOpen?: (path: string) => boolean;
}

export interface RecoveryReport {
  /** `.part` files that became segments. */
  committed: number;
  /** Finished files that got their row. */
  adopted: number;
  /** `.part` files without a whole GOP. */
  removed: number;
  /** Rows without a file: now gaps. */
  missing: number;
  /** Half deletions that were finished. */
  deletionsFinished: number;
  /** What could not be settled; each was logged. */
  failed: { readonly path: string; readonly reason: string }[];
}

const RECENT_MS = 3_600_000;
/** Rows at the end of each stream whose files are looked for at start. */
const RECENT_ROWS = 10;
/** So many missing files at once are rather a disk that is not mounted: nothing is written off. */
const MISSING_SHARE_LIMIT = 0.5;
const MISSING_COUNT_FREE = 2;

/** Never throws for a single bad file: it is logged and reported in `failed`. */
export async function recoverSegments(options: RecoverOptions): Promise<RecoveryReport> {
  const log = options.log ?? silentLog;
  const report: RecoveryReport = {
    committed: 0,
    adopted: 0,
    removed: 0,
    missing: 0,
    deletionsFinished: 0,
    failed: [],
  };
  report.deletionsFinished = await finishDeletions(options.folder, options.catalogue, log);
  for (const folder of await listStreamFolders(options.folder.segmentsPath))
    await recoverFiles(options, folder, report);
  await recoverRows(options, report);
  log.info({ ...report, failed: report.failed.length }, "segments recovered");
  return report;
}

async function recoverFiles(
  options: RecoverOptions,
  folder: StreamFolder,
  report: RecoveryReport,
): Promise<void> {
  const { segmentsPath } = options.folder;
  const newest =
    options.scope === "all"
      ? undefined
      : await options.catalogue.segments.newest(folder.cameraId, folder.stream);
  const sinceMs = newest ? newest.start_ms - RECENT_MS : 0;
  for (const day of await listDays(segmentsPath, folder)) {
    if (day < dayFolder(sinceMs)) continue;
    const { segments } = await listDayFiles(segmentsPath, folder, day);
    const files = segments.filter((file) => file.open || file.startMs >= sinceMs);
    const known = await knownPaths(options.catalogue, folder, files);
    for (const file of files) {
      if (known.has(file.path) || options.isOpen?.(file.path)) continue;
      await settle(options, file, report);
    }
  }
}

/** Paths of the rows between the first and the last of some files. */
async function knownPaths(
  catalogue: Catalogue,
  folder: StreamFolder,
  files: readonly SegmentOnDisk[],
): Promise<Set<string>> {
  const [startMs, lastMs] = [files[0]?.startMs, files.at(-1)?.startMs];
  if (startMs === undefined || lastMs === undefined) return new Set();
  return new Set(
    await catalogue.segments.listPaths(folder.cameraId, folder.stream, {
      startMs,
      endMs: lastMs + 1,
    }),
  );
}

async function settle(
  options: RecoverOptions,
  file: SegmentOnDisk,
  report: RecoveryReport,
): Promise<void> {
  const nowMs = (options.clock ?? systemClock).nowMs();
  const work = file.open ? settleOpenFile : adoptFile;
  try {
    const outcome = await work(options.catalogue, options.folder.segmentsPath, file, nowMs);
    report[outcome] += 1;
  } catch (thrown) {
    const error = toVmsError(thrown, "segment.recover_failed");
    report.failed.push({ path: file.path, reason: error.reason });
    (options.log ?? silentLog).error(
      { err: error, path: file.path },
      "a segment could not be recovered",
    );
  }
}

async function recoverRows(options: RecoverOptions, report: RecoveryReport): Promise<void> {
  let looked = 0;
  const missing: Segment[] = [];
  for await (const row of rowsToLookAt(options)) {
    looked += 1;
    if (!(await isThere(absolutePath(options.folder.segmentsPath, row.path)))) missing.push(row);
  }
  if (missing.length > MISSING_COUNT_FREE && missing.length > looked * MISSING_SHARE_LIMIT) {
    (options.log ?? silentLog).error(
      { missing: missing.length, looked },
      "most segment files are missing: is the disk mounted? nothing was written off",
    );
    report.failed.push({ path: options.folder.segmentsPath, reason: "storage.footage_missing" });
    return;
  }
  const nowMs = (options.clock ?? systemClock).nowMs();
  for (const row of missing)
    options.log?.error({ path: row.path }, "a segment's file is missing; its time is a gap now");
  if (missing.length > 0)
    report.missing = await writeOff(
      options.catalogue,
      missing.map((row) => row.id),
      "missing",
      nowMs,
    );
}

async function* rowsToLookAt({ catalogue, scope }: RecoverOptions): AsyncGenerator<Segment> {
  for (const { camera_id, stream } of await catalogue.segments.listHeads()) {
    if (scope !== "all") {
      yield* await catalogue.segments.listNewest(camera_id, stream, RECENT_ROWS);
      continue;
    }
    yield* walkStream(catalogue, camera_id, stream);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return false;
    throw thrown;
  }
}
