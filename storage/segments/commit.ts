/**
 * How a file becomes a segment: its bytes are synced already; then it gets its final name, the
 * folder is synced, and only then comes its row. Shared by the writer, recovery and rebuilding.
 */
import { createHash } from "node:crypto";
import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment } from "../catalogue/schema.ts";
import { syncFolder, withFileErrors } from "../file-errors.ts";
import { encodeGopTable, type Gop } from "./gop-table.ts";
import type { SegmentInit } from "./segment.ts";
import { absolutePath, openPath, type SegmentName, segmentPath } from "./segment-path.ts";

/** Renames a synced `.part` to its `.mp4` and syncs the folder. `path` is the finished file's. */
export async function publishFile(segmentsPath: string, path: string): Promise<void> {
  const finished = absolutePath(segmentsPath, path);
  await withFileErrors(`publishing ${path}`, async () => {
    await rename(absolutePath(segmentsPath, openPath(path)), finished);
    await syncFolder(dirname(finished));
  });
}

export interface FinishedFile {
  readonly name: SegmentName;
  readonly endMs: number;
  readonly init: SegmentInit;
  readonly gops: readonly Gop[];
  readonly sizeBytes: number;
  readonly sha256: Uint8Array;
  readonly createdMs: number;
}

/** Writes the row of a published file. Errors: `conflict segment.exists`, those of the catalogue. */
export function insertSegmentRow(catalogue: Catalogue, file: FinishedFile): Promise<Segment> {
  const { name, init } = file;
  const row = {
    camera_id: name.cameraId,
    stream: name.stream,
    run_id: name.runId,
    start_ms: name.startMs,
    end_ms: file.endMs,
    path: segmentPath(name),
    size_bytes: file.sizeBytes,
    init_bytes: init.bytes.byteLength,
    init_sha: createHash("sha256").update(init.bytes).digest("hex"),
    sha256: file.sha256,
    timescale: init.timescale,
    codec: init.codec,
    width: init.width,
    height: init.height,
    audio_codec: init.audioCodec,
    created_ms: file.createdMs,
  };
  return catalogue.segments.insert(row, encodeGopTable(file.gops, init.timescale));
}
