/** The files below the segments folder, by camera, stream and day. Reads names, opens nothing. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import { isCameraId } from "#base/ids";
import type { StreamKind } from "#base/link";
import {
  isDayFolder,
  type ParsedSegmentPath,
  parseSegmentPath,
  streamPath,
} from "./segment-path.ts";

export interface StreamFolder {
  readonly cameraId: string;
  readonly stream: StreamKind;
}

export interface SegmentOnDisk extends ParsedSegmentPath {
  /** Below the segments folder, with `/`; `.mp4` or `.part`. */
  readonly path: string;
}

/** Streams that have a folder, sorted. */
export async function listStreamFolders(segmentsPath: string): Promise<StreamFolder[]> {
  const found: StreamFolder[] = [];
  for (const cameraId of await namesIn(segmentsPath)) {
    if (!isCameraId(cameraId)) continue;
    const names = await namesIn(join(segmentsPath, cameraId));
    for (const stream of ["main", "sub"] as const)
      if (names.includes(stream)) found.push({ cameraId, stream });
  }
  return found;
}

/** Day folders (`YYYY-MM-DD`) of a stream, oldest first. */
export async function listDays(segmentsPath: string, folder: StreamFolder): Promise<string[]> {
  const names = await namesIn(join(segmentsPath, folder.cameraId, folder.stream));
  return names.filter(isDayFolder);
}

/** Segments and open segments of a day, by start; `strange` are names that are neither. */
export async function listDayFiles(
  segmentsPath: string,
  folder: StreamFolder,
  day: string,
): Promise<{ segments: SegmentOnDisk[]; strange: string[] }> {
  const below = `${streamPath(folder.cameraId, folder.stream)}/${day}`;
  const segments: SegmentOnDisk[] = [];
  const strange: string[] = [];
  for (const name of await namesIn(join(segmentsPath, ...below.split("/")))) {
    const path = `${below}/${name}`;
    const parsed = parseSegmentPath(path);
    if (parsed) segments.push({ ...parsed, path });
    else strange.push(path);
  }
  return { segments, strange };
}

/** Sorted; none where there is no such folder. */
async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (thrown) {
    const code = osErrorCode(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw thrown;
  }
}
