/**
 * Recorded footage as playback reads it: files, closed or still being written, with the GOPs of a
 * range; and the file behind a name in an address. Owns no rights and no HTTP. Wall times are epoch
 * UTC milliseconds; media times are ticks of the file's time scale.
 */
import { type FileHandle, open } from "node:fs/promises";
import { osErrorCode, VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import {
  absolutePath,
  type Catalogue,
  type DataFolder,
  type Gop,
  listOpenSegments,
  type OpenSegment,
  parseSegmentPath,
  type Segment,
  type SegmentFacts,
  ticksToMs,
} from "#storage";

/** A GOP with its end: where the next one begins, or its last frame ends. */
export interface FootageGop extends Gop {
  readonly endMs: number;
}

export interface FootageFile {
  /** Its name in addresses: the segment's number, or the lasting name while it has none. */
  readonly name: string;
  /** A name that stays the same when the file is finished; for playlists that grow. */
  readonly lastingName: string;
  /** Below the segments folder. */
  readonly path: string;
  readonly isOpen: boolean;
  readonly runId: string;
  readonly initBytes: number;
  readonly initSha: string;
  readonly codec: string;
  readonly audioCodec: string | null;
  readonly width: number;
  readonly height: number;
  readonly timescale: number;
  readonly gops: readonly FootageGop[];
}

/** A file that can be sent. */
export interface FootageBytes {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
  readonly etag: string | undefined;
  readonly startMs: number;
}

const LASTING_NAME = /^open-(\d{4}-\d{2}-\d{2})-(\d{9}-[0-9a-z]{1,32})$/;
const RENAMED_MEANWHILE_TRIES = 2;

export class Footage {
  readonly #catalogue: Catalogue;
  readonly #folder: DataFolder;
  /** The open files as last read, so that only what was added since is read again. */
  readonly #known = new Map<string, readonly OpenSegment[]>();

  constructor(catalogue: Catalogue, folder: DataFolder) {
    this.#catalogue = catalogue;
    this.#folder = folder;
  }

  /** Files with GOPs that touch the range, sorted by time; each with those GOPs only. */
  async list(cameraId: string, stream: StreamKind, range: TimeRange): Promise<FootageFile[]> {
    // The open files first: one that is committed in between is then found in the catalogue.
    const open = await this.listOpen(cameraId, stream);
    const rows = await this.#catalogue.segments.listOverlapping(cameraId, stream, range);
    const tables = await this.#catalogue.segments.listGopTables(rows.map((row) => row.id));
    const closed = rows.map((row) => toFile(row, tables.get(row.id) ?? [], String(row.id), range));
    const paths = new Set(rows.map((row) => row.path));
    const stillOpen = open
      .filter(({ segment }) => !paths.has(finishedPath(segment.path)))
      .map(({ segment, gops }) => toFile(segment, gops, undefined, range));
    return [...closed, ...stillOpen].filter((file) => file.gops.length > 0).sort(byStart);
  }

  /** The files being written, oldest first, as far as their GOPs are whole. */
  async listOpen(cameraId: string, stream: StreamKind): Promise<readonly OpenSegment[]> {
    const key = `${cameraId}/${stream}`;
    const open = await listOpenSegments(this.#folder, cameraId, stream, this.#known.get(key) ?? []);
    this.#known.set(key, open);
    return open;
  }

  /**
   * Opens the file behind a name of an address; the caller closes the handle.
   * @throws VmsError not_found `playback.segment_unknown` (never was, or of another camera),
   * `playback.segment_gone` (deleted meanwhile).
   */
  async openNamed(cameraId: string, stream: StreamKind, name: string): Promise<FootageBytes> {
    return /^\d+$/.test(name)
      ? this.#openNumbered(cameraId, stream, Number(name))
      : this.#openLasting(cameraId, stream, name);
  }

  /** Reads exactly these bytes of a file below the segments folder. @throws VmsError not_found `playback.segment_gone`, corrupt. */
  async readBytes(path: string, offset: number, sizeBytes: number): Promise<Buffer> {
    const handle = await this.#openEither(path);
    try {
      const bytes = Buffer.alloc(sizeBytes);
      const { bytesRead } = await handle.read(bytes, 0, sizeBytes, offset);
      if (bytesRead === sizeBytes) return bytes;
    } finally {
      await handle.close();
    }
    throw new VmsError(
      "corrupt",
      "playback.segment_damaged",
      `The file ${path} is shorter than the catalogue says`,
    );
  }

  async #openNumbered(cameraId: string, stream: StreamKind, id: number): Promise<FootageBytes> {
    const row = await this.#catalogue.segments.find(id);
    if (!row) throw gone(String(id));
    if (row.camera_id !== cameraId || row.stream !== stream) throw unknown(String(id));
    const handle = await this.#openEither(row.path);
    return withSize(
      handle,
      `"s${row.id}-${Buffer.from(row.sha256).toString("hex", 0, 8)}"`,
      row.start_ms,
    );
  }

  async #openLasting(cameraId: string, stream: StreamKind, name: string): Promise<FootageBytes> {
    const [, day, base] = LASTING_NAME.exec(name) ?? [];
    const path = `${cameraId}/${stream}/${day}/${base}.mp4`;
    const parsed = parseSegmentPath(path);
    if (!parsed) throw unknown(name);
    // No validator: while it is written its length changes.
    return withSize(await this.#openEither(path), undefined, parsed.startMs);
  }

  /** Opens the file whether it is finished or still being written, also when that changes right now. */
  async #openEither(path: string): Promise<FileHandle> {
    const finished = absolutePath(this.#folder.segmentsPath, path);
    for (let i = 0; i < RENAMED_MEANWHILE_TRIES; i += 1) {
      for (const candidate of [finished, finished.replace(/\.mp4$/, ".part")]) {
        const handle = await openIfThere(candidate);
        if (handle) return handle;
      }
    }
    throw gone(path);
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw new VmsError("unavailable", "storage.unreadable", `The file ${path} cannot be read`, {
      cause: thrown,
    });
  }
}

async function withSize(
  handle: FileHandle,
  etag: string | undefined,
  startMs: number,
): Promise<FootageBytes> {
  try {
    return { handle, sizeBytes: (await handle.stat()).size, etag, startMs };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

function toFile(
  facts: SegmentFacts | Segment,
  gops: readonly Gop[],
  id: string | undefined,
  range: TimeRange,
): FootageFile {
  const day = new Date(facts.start_ms).toISOString().slice(0, 10);
  const path = finishedPath(facts.path);
  const base = path.slice(path.lastIndexOf("/") + 1, -".mp4".length);
  const lastingName = `open-${day}-${base}`;
  return {
    name: id ?? lastingName,
    lastingName,
    path,
    isOpen: id === undefined,
    runId: facts.run_id,
    initBytes: facts.init_bytes,
    initSha: facts.init_sha,
    codec: facts.codec,
    audioCodec: facts.audio_codec,
    width: facts.width,
    height: facts.height,
    timescale: facts.timescale,
    gops: cutTo(withEnds(gops, facts), range),
  };
}

/** The path that a file being written (`.part`) will have. */
function finishedPath(path: string): string {
  return path.replace(/\.part$/, ".mp4");
}

function cutTo(gops: FootageGop[], range: TimeRange): FootageGop[] {
  const isInside = (gop: FootageGop) => gop.startMs < range.endMs && gop.endMs > range.startMs;
  return gops.every(isInside) ? gops : gops.filter(isInside);
}

/** A GOP ends where the next begins when that is sooner: stamped times may overlap by a little. */
function withEnds(gops: readonly Gop[], facts: SegmentFacts | Segment): FootageGop[] {
  return gops.map((gop, i) => {
    const next = gops[i + 1];
    const ownEndMs = gop.startMs + ticksToMs(gop.durationTicks, facts.timescale);
    // The last one's end is the file's: the next file of the run begins there.
    const limitMs = next ? next.startMs : Math.max(facts.end_ms, gop.startMs);
    const endMs = Math.max(gop.startMs + 1, Math.min(ownEndMs, limitMs));
    // Spelled out: copying by spread is several times slower, and a playlist has thousands.
    const { mediaTime, durationTicks, startMs, offset, sizeBytes, frames } = gop;
    return { mediaTime, durationTicks, startMs, endMs, offset, sizeBytes, frames };
  });
}

function byStart(a: FootageFile, b: FootageFile): number {
  return (a.gops[0]?.startMs ?? 0) - (b.gops[0]?.startMs ?? 0);
}

function unknown(name: string): VmsError {
  return new VmsError(
    "not_found",
    "playback.segment_unknown",
    `This camera has no recorded file ${name}`,
  );
}

function gone(name: string): VmsError {
  return new VmsError(
    "not_found",
    "playback.segment_gone",
    `The recorded file ${name} was deleted`,
  );
}
