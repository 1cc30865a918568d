/**
 * Reads a segment's file by its box headers alone (no sample data): init bytes and the GOPs that are
 * whole. Wall time comes from each fragment's `prft` (ISO/IEC 14496-12 §8.16.5). Can go on where an
 * earlier reading stopped, so an open file is cheap to follow.
 */
import type { FileHandle } from "node:fs/promises";
import { VmsError } from "#base/errors";
import { readPrft } from "../media/fragment-patch.ts";
import { type Moof, parseMoof } from "../media/moof.ts";
import { type InitInfo, parseInit } from "../media/mp4-init.ts";
import { type Gop, ticksToMs } from "./gop-table.ts";
import type { SegmentInit } from "./segment.ts";

export interface ScannedFile {
  readonly init: SegmentInit;
  readonly gops: readonly Gop[];
  /** Up to here the file holds whole fragments. */
  readonly wholeBytes: number;
  /** Why reading stopped before the end, or null. */
  readonly problem: string | null;
}

interface BoxHead {
  readonly type: string;
  readonly headerBytes: number;
  readonly sizeBytes: number;
}

/** Enough for most `prft` + `moof` + head of `mdat` in one read. */
const WINDOW_BYTES = 8_192;
/** No head box of a sane file comes near. */
const MAX_HEAD_BOX_BYTES = 8 * 2 ** 20;

/**
 * Reads what is whole. `startMs` is the wall time where no `prft` says it (of the first GOP; the
 * others follow by media time). undefined when not even the init bytes are there or readable.
 */
export async function scanFile(
  handle: FileHandle,
  startMs: number,
  before?: ScannedFile,
): Promise<ScannedFile | undefined> {
  const { size } = await handle.stat();
  const reader = new HeadReader(handle, size);
  const init = before?.init ?? (await readInit(reader));
  if (!init) return undefined;
  const info = parseInit(Buffer.from(init.bytes));
  const gops = [...(before?.gops ?? [])];
  let wholeBytes = before?.wholeBytes ?? init.bytes.byteLength;
  let problem: string | null = null;
  while (wholeBytes < size) {
    const fragment = await readFragment(reader, wholeBytes, info);
    if (typeof fragment === "string") {
      problem = fragment;
      break;
    }
    addFragment(gops, fragment, { info, startMs, offset: wholeBytes });
    wholeBytes = fragment.end;
  }
  return { init, gops, wholeBytes, problem };
}

async function readInit(reader: HeadReader): Promise<SegmentInit | undefined> {
  for (let at = 0; ; ) {
    const head = await reader.head(at);
    if (!head || head.sizeBytes > MAX_HEAD_BOX_BYTES || at + head.sizeBytes > reader.sizeBytes)
      return undefined;
    if (at === 0 && head.type !== "ftyp") return undefined;
    at += head.sizeBytes;
    if (head.type === "moov") return initOf(await reader.bytes(0, at));
  }
}

function initOf(bytes: Buffer): SegmentInit | undefined {
  try {
    const { timescale, codec, width, height, audioCodec } = parseInit(bytes);
    return timescale > 0 ? { bytes, timescale, codec, width, height, audioCodec } : undefined;
  } catch (thrown) {
    if (isUnreadable(thrown)) return undefined;
    throw thrown;
  }
}

interface Fragment {
  readonly moof: Moof;
  readonly prftMs: number | undefined;
  readonly end: number;
}

/** One fragment (`prft`, `moof`, `mdat` and what stands between), or why there is none. */
async function readFragment(
  reader: HeadReader,
  start: number,
  info: InitInfo,
): Promise<Fragment | string> {
  let moof: Moof | undefined;
  let prftMs: number | undefined;
  for (let at = start; ; ) {
    const head = await reader.head(at);
    if (!head) return "cut off in a box header";
    const end = at + head.sizeBytes;
    if (end > reader.sizeBytes) return `cut off in '${head.type}'`;
    if (head.type === "mdat") return moof ? { moof, prftMs, end } : "'mdat' without 'moof'";
    if (head.sizeBytes > MAX_HEAD_BOX_BYTES) return `'${head.type}' of ${head.sizeBytes} bytes`;
    if (head.type === "moof" || head.type === "prft") {
      const bytes = await reader.bytes(at, end);
      try {
        if (head.type === "moof") moof = parseMoof(bytes, info);
        else prftMs = readPrft(bytes);
      } catch (thrown) {
        if (isUnreadable(thrown)) return `unreadable '${head.type}'`;
        throw thrown;
      }
    } else if (!/^[ -~]{4}$/.test(head.type)) {
      return "no box";
    }
    at = end;
  }
}

/** A fragment that does not begin with a keyframe belongs to the GOP before it. */
function addFragment(
  gops: Gop[],
  fragment: Fragment,
  at: { readonly info: InitInfo; readonly startMs: number; readonly offset: number },
): void {
  const video = fragment.moof.tracks.find((track) => track.trackId === at.info.video.trackId);
  const samples = video?.samples ?? [];
  const durationTicks = samples.reduce((sum, sample) => sum + sample.durationTicks, 0);
  const sizeBytes = fragment.end - at.offset;
  const last = gops.at(-1);
  if (last && !samples[0]?.isSync) {
    gops[gops.length - 1] = {
      ...last,
      durationTicks: last.durationTicks + durationTicks,
      sizeBytes: last.sizeBytes + sizeBytes,
      frames: last.frames + samples.length,
    };
    return;
  }
  const mediaTime = video?.baseTicks ?? 0;
  const forecastMs = last
    ? last.startMs + ticksToMs(mediaTime - last.mediaTime, at.info.timescale)
    : at.startMs;
  const startMs = fragment.prftMs === undefined ? forecastMs : Math.round(fragment.prftMs);
  gops.push({
    mediaTime,
    durationTicks,
    startMs,
    offset: at.offset,
    sizeBytes,
    frames: samples.length,
  });
}

function isUnreadable(thrown: unknown): boolean {
  return (
    thrown instanceof RangeError ||
    (thrown instanceof VmsError && (thrown.code === "corrupt" || thrown.code === "unsupported"))
  );
}

/** Positioned reads through a small window. */
class HeadReader {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(handle: FileHandle, sizeBytes: number) {
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  /** The box header at a position; undefined when it is cut off or its size cannot be. */
  async head(at: number): Promise<BoxHead | undefined> {
    const bytes = await this.bytes(at, Math.min(at + 16, this.sizeBytes));
    if (bytes.length < 8) return undefined;
    const type = bytes.toString("latin1", 4, 8);
    const short = bytes.readUInt32BE(0);
    if (short !== 1) return short < 8 ? undefined : { type, headerBytes: 8, sizeBytes: short };
    if (bytes.length < 16) return undefined;
    const long = Number(bytes.readBigUInt64BE(8));
    return Number.isSafeInteger(long) && long >= 16
      ? { type, headerBytes: 16, sizeBytes: long }
      : undefined;
  }

  async bytes(start: number, end: number): Promise<Buffer> {
    if (start < this.#windowStart || end > this.#windowStart + this.#window.length) {
      const wanted = Math.max(end - start, Math.min(WINDOW_BYTES, this.sizeBytes - start));
      const buffer = Buffer.alloc(wanted);
      const { bytesRead } = await this.#handle.read(buffer, 0, wanted, start);
      this.#window = buffer.subarray(0, bytesRead);
      this.#windowStart = start;
    }
    return this.#window.subarray(start - this.#windowStart, end - this.#windowStart);
  }
}
