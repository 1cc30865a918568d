/**
 * Checks that catalogue and files agree and that nothing was altered ("fsck"). Reads only, beside a
 * running recorder. Levels: `presence` compares names; `size` opens each file, compares its size and
 * its boxes with the GOP table; `hash` reads every byte. Each level includes the ones before. The
 * chain of every stream is followed at every level.
 */
import { stat } from "node:fs/promises";
import { osErrorCode, VmsError } from "#base/errors";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment, StreamHead } from "../catalogue/schema.ts";
import type { DataFolder } from "../data-folder.ts";
import { checkChain } from "./check-chain.ts";
import { hashFile, scanPath } from "./file-facts.ts";
import type { Finding, FindingKind } from "./finding.ts";
import type { Gop } from "./gop-table.ts";
import { listDayFiles, listDays, listStreamFolders, type SegmentOnDisk } from "./list-files.ts";
import { absolutePath, streamPath } from "./segment-path.ts";
import { walkStream } from "./walk-stream.ts";

export type CheckLevel = "presence" | "size" | "hash";

export interface CheckOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly level: CheckLevel;
  readonly onProgress?: (checkedSegments: number) => void;
  readonly signal?: AbortSignal;
}

export interface CheckReport {
  readonly checkedSegments: number;
  readonly findings: readonly Finding[];
  /** How many of them have the severity `error`. */
  readonly errorCount: number;
}

const PROGRESS_EVERY = 1_000;
const PENDING_LIMIT = 10_000;

type Report = (
  severity: Finding["severity"],
  kind: FindingKind,
  path: string,
  segmentId: number | null,
  message: string,
) => void;

/** Errors: the signal's reason when aborted; those of the catalogue. */
export async function checkSegments(options: CheckOptions): Promise<CheckReport> {
  const findings: Finding[] = [];
  const report: Report = (severity, kind, path, segmentId, message) =>
    void findings.push({ severity, kind, path, segmentId, message });
  const heads = await options.catalogue.segments.listHeads();
  let checked = 0;
  for (const head of heads) {
    const stored = await checkRows(options, head, report, () => {
      checked += 1;
      if (checked % PROGRESS_EVERY === 0) options.onProgress?.(checked);
    });
    await checkChain(options.catalogue, head, (finding) => void findings.push(finding));
    checkTally(head, stored, report);
  }
  await checkFiles(options, report);
  for (const row of await options.catalogue.deletedSegments.listPending(PENDING_LIMIT)) {
    report(
      "warning",
      "deletion_pending",
      row.path,
      row.segment_id,
      `${row.path} is deleted, its file still has to go`,
    );
  }
  const errorCount = findings.filter((finding) => finding.severity === "error").length;
  return { checkedSegments: checked, findings, errorCount };
}

interface StoredSum {
  count: number;
  bytes: number;
  readonly deletedMeanwhile: boolean;
}

async function checkRows(
  { folder, catalogue, level, signal }: CheckOptions,
  head: StreamHead,
  report: Report,
  tick: () => void,
): Promise<StoredSum> {
  let count = 0;
  let bytes = 0;
  let deletedMeanwhile = false;
  for await (const row of walkStream(catalogue, head.camera_id, head.stream)) {
    signal?.throwIfAborted();
    if (row.id > head.segment_id) break;
    count += 1;
    bytes += row.size_bytes;
    tick();
    const problem = await checkFile(folder, catalogue, row, level);
    if (!problem) continue;
    // Retention may have deleted it between the reading of its row and of its file.
    if (await catalogue.segments.find(row.id))
      report("error", problem.kind, row.path, row.id, problem.message);
    else deletedMeanwhile = true;
  }
  return { count, bytes, deletedMeanwhile };
}

interface Problem {
  readonly kind: FindingKind;
  readonly message: string;
}

async function checkFile(
  folder: DataFolder,
  catalogue: Catalogue,
  row: Segment,
  level: CheckLevel,
): Promise<Problem | undefined> {
  const path = absolutePath(folder.segmentsPath, row.path);
  try {
    const { size } = await stat(path);
    if (level === "presence") return undefined;
    if (size !== row.size_bytes) {
      return {
        kind: "wrong_size",
        message: `${row.path} has ${size} bytes and should have ${row.size_bytes}`,
      };
    }
    const problem = await checkBoxes(path, catalogue, row);
    if (problem || level === "size") return problem;
    if (Buffer.compare(await hashFile(path), row.sha256) === 0) return undefined;
    return {
      kind: "wrong_hash",
      message: `${row.path} was altered: its SHA-256 is not the recorded one`,
    };
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT")
      return { kind: "file_missing", message: `${row.path} is missing` };
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: "unreadable", message: `${row.path} cannot be read: ${text}` };
  }
}

