/**
 * Reading blocks out of `.day` and `.hours` files: which blocks a file holds, and only those bytes
 * of a block that somebody needs. Reads beside the writer: a block that is not there in full is not
 * there. Owns no order among files (see motion-day.ts).
 */
import { type FileHandle, open } from "node:fs/promises";
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
import type { FetchedStreams } from "./region-decode.ts";

/** Reads up to here in one go, hoping that it holds the head. */
const FIRST_READ_BYTES = 8_192;
/** Streams at most this far apart are read together. */
const READ_OVER_BYTES = 16_384;

export interface StoredBlock {
  readonly file: FileHandle;
  readonly at: number;
  readonly head: BlockHead;
}

/** undefined when there is no such file. */
export async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

export interface BlockList {
  readonly blocks: readonly StoredBlock[];
  /** Where the last whole block ends. */
  readonly endBytes: number;
  /** Why reading ended there. */
  readonly ended: "end" | "foreign" | "broken";
}

/** The blocks of a file, as far as they are whole. */
export async function listBlocks(file: FileHandle): Promise<BlockList> {
  const { size } = await file.stat();
  const blocks: StoredBlock[] = [];
  let at = 0;
  while (at < size) {
    const first = await readAt(file, at, Math.min(FIRST_READ_BYTES, size - at));
    const header = readHeader(first);
    if (typeof header === "string") return { blocks, endBytes: at, ended: header };
    const head = at + header.blockBytes <= size && (await headAt(file, at, header, first));
    if (!head) return { blocks, endBytes: at, ended: "broken" };
    blocks.push({ file, at, head });
    at += header.blockBytes;
  }
  return { blocks, endBytes: at, ended: "end" };
}

async function headAt(
  file: FileHandle,
  at: number,
  header: BlockHeader,
  first: Uint8Array,
): Promise<BlockHead | undefined> {
  const end = HEADER_BYTES + header.headBytes;
  if (end <= first.length) return readHead(header, first.subarray(HEADER_BYTES, end));
  const rest = await readAt(file, at + first.length, end - first.length);
  return readHead(header, Buffer.concat([first.subarray(HEADER_BYTES), rest]));
}

/** Shorter than asked at the end of the file. */
export async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

/** The whole block; undefined when its bytes are not what its checksum says. */
export async function readBlock({ file, at, head }: StoredBlock): Promise<Uint8Array | undefined> {
  const { blockBytes, headBytes, bodySum } = head.header;
  const bytes = await readAt(file, at, blockBytes);
  const whole = bytes.length === blockBytes;
  return whole && crc32(bytes.subarray(HEADER_BYTES + headBytes)) === bodySum ? bytes : undefined;
}

/** The block's sums by minute. */
export async function readMinutes({ file, at, head }: StoredBlock): Promise<Uint8Array> {
  const { headBytes, minutesBytes } = head.header;
  return readAt(file, at + HEADER_BYTES + headBytes, minutesBytes);
}

/** Fetches the given streams (rising numbers), each with the strong one that follows it. */
export async function fetchStreams(
  { file, at, head }: StoredBlock,
  streams: readonly number[],
): Promise<FetchedStreams> {
  const { offsets } = head;
  const reads = planReads(offsets, streams);
  const length = reads.reduce((sum, read) => sum + read.to - read.from, 0);
  const bytes = Buffer.allocUnsafe(length);
  const places = new Uint32Array(STREAMS);
  let filled = 0;
  for (const { from, to, streams: inside } of reads) {
    const { bytesRead } = await file.read(bytes, filled, to - from, at + from);
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
