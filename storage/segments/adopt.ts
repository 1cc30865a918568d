/**
 * Makes a segment of a file that has no row: for recovery after a crash and for rebuilding. The file
 * itself says all that the row needs; a `.part` is first cut to its whole fragments.
 */
import { access, open, stat } from "node:fs/promises";
import { osErrorCode, VmsError } from "#base/errors";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment } from "../catalogue/schema.ts";
import { removeFile } from "../file-errors.ts";
import { insertSegmentRow, publishFile } from "./commit.ts";
import { hashFile, scanPath } from "./file-facts.ts";
import { gopsEndMs } from "./gop-table.ts";
import type { SegmentOnDisk } from "./list-files.ts";
import type { ScannedFile } from "./scan-file.ts";
import { absolutePath, segmentPath } from "./segment-path.ts";

/** `committed` = was open, `adopted` = was finished, `removed` = held no whole GOP. */
export type AdoptOutcome = "committed" | "adopted" | "removed";

/** A `.part` up to this size without readable init bytes was cut off at its very beginning. */
const MAX_EMPTY_BYTES = 65_536;

/**
 * Settles a `.part`: whole fragments become a segment, a file without any goes. Errors: `corrupt
 * segment.both_files` when the finished file is there too, `corrupt segment.unreadable` for a large
 * file with a damaged beginning: that one is left for a person.
 */
export async function settleOpenFile(
  catalogue: Catalogue,
  segmentsPath: string,
  file: SegmentOnDisk,
  nowMs: number,
): Promise<AdoptOutcome> {
  const path = absolutePath(segmentsPath, file.path);
  const scanned = await scanPath(path, file.startMs);
  if (!scanned && (await stat(path)).size > MAX_EMPTY_BYTES)
    throw unreadable(file, "its init bytes are damaged");
  if (!scanned || scanned.gops.length === 0) {
    await removeFile(path);
    return "removed";
  }
  const finished = segmentPath(file);
  if (await exists(absolutePath(segmentsPath, finished))) {
    throw new VmsError(
      "corrupt",
      "segment.both_files",
      `Both ${file.path} and ${finished} exist; look at them and remove one`,
    );
  }
  const handle = await open(path, "r+");
  try {
    await handle.truncate(scanned.wholeBytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await publishFile(segmentsPath, finished);
  await addRow(catalogue, segmentsPath, file, scanned, nowMs);
  return "committed";
}

/** Gives a finished file its row; the file is not touched. Errors: `corrupt segment.unreadable`. */
export async function adoptFile(
  catalogue: Catalogue,
  segmentsPath: string,
  file: SegmentOnDisk,
  nowMs: number,
): Promise<AdoptOutcome> {
  const scanned = await scanPath(absolutePath(segmentsPath, file.path), file.startMs);
  if (!scanned || scanned.gops.length === 0) {
    throw unreadable(file, scanned?.problem ?? "no MP4");
  }
  await addRow(catalogue, segmentsPath, file, scanned, nowMs);
  return "adopted";
}

async function addRow(
  catalogue: Catalogue,
  segmentsPath: string,
  file: SegmentOnDisk,
  scanned: ScannedFile,
  nowMs: number,
): Promise<Segment> {
  const path = absolutePath(segmentsPath, segmentPath(file));
  await ensureCamera(catalogue, file.cameraId, nowMs);
  return insertSegmentRow(catalogue, {
    name: file,
    endMs: Math.max(gopsEndMs(scanned.gops, scanned.init.timescale) ?? file.startMs, file.startMs),
    init: scanned.init,
    gops: scanned.gops,
    sizeBytes: (await stat(path)).size,
    sha256: await hashFile(path),
    createdMs: nowMs,
  });
}

function unreadable(file: SegmentOnDisk, why: string): VmsError {
  return new VmsError("corrupt", "segment.unreadable", `${file.path} holds no whole GOP: ${why}`);
}

/** Footage of a camera that the catalogue does not know gets a removed camera of that name. */
async function ensureCamera(catalogue: Catalogue, cameraId: string, nowMs: number): Promise<void> {
  if (await catalogue.cameras.find(cameraId)) return;
  await catalogue.cameras.insert({
    id: cameraId,
    name: cameraId,
    place_id: null,
    enabled: 0,
    sort_order: 0,
    source: "rtsp",
    main_url: null,
    sub_url: null,
    username: null,
    password_sealed: null,
    push_key_sealed: null,
    transport: "tcp",
    audio: "auto",
    timestamps: "camera",
    onvif_url: null,
    manufacturer: null,
    model: null,
    retention_days: null,
    retention_basis: null,
    map_x: null,
    map_y: null,
    created_ms: nowMs,
    updated_ms: nowMs,
  });
  await catalogue.cameras.remove(cameraId, nowMs);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return false;
    throw thrown;
  }
}
