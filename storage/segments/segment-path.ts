/**
 * Where a segment's file lies: `<cameraId>/<stream>/<YYYY-MM-DD>/<HHMMSSmmm>-<runId>.mp4` below the
 * segments folder, in UTC of its start; the one being written ends in `.part`. Pure.
 */
import { join } from "node:path";
import { isCameraId } from "#base/ids";
import type { StreamKind } from "#base/link";

export interface SegmentName {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly startMs: number;
  /** Lower-case letters and digits. */
  readonly runId: string;
}

export interface ParsedSegmentPath extends SegmentName {
  /** true for `.part`. */
  readonly open: boolean;
}

export const SEGMENT_ENDING = ".mp4";
export const OPEN_ENDING = ".part";

const DAY_FOLDER = /^\d{4}-\d{2}-\d{2}$/;
const FILE_NAME = /^(\d{2})(\d{2})(\d{2})(\d{3})-([0-9a-z]{1,32})(\.mp4|\.part)$/;

/** Path of the finished file below the segments folder, with `/`. */
export function segmentPath(name: SegmentName): string {
  return `${streamPath(name.cameraId, name.stream)}/${dayFolder(name.startMs)}/${segmentBaseName(name)}${SEGMENT_ENDING}`;
}

/** The file name without ending: `<HHMMSSmmm>-<runId>`. */
export function segmentBaseName(name: Pick<SegmentName, "startMs" | "runId">): string {
  const iso = new Date(name.startMs).toISOString();
  return `${iso.slice(11, 23).replace(/[:.]/g, "")}-${name.runId}`;
}

export function streamPath(cameraId: string, stream: StreamKind): string {
  return `${cameraId}/${stream}`;
}

/** `YYYY-MM-DD` in UTC. */
export function dayFolder(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

export function isDayFolder(name: string): boolean {
  return DAY_FOLDER.test(name) && !Number.isNaN(Date.parse(`${name}T00:00:00Z`));
}

/** The `.part` path of a segment path. */
export function openPath(path: string): string {
  return `${path.slice(0, -SEGMENT_ENDING.length)}${OPEN_ENDING}`;
}

/** What a path below the segments folder says, or undefined when it is no segment's path. */
export function parseSegmentPath(path: string): ParsedSegmentPath | undefined {
  const [cameraId = "", stream, day = "", file = "", ...more] = path.split("/");
  if (more.length > 0 || !isCameraId(cameraId) || (stream !== "main" && stream !== "sub"))
    return undefined;
  const match = FILE_NAME.exec(file);
  if (!match || !isDayFolder(day)) return undefined;
  const [, hours, minutes, seconds, millis, runId = "", ending] = match;
  const startMs = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${millis}Z`);
  if (Number.isNaN(startMs)) return undefined;
  return { cameraId, stream, startMs, runId, open: ending === OPEN_ENDING };
}

/** Absolute path of a file below the segments folder. */
export function absolutePath(segmentsPath: string, path: string): string {
  return join(segmentsPath, ...path.split("/"));
}
