/**
 * The frame of a block of motion (a camera's hour or day): header, head, minutes, streams; byte by
 * byte in storage/README.md. This file owns all but the streams' contents. Reading checks the
 * checksums of header and head; a wrong one reads as "no block".
 */
import { crc32 } from "node:zlib";
import { ByteList, VarintReader } from "./byte-list.ts";
import { ROOT_NODES, ROOTS } from "./grid-tree.ts";
import { TreeCodes } from "./tree-codes.ts";

export const HEADER_BYTES = 64;
const MAGIC = 0x474d4c43; // "CLMG"
export const BLOCK_VERSION = 1;
const LONGEST_SPAN_S = 86_400;

/** Streams of a block: for each root two of its seconds, then two a node; first moved, then strong. */
export const STREAMS = ROOTS * (2 + 2 * ROOT_NODES);

export function rootStream(root: number): number {
  return root * (2 + 2 * ROOT_NODES);
}

export function nodeStream(node: number): number {
  return 2 * node + 2 * (Math.floor(node / ROOT_NODES) + 1);
}

export interface BlockHeader {
  readonly startMs: number;
  readonly spanS: number;
  /** Header and all that follows. */
  readonly blockBytes: number;
  readonly headBytes: number;
  readonly minutesBytes: number;
  readonly watchedS: number;
  readonly movedS: number;
  readonly cellSeconds: number;
  readonly headSum: number;
  readonly bodySum: number;
}

export interface BlockHead {
  readonly header: BlockHeader;
  /** Watched seconds as from, to (not included), from, to … */
  readonly watched: readonly number[];
  readonly codes: TreeCodes;
  /** Where each stream begins in the block; one more = its end. */
  readonly offsets: Uint32Array;
}

export function writeHeader(header: BlockHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, BLOCK_VERSION);
  view.setUint32(8, header.blockBytes, true);
  view.setUint32(12, header.headBytes, true);
  view.setUint32(16, header.minutesBytes, true);
  view.setUint32(20, header.spanS, true);
  view.setFloat64(24, header.startMs, true);
  view.setUint32(32, header.watchedS, true);
  view.setUint32(36, header.movedS, true);
  view.setUint32(40, header.cellSeconds, true);
  view.setUint32(44, header.headSum, true);
  view.setUint32(48, header.bodySum, true);
  view.setUint32(60, crc32(bytes.subarray(0, 60)), true);
  return bytes;
}

/** `foreign` = made by another version of the product; `broken` = no header or a damaged one. */
export function readHeader(bytes: Uint8Array): BlockHeader | "foreign" | "broken" {
  if (bytes.length < HEADER_BYTES) return "broken";
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (view.getUint32(0, true) !== MAGIC) return "broken";
  if (view.getUint32(60, true) !== crc32(bytes.subarray(0, 60))) return "broken";
  if (view.getUint8(4) !== BLOCK_VERSION) return "foreign";
  const header = {
    blockBytes: view.getUint32(8, true),
    headBytes: view.getUint32(12, true),
    minutesBytes: view.getUint32(16, true),
    spanS: view.getUint32(20, true),
    startMs: view.getFloat64(24, true),
    watchedS: view.getUint32(32, true),
    movedS: view.getUint32(36, true),
    cellSeconds: view.getUint32(40, true),
    headSum: view.getUint32(44, true),
    bodySum: view.getUint32(48, true),
  };
  const inner = HEADER_BYTES + header.headBytes + header.minutesBytes;
  const sane = header.spanS <= LONGEST_SPAN_S && header.spanS % 60 === 0;
  return sane && inner <= header.blockBytes ? header : "broken";
}

/** Watched runs, codes (already written by their owner) and stream lengths. */
export function writeHead(
  watched: Uint8Array,
  codes: Uint8Array,
  streams: readonly Uint8Array[],
): Uint8Array {
  const out = new ByteList(1024);
  const runs = runsOf(watched);
  out.varint(runs.length);
  let last = 0;
  for (const edge of runs) {
    out.varint(edge - last);
    last = edge;
  }
  out.append(codes);
  writeSparse(
    out,
    streams.map((stream) => stream.length),
  );
  return out.view();
}

/** undefined when the bytes are not what the header's checksum says. */
export function readHead(header: BlockHeader, bytes: Uint8Array): BlockHead | undefined {
  if (bytes.length !== header.headBytes || crc32(bytes) !== header.headSum) return undefined;
  const reader = new VarintReader(bytes);
  const watched: number[] = [];
  const edges = reader.varint();
  for (let last = 0; watched.length < edges && !reader.overrun; ) {
    last += reader.varint();
    watched.push(last);
  }
  const codes = TreeCodes.read(reader);
  const offsets = new Uint32Array(STREAMS + 1);
  let at = HEADER_BYTES + header.headBytes + header.minutesBytes;
  for (const [stream, length] of readSparse(reader, STREAMS).entries()) {
    offsets[stream] = at;
    at += length;
  }
  offsets[STREAMS] = at;
  if (reader.overrun || at !== header.blockBytes) return undefined;
  return { header, watched, codes, offsets };
}

/** Edges of the runs of ones: from, to (not included), from, to … */
export function runsOf(flags: Uint8Array): number[] {
  const edges: number[] = [];
  for (let index = 0, inside = 0; index <= flags.length; index++) {
    const now = flags[index] ?? 0;
    if (now === inside) continue;
    edges.push(index);
    inside = now;
  }
  return edges;
}

/** Numbers of which many are 0: after a 0 stands how many more zeros follow. */
export function writeSparse(out: ByteList, numbers: ArrayLike<number>): void {
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0;
    out.varint(value);
    if (value !== 0) continue;
    const from = index;
    while (index + 1 < numbers.length && numbers[index + 1] === 0) index += 1;
    out.varint(index - from);
  }
}

export function readSparse(reader: VarintReader, count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let index = 0; index < count && !reader.overrun; index++) {
    const value = reader.varint();
    numbers[index] = value;
    if (value === 0) index += reader.varint();
  }
  return numbers;
}
