/**
 * The `.part` files being written, as far as their GOPs are whole: so that playback reaches up to
 * the newest finished GOP. Reads beside the writer and never disturbs it.
 */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { osErrorCode } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { DataFolder } from "../data-folder.ts";
import { gopsEndMs } from "./gop-table.ts";
import { listDayFiles, listDays, type SegmentOnDisk } from "./list-files.ts";
import { type ScannedFile, scanFile } from "./scan-file.ts";
import type { OpenSegment } from "./segment.ts";
import { absolutePath, segmentBaseName } from "./segment-path.ts";

/** At midnight the open one may lie in the day before. */
const DAYS_TO_LOOK = 2;

/**
 * Open segments of a stream with at least one whole GOP, oldest first: usually one, two for the
 * moment in which one is being committed while the next has begun. `known` are answers of an
 * earlier call: their files are read on from where they ended.
 */
export async function listOpenSegments(
  folder: DataFolder,
  cameraId: string,
  stream: StreamKind,
  known: readonly OpenSegment[] = [],
): Promise<OpenSegment[]> {
  const days = (await listDays(folder.segmentsPath, { cameraId, stream })).slice(-DAYS_TO_LOOK);
  const found: OpenSegment[] = [];
  for (const day of days) {
    const { segments } = await listDayFiles(folder.segmentsPath, { cameraId, stream }, day);
    for (const file of segments) {
      if (!file.open) continue;
      const before = known.find((each) => each.segment.path === file.path);
      const segment = await readOpen(folder, file, before);
      if (segment) found.push(segment);
    }
  }
  return found;
}

/** The newest of them. */
export async function findOpenSegment(
  folder: DataFolder,
  cameraId: string,
  stream: StreamKind,
  known?: OpenSegment,
): Promise<OpenSegment | undefined> {
  return (await listOpenSegments(folder, cameraId, stream, known ? [known] : [])).at(-1);
}

async function readOpen(
  folder: DataFolder,
  file: SegmentOnDisk,
  known: OpenSegment | undefined,
): Promise<OpenSegment | undefined> {
  const before = known && { ...scanOf(known), problem: null };
  let scanned: ScannedFile | undefined;
  try {
    const handle = await open(absolutePath(folder.segmentsPath, file.path), "r");
    try {
      scanned = await scanFile(handle, file.startMs, before);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    // Committed (renamed) since the folder was read: the catalogue has it.
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
  return scanned && toOpenSegment(file, scanned, known);
}

function scanOf(known: OpenSegment): Omit<ScannedFile, "problem"> {
  const { timescale, codec, width, height, audio_codec: audioCodec } = known.segment;
  const init = { bytes: known.initBytes, timescale, codec, width, height, audioCodec };
  return { init, gops: known.gops, wholeBytes: known.segment.size_bytes };
}

function toOpenSegment(
  file: SegmentOnDisk,
  scanned: ScannedFile,
  known: OpenSegment | undefined,
): OpenSegment | undefined {
  const { init, gops, wholeBytes } = scanned;
  const endMs = gopsEndMs(gops, init.timescale);
  if (endMs === undefined) return undefined;
  return {
    segment: {
      camera_id: file.cameraId,
      stream: file.stream,
      run_id: file.runId,
      start_ms: file.startMs,
      end_ms: Math.max(endMs, file.startMs),
      path: file.path,
      size_bytes: wholeBytes,
      init_bytes: init.bytes.byteLength,
      init_sha: known?.segment.init_sha ?? createHash("sha256").update(init.bytes).digest("hex"),
      timescale: init.timescale,
      codec: init.codec,
      width: init.width,
      height: init.height,
      audio_codec: init.audioCodec,
    },
    name: segmentBaseName(file),
    initBytes: init.bytes,
    gops,
  };
}