async function checkBoxes(
  path: string,
  catalogue: Catalogue,
  row: Segment,
): Promise<Problem | undefined> {
  let table: Gop[];
  try {
    table = await catalogue.segments.gopTable(row.id);
  } catch (thrown) {
    if (!(thrown instanceof VmsError) || (thrown.code !== "corrupt" && thrown.code !== "not_found"))
      throw thrown;
    return { kind: "gop_table_wrong", message: `The GOP table of ${row.path} cannot be read` };
  }
  const scanned = await scanPath(path, row.start_ms);
  if (!scanned || scanned.wholeBytes !== row.size_bytes) {
    return { kind: "unreadable", message: `${row.path}: ${scanned?.problem ?? "no MP4"}` };
  }
  const wrong =
    table.length !== scanned.gops.length ||
    table.some((gop, index) => !sameGop(gop, scanned.gops[index]));
  return wrong
    ? { kind: "gop_table_wrong", message: `The GOP table of ${row.path} does not fit its boxes` }
    : undefined;
}

/** Wall times may differ by a rounding. */
function sameGop(a: Gop, b: Gop | undefined): boolean {
  return (
    b !== undefined &&
    a.offset === b.offset &&
    a.sizeBytes === b.sizeBytes &&
    a.mediaTime === b.mediaTime &&
    a.frames === b.frames &&
    Math.abs(a.startMs - b.startMs) <= 1
  );
}

/** What the head says was read before the rows: additions and deletions since are no fault. */
function checkTally(head: StreamHead, sum: StoredSum, report: Report): void {
  if (sum.deletedMeanwhile || (sum.count === head.stored_count && sum.bytes === head.stored_bytes))
    return;
  const path = streamPath(head.camera_id, head.stream);
  const message = `${path} counts ${head.stored_count} segments of ${head.stored_bytes} bytes, there are ${sum.count} of ${sum.bytes}`;
  report("warning", "tally_wrong", path, null, message);
}

async function checkFiles(
  { folder, catalogue, signal }: CheckOptions,
  report: Report,
): Promise<void> {
  const pending = new Set(
    (await catalogue.deletedSegments.listPending(PENDING_LIMIT)).map((row) => row.path),
  );
  for (const streamFolder of await listStreamFolders(folder.segmentsPath)) {
    for (const day of await listDays(folder.segmentsPath, streamFolder)) {
      signal?.throwIfAborted();
      const { segments, strange } = await listDayFiles(folder.segmentsPath, streamFolder, day);
      const known = await pathsOf(catalogue, segments);
      for (const path of strange)
        report("notice", "strange_file", path, null, `${path} is no segment`);
      for (const file of segments) {
        if (file.open)
          report(
            "notice",
            "open_file",
            file.path,
            null,
            `${file.path} is being written or was left by a crash`,
          );
        else if (
          !known.has(file.path) &&
          !pending.has(file.path) &&
          !(await isCommitting(catalogue, file))
        ) {
          report(
            "warning",
            "row_missing",
            file.path,
            null,
            `${file.path} has no row; recovery gives it one`,
          );
        }
      }
    }
  }
}

async function pathsOf(
  catalogue: Catalogue,
  files: readonly SegmentOnDisk[],
): Promise<Set<string>> {
  const [first, last] = [files[0], files.at(-1)];
  if (!first || !last) return new Set();
  return new Set(
    await catalogue.segments.listPaths(first.cameraId, first.stream, {
      startMs: first.startMs,
      endMs: last.startMs + 1,
    }),
  );
}

/** Its row may have come since the rows were read. */
async function isCommitting(catalogue: Catalogue, file: SegmentOnDisk): Promise<boolean> {
  return (
    (await catalogue.segments.findByStart(file.cameraId, file.stream, file.startMs, file.runId)) !==
    undefined
  );
}
