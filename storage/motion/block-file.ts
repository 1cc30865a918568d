/**
 * Reading blocks out of `.day` and `.hours` files: which blocks a file holds, and only those bytes
 * of a block that somebody needs. Reads beside the writer: a block that is not there in full is not
 * there. Owns no order among files (see motion-day.ts). Reads synchronously: a search makes thousands
 * of small reads of what the system mostly has in memory, and each would cost ten times as much
 * through the thread pool; whoever makes many lets others work between days.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { osErrorCode } from "#base/errors";
import {
  type BlockHead,
  type BlockHeader,
  HEADER_BYTES,
  readHead,
  readHeader,
  STREAMS,
} from "./block-format.ts";
import type { FetchedStreams } from "./region-search.ts";

/** Reads up to here in one go, hoping that it holds the head. */
const FIRST_READ_BYTES = 8_192;
/** Streams at most this far apart are read together. */
const READ_OVER_BYTES = 16_384;

/** A file's descriptor. */
export type OpenFile = number;

export interface StoredBlock {
  readonly file: OpenFile;
  readonly at: number;
  readonly head: BlockHead;
}

/** undefined when there is no such file. */
export function openIfThere(path: string): OpenFile | undefined {
  try {
    return openSync(path, "r");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

export function closeFile(file: OpenFile | undefined): void {
  if (file !== undefined) closeSync(file);
}

export interface BlockList {
  readonly blocks: readonly StoredBlock[];
  /** Where the last whole block ends. */
  readonly endBytes: number;
  /** Why reading ended there. */
  readonly ended: "end" | "foreign" | "broken";
}

/** The first block of a file that was whole when it got its name. */
export function firstBlock(file: OpenFile): StoredBlock | undefined {
  const first = readAt(file, 0, FIRST_READ_BYTES);
  const header = readHeader(first);
  const head = typeof header === "string" ? undefined : headAt(file, 0, header, first);
  return head && { file, at: 0, head };
}

/** The blocks of a file, as far as they are whole. */
export function listBlocks(file: OpenFile): BlockList {
  const { size } = fstatSync(file);
  const blocks: StoredBlock[] = [];
  let at = 0;
  while (at < size) {
    const first = readAt(file, at, Math.min(FIRST_READ_BYTES, size - at));
    const header = readHeader(first);
    if (typeof header === "string") return { blocks, endBytes: at, ended: header };
    const head = at + header.blockBytes <= size && headAt(file, at, header, first);
    if (!head) return { blocks, endBytes: at, ended: "broken" };
    blocks.push({ file, at, head });
    at += header.blockBytes;
  }
  return { blocks, endBytes: at, ended: "end" };
}

function headAt(
  file: OpenFile,
  at: number,
  header: BlockHeader,
  first: Uint8Array,
): BlockHead | undefined {
  const end = HEADER_BYTES + header.headBytes;
  if (end <= first.length) return readHead(header, first.subarray(HEADER_BYTES, end));
  const rest = readAt(file, at + first.length, end - first.length);
  return readHead(header, Buffer.concat([first.subarray(HEADER_BYTES), rest]));
}

/** Shorter than asked at the end of the file. */
export function readAt(file: OpenFile, at: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  const bytesRead = readSync(file, bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

/** The whole block; undefined when its bytes are not what its checksum says. */
export function readBlock({ file, at, head }: StoredBlock): Uint8Array | undefined {
  const { blockBytes, headBytes, bodySum } = head.header;
  const bytes = readAt(file, at, blockBytes);
  const whole = bytes.length === blockBytes;
  return whole && crc32(bytes.subarray(HEADER_BYTES + headBytes)) === bodySum ? bytes : undefined;
}

/** The block's sums by minute. */
export function readMinutes({ file, at, head }: StoredBlock): Uint8Array {
  const { headBytes, minutesBytes } = head.header;
  return readAt(file, at + HEADER_BYTES + headBytes, minutesBytes);
}

/** Fetches the given streams (rising numbers), each with the strong one that follows it. */
export function fetchStreams(
  { file, at, head }: StoredBlock,
  streams: readonly number[],
): FetchedStreams {
  const { offsets } = head;
  const reads = planReads(offsets, streams);
  const length = reads.reduce((sum, read) => sum + read.to - read.from, 0);
  const bytes = Buffer.allocUnsafe(length);
  const places = new Uint32Array(STREAMS);
  let filled = 0;
  for (const { from, to, streams: inside } of reads) {
    const bytesRead = readSync(file, bytes, filled, to - from, at + from);
    bytes.fill(0, filled + bytesRead, filled + to - from);
    for (const stream of inside) {
      places[stream] = filled + (offsets[stream] ?? 0) - from;
      places[stream + 1] = filled + (offsets[stream + 1] ?? 0) - from;
    }
    filled += to - from;
  }
  return { bytes, places };
}

interface Read {
  readonly from: number;
  to: number;
  readonly streams: number[];
}

function planReads(offsets: Uint32Array, streams: readonly number[]): Read[] {
  const reads: Read[] = [];
  for (const stream of streams) {
    const from = offsets[stream] ?? 0;
    const to = offsets[stream + 2] ?? offsets[STREAMS] ?? 0;
    if (to === from) continue;
    const last = reads.at(-1);
    if (last && from <= last.to + READ_OVER_BYTES) {
      last.to = to;
      last.streams.push(stream);
    } else reads.push({ from, to, streams: [stream] });
  }
  return reads;
}
