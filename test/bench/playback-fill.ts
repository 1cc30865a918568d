/**
 * A catalogue as 18 cameras leave it after 30 days: a row and a GOP table for every minute of both
 * streams, with gaps; and for one camera real files for the last hours. Rows go in past the
 * catalogue's own code, which adds one segment a minute and is not made for a million at once.
 */
import Database from "better-sqlite3";
import {
  type Catalogue,
  type DataFolder,
  encodeGopTable,
  type Gop,
  patchPrft,
  patchTfdt,
  SegmentFile,
} from "#storage";
import { CLIP_SECONDS, type CodedClip } from "./coded-clip.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const HASH_BYTES = 32;

export interface FillOptions {
  readonly cataloguePath: string;
  readonly cameraIds: readonly string[];
  readonly days: number;
  /** A whole minute; the last row ends there. */
  readonly endMs: number;
  readonly clips: Readonly<Record<"main" | "sub", CodedClip>>;
  readonly say: (text: string) => void;
}

/** Adds the rows; answers how many segments there are. */
export function fillCatalogue(options: FillOptions): number {
  const database = new Database(options.cataloguePath);
  try {
    database.pragma("journal_mode = wal");
    database.pragma("synchronous = off");
    let count = 0;
    for (const cameraId of options.cameraIds) {
      for (const stream of ["main", "sub"] as const) {
        count += database.transaction(() => fillStream(database, options, cameraId, stream))();
      }
      options.say(`rows: ${count}`);
    }
    database.exec("analyze");
    database.pragma("wal_checkpoint(truncate)");
    return count;
  } finally {
    database.close();
  }
}

function fillStream(
  database: Database.Database,
  options: FillOptions,
  cameraId: string,
  stream: "main" | "sub",
): number {
  const { init, gops } = options.clips[stream];
  const sizeBytes = init.bytes.byteLength + gops.reduce((sum, gop) => sum + gop.bytes.length, 0);
  const addSegment =
    database.prepare(`insert into segment (camera_id, stream, run_id, start_ms, end_ms, path,
    size_bytes, init_bytes, init_sha, sha256, chain, timescale, codec, width, height, audio_codec, created_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)`);
  const addGops = database.prepare(`insert into segment_gops (segment_id, "table") values (?, ?)`);
  const addGap = database.prepare(
    "insert into gap (camera_id, stream, start_ms, end_ms, cause, detail) values (?, ?, ?, ?, 'unreachable', null)",
  );
  const hash = Buffer.alloc(HASH_BYTES, 1);
  const minutes = options.days * DAY_MINUTES;
  let count = 0;
  let segmentId = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    const startMs = options.endMs - (minutes - minute) * MINUTE_MS;
    const endMs = startMs + MINUTE_MS;
    if (isGap(minute)) {
      addGap.run(cameraId, stream, startMs, endMs);
      continue;
    }
    const iso = new Date(startMs).toISOString();
    const runId = `r${Math.floor(minute / DAY_MINUTES)}`;
    const path = `${cameraId}/${stream}/${iso.slice(0, 10)}/${iso.slice(11, 23).replace(/[:.]/g, "")}-${runId}.mp4`;
    const sizes = [sizeBytes, init.bytes.byteLength, "0".repeat(64), hash, hash];
    const picture = [init.timescale, init.codec, init.width, init.height];
    const { lastInsertRowid } = addSegment.run(
      cameraId,
      stream,
      runId,
      startMs,
      endMs,
      path,
      ...sizes,
      ...picture,
      endMs,
    );
    segmentId = Number(lastInsertRowid);
    addGops.run(
      segmentId,
      encodeGopTable(gopTable(options.clips[stream], startMs, minute), init.timescale),
    );
    count += 1;
  }
  setHead(database, cameraId, stream, segmentId, hash, count, count * sizeBytes);
  return count;
}

/** A camera's router is restarted once a day, and once a week the power is off for ten minutes. */
function isGap(minute: number): boolean {
  const ofDay = minute % DAY_MINUTES;
  return ofDay === 187 || (minute % (7 * DAY_MINUTES) < 610 && ofDay >= 600 && ofDay < 610);
}

function setHead(
  database: Database.Database,
  cameraId: string,
  stream: string,
  segmentId: number,
  hash: Buffer,
  count: number,
  bytes: number,
): void {
  database
    .prepare(`insert into stream_head (camera_id, stream, segment_id, chain, stored_bytes, stored_count)
      values (?, ?, ?, ?, ?, ?)`)
    .run(cameraId, stream, segmentId, hash, bytes, count);
}

function gopTable({ init, gops }: CodedClip, startMs: number, minute: number): Gop[] {
  const shift = (minute % DAY_MINUTES) * CLIP_SECONDS * init.timescale;
  let offset = init.bytes.byteLength;
  return gops.map(({ bytes, mediaTime, durationTicks, frames }) => {
    const gop = {
      mediaTime: mediaTime + shift,
      durationTicks,
      startMs: startMs + Math.round((mediaTime * 1000) / init.timescale),
      offset,
      sizeBytes: bytes.length,
      frames,
    };
    offset += bytes.length;
    return gop;
  });
}

export interface RealFootage {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  readonly clips: FillOptions["clips"];
  /** Whole minutes. */
  readonly startMs: number;
  readonly minutes: number;
  /** Both, unless told otherwise. */
  readonly streams?: readonly ("main" | "sub")[];
}

/** Real files, one run without a break, the clip again each minute. */
export async function writeFootage(real: RealFootage): Promise<void> {
  for (const stream of real.streams ?? (["main", "sub"] as const)) {
    const { init, gops } = real.clips[stream];
    for (let minute = 0; minute < real.minutes; minute += 1) {
      const startMs = real.startMs + minute * MINUTE_MS;
      const { folder, catalogue, cameraId } = real;
      const file = new SegmentFile({ folder, catalogue, cameraId, stream, runId: "real", startMs });
      await file.start(init);
      for (const gop of gops) {
        const shift = minute * CLIP_SECONDS * init.timescale;
        const bytes = Buffer.from(gop.bytes);
        const gopStartMs = startMs + Math.round((gop.mediaTime * 1000) / init.timescale);
        patchTfdt(bytes, () => shift);
        patchPrft(bytes, gopStartMs);
        const { durationTicks, frames } = gop;
        await file.appendFragment(bytes, {
          mediaTime: gop.mediaTime + shift,
          durationTicks,
          frames,
          startMs: gopStartMs,
        });
      }
      await file.commit();
    }
  }
}
