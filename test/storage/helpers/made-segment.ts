/** Fragmented MP4 made by hand (no ffmpeg): init bytes and GOPs with known times and sizes. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  absolutePath,
  buildFragmentHead,
  type Gop,
  type GopTiming,
  type Segment,
  SegmentFile,
  type SegmentInit,
  type SegmentName,
  segmentPath,
} from "#storage";
import type { StorageFixture } from "./storage-fixture.ts";

export const TIMESCALE = 90_000;
const FRAMES = 15;
const FRAME_TICKS = 6_000;
/** 15 frames of 1/15 s. */
export const GOP_MS = 1_000;

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

/** `ftyp` and `moov` with one H.264 track, number 1. */
export function initBytes(width = 640, height = 360): Buffer {
  const visual = Buffer.alloc(78);
  visual.writeUInt16BE(1, 6);
  visual.writeUInt16BE(width, 24);
  visual.writeUInt16BE(height, 26);
  const avcC = box("avcC", Buffer.from([1, 0x64, 0, 0x1e, 0xff, 0xe0, 0]));
  const stsd = box("stsd", words(0, 1), box("avc1", visual, avcC));
  const hdlr = box("hdlr", words(0, 0), Buffer.from("vide"), Buffer.alloc(13));
  const mdia = box(
    "mdia",
    box("mdhd", words(0, 0, 0, TIMESCALE, 0, 0)),
    hdlr,
    box("minf", box("stbl", stsd)),
  );
  const trak = box("trak", box("tkhd", words(3, 0, 0, 1, 0), Buffer.alloc(64)), mdia);
  const mvex = box("mvex", box("trex", words(0, 1, 1, FRAME_TICKS, 0, 0)));
  return Buffer.concat([box("ftyp", Buffer.from("iso5"), words(512)), box("moov", trak, mvex)]);
}

export function madeInit(): SegmentInit {
  return {
    bytes: initBytes(),
    timescale: TIMESCALE,
    codec: "avc1.64001e",
    width: 640,
    height: 360,
    audioCodec: null,
  };
}

/** The `index`-th GOP of a run that began at `runStartMs`. */
export function madeGop(runStartMs: number, index: number): { bytes: Buffer; timing: GopTiming } {
  const samples = Array.from({ length: FRAMES }, (_, frame) => ({
    durationTicks: FRAME_TICKS,
    sizeBytes: 40 + ((index * 7 + frame) % 23),
    compositionTicks: 0,
    isSync: frame === 0,
  }));
  const startMs = runStartMs + index * GOP_MS;
  const mediaTime = index * FRAMES * FRAME_TICKS;
  const head = buildFragmentHead({
    sequence: index + 1,
    wallMs: startMs,
    tracks: [{ trackId: 1, baseTicks: mediaTime, samples }],
  });
  const payload = Buffer.alloc(
    samples.reduce((sum, sample) => sum + sample.sizeBytes, 0),
    index + 1,
  );
  return {
    bytes: Buffer.concat([head, payload]),
    timing: { mediaTime, durationTicks: FRAMES * FRAME_TICKS, startMs, frames: FRAMES },
  };
}

/** The bytes of a whole segment. */
export function madeFile(startMs: number, gopCount: number): Buffer {
  return Buffer.concat([
    initBytes(),
    ...Array.from({ length: gopCount }, (_, index) => madeGop(startMs, index).bytes),
  ]);
}

/** Opens a segment with the real writer and gives it GOPs; not committed. */
export async function startSegment(
  { folder, catalogue }: StorageFixture,
  name: SegmentName,
  gopCount: number,
): Promise<SegmentFile> {
  const file = new SegmentFile({ folder, catalogue, ...name });
  await file.start(madeInit());
  for (let index = 0; index < gopCount; index++) {
    const { bytes, timing } = madeGop(name.startMs, index);
    await file.appendFragment(bytes, timing);
  }
  return file;
}

/** Writes and commits a segment of `gopCount` seconds. */
export async function recordSegment(
  storage: StorageFixture,
  name: SegmentName,
  gopCount = 3,
): Promise<Segment> {
  const segment = await (await startSegment(storage, name, gopCount)).commit();
  if (!segment) throw new Error("nothing was committed");
  return segment;
}

/** Puts bytes where a segment's file lies, without any row. */
export async function placeFile(
  storage: StorageFixture,
  name: SegmentName,
  bytes: Buffer,
  ending: ".mp4" | ".part",
): Promise<string> {
  const path = absolutePath(storage.folder.segmentsPath, segmentPath(name).replace(".mp4", ending));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

export async function sha256Of(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

export function offsetsOf(gops: readonly Gop[]): number[] {
  return gops.map((gop) => gop.offset);
}
