/**
 * Downloads: what a range would give (whole GOPs, one part per change of codec, gaps stated), and a
 * part as one MP4 that is never written to disk. The camera's own bytes, nothing is re-encoded.
 */
import { createHash } from "node:crypto";
import { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import { type Catalogue, Clip, type ClipFragment } from "#storage";
import { downloadName } from "./download-name.ts";
import type { Footage, FootageFile } from "./footage.ts";
import { causeAt, type GapView } from "./gaps.ts";
import { noFootage } from "./stills.ts";
import type { Timeline } from "./timeline.ts";

export interface DownloadPart extends TimeRange {
  readonly sizeBytes: number;
  readonly fileName: string;
  /** Relative to the download plan's own address. */
  readonly url: string;
}

export interface Download extends TimeRange {
  readonly sizeBytes: number;
  readonly fileName: string;
  /** Changes with the bytes; with quotes. */
  readonly etag: string;
  read(start: number, end: number): AsyncGenerator<Buffer>;
}

export interface DownloadsOptions {
  readonly catalogue: Catalogue;
  readonly footage: Footage;
  readonly timeline: Timeline;
  readonly timeZone: string;
}

/** Files that share their init bytes and so can be one MP4. */
type Group = readonly [FootageFile, ...FootageFile[]];

export class Downloads {
  readonly #options: DownloadsOptions;

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /** @throws VmsError not_found `camera.not_found`. A range without footage has no parts. */
  async plan(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
  ): Promise<{ parts: DownloadPart[]; gaps: GapView[] }> {
    const camera = await this.#options.catalogue.cameras.get(cameraId);
    const groups = groupByInit(await this.#options.footage.list(cameraId, stream, range));
    const parts = groups.map((group) => {
      const exact = rangeOf(group);
      return {
        ...exact,
        sizeBytes: sizeOf(group),
        fileName: downloadName(camera.name, exact.startMs, this.#options.timeZone, "mp4"),
        url: `/api/playback/${cameraId}/${stream}/download.mp4?from=${exact.startMs}&to=${exact.endMs}`,
      };
    });
    return { parts, gaps: await this.#options.timeline.gapsOf(cameraId, stream, range) };
  }

  /**
   * The range as one MP4. @throws VmsError not_found `playback.no_footage` with the gap's cause,
   * conflict `download.several_parts` when the codec changes within (ask for the plan's parts).
   */
  async open(cameraId: string, stream: StreamKind, range: TimeRange): Promise<Download> {
    const { catalogue, footage, timeline, timeZone } = this.#options;
    const camera = await catalogue.cameras.get(cameraId);
    const groups = groupByInit(await footage.list(cameraId, stream, range));
    const [group] = groups;
    if (!group)
      throw noFootage(causeAt(await timeline.gapsOf(cameraId, stream, range), range.startMs));
    if (groups.length > 1) {
      throw new VmsError(
        "conflict",
        "download.several_parts",
        "the picture's format changes within this range",
        {
          details: { parts: groups.map(rangeOf) },
        },
      );
    }
    const init = await footage.readBytes(group[0].path, 0, group[0].initBytes);
    const clip = new Clip(init, fragmentsOf(group));
    const exact = rangeOf(group);
    const readBytes = (path: string, offset: number, sizeBytes: number) =>
      footage.readBytes(path, offset, sizeBytes);
    return {
      ...exact,
      sizeBytes: clip.sizeBytes,
      fileName: downloadName(camera.name, exact.startMs, timeZone, "mp4"),
      etag: etagOf(group),
      read: (start, end) => clip.read(start, end, readBytes),
    };
  }
}

function fragmentsOf(group: Group): ClipFragment[] {
  return group.flatMap((file) =>
    file.gops.map((gop) => ({
      file: file.path,
      offset: gop.offset,
      sizeBytes: gop.sizeBytes,
      mediaTime: gop.mediaTime,
      startMs: gop.startMs,
      runId: file.runId,
    })),
  );
}

function groupByInit(files: readonly FootageFile[]): Group[] {
  const groups: [FootageFile, ...FootageFile[]][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    if (last?.[0].initSha === file.initSha) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

function rangeOf(group: Group): TimeRange {
  const gops = group.flatMap((file) => file.gops);
  return { startMs: gops[0]?.startMs ?? 0, endMs: gops.at(-1)?.endMs ?? 0 };
}

function sizeOf(group: Group): number {
  const gopBytes = group.flatMap((file) => file.gops).reduce((sum, gop) => sum + gop.sizeBytes, 0);
  return group[0].initBytes + gopBytes;
}

function etagOf(group: Group): string {
  const hash = createHash("sha256");
  for (const file of group) {
    const [first, last] = [file.gops[0], file.gops.at(-1)];
    hash.update(`${file.lastingName} ${first?.offset} ${last?.offset} ${last?.sizeBytes}\n`);
  }
  return `"d${hash.digest("hex").slice(0, 32)}"`;
}
