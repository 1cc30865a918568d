/**
 * Streams of a block to times. Both readers walk the quadtree from the roots down: the search (see
 * region-decode.ts) along a region, and `decodeTree` everything. Damaged streams decode to
 * something wrong but never fail, loop or leave the span: checksums are the caller's business.
 */
import type { BlockHead } from "./block-format.ts";
import { HEADER_BYTES, nodeStream, readSparse, rootStream } from "./block-format.ts";
import { VarintReader } from "./byte-list.ts";
import { childNode, LEVELS, ROOT_NODES, ROOTS } from "./grid-tree.ts";
import { MotionTree } from "./motion-tree.ts";
import { TABLE_SIZE } from "./prefix-code.ts";
import { MOVED_CONTEXTS, STRONG_CONTEXT, type TreeCodes } from "./tree-codes.ts";

/**
 * A root's seconds as `second << 1 | strongly` into `times`; answers how many. Only seconds before
 * `endS` are told.
 */
export function decodeRoot(
  moved: Uint8Array,
  strong: Uint8Array,
  endS: number,
  times: Int32Array,
): number {
  const reader = new VarintReader(moved);
  let length = 0;
  for (let second = 0; !reader.atEnd && second < endS; ) {
    second += reader.varint();
    const end = Math.min(second + reader.varint(), endS);
    for (; second < end; second++) times[length++] = second << 1;
  }
  const strongReader = new VarintReader(strong);
  for (let index = 0; !strongReader.atEnd && index < length; ) {
    index += strongReader.varint();
    const end = Math.min(index + strongReader.varint(), length);
    for (; index < end; index++) times[index] = (times[index] ?? 0) | 1;
  }
  return length;
}

/** Where one node's two streams lie in `bytes`, and the tables of its level. */
export interface NodeStreams {
  readonly bytes: Uint8Array;
  readonly movedAt: number;
  readonly strongAt: number;
  readonly table: Uint8Array;
}

/** The patterns (moved | strong << 4) of a node at `times` into `patterns`. */
export function decodePatterns(
  { bytes, movedAt, strongAt, table }: NodeStreams,
  times: Int32Array,
  length: number,
  patterns: Uint8Array,
): void {
  let at = movedAt;
  let buffer = 0;
  let bits = 0;
  let strongPlace = strongAt;
  let strongBuffer = 0;
  let strongBits = 0;
  let last = -2;
  let before = 0;
  for (let index = 0; index < length; index++) {
    const time = times[index] ?? 0;
    const second = time >> 1;
    if (second !== last + 1) before = 0;
    last = second;
    if (bits < 8) {
      buffer |= (bytes[at++] ?? 0) << bits;
      bits += 8;
    }
    const entry = table[(before & 15) * TABLE_SIZE + (buffer & 255)] ?? 0;
    buffer >>>= entry & 15;
    bits -= entry & 15;
    const moved = entry >> 4;
    let strong = 0;
    if (time & 1) {
      const context = STRONG_CONTEXT[(moved << 4) | ((before >> 4) & moved)] ?? 255;
      if (context === 255) strong = moved;
      else {
        if (strongBits < 8) {
          strongBuffer |= (bytes[strongPlace++] ?? 0) << strongBits;
          strongBits += 8;
        }
        const strongEntry =
          table[(MOVED_CONTEXTS + context) * TABLE_SIZE + (strongBuffer & 255)] ?? 0;
        strongBuffer >>>= strongEntry & 15;
        strongBits -= strongEntry & 15;
        strong = strongEntry >> 4;
      }
    }
    before = moved | (strong << 4);
    patterns[index] = before;
  }
}

/** The seconds in which child `child` moved, into `found`; answers how many. */
export function timesOfChild(
  times: Int32Array,
  patterns: Uint8Array,
  length: number,
  child: number,
  found: Int32Array,
): number {
  let count = 0;
  for (let index = 0; index < length; index++) {
    const pattern = patterns[index] ?? 0;
    found[count] = ((times[index] ?? 0) & ~1) | ((pattern >> (4 + child)) & 1);
    count += (pattern >> child) & 1;
  }
  return count;
}

export interface Minutes {
  readonly moved: Uint32Array;
  readonly cells: Uint32Array;
}

/** The sums by minute; `bytes` are the block's minutes section. */
export function decodeMinutes(bytes: Uint8Array, spanS: number): Minutes {
  const reader = new VarintReader(bytes);
  const moved = readSparse(reader, spanS / 60);
  return { moved, cells: moved.map((count) => (count > 0 ? reader.varint() : 0)) };
}

/** Everything of a block; `bytes` is the whole of it. */
export function decodeTree(head: BlockHead, bytes: Uint8Array): MotionTree {
  const { spanS, watchedS, headBytes, minutesBytes } = head.header;
  const tree = new MotionTree(spanS);
  for (let index = 0; index < head.watched.length; index += 2)
    tree.watched.fill(1, head.watched[index], head.watched[index + 1]);
  tree.watchedS = watchedS;
  const minutesAt = HEADER_BYTES + headBytes;
  const minutes = decodeMinutes(bytes.subarray(minutesAt, minutesAt + minutesBytes), spanS);
  tree.minuteMoved.set(minutes.moved);
  tree.minuteCells.set(minutes.cells);
  const stream = (index: number) => bytes.subarray(head.offsets[index], head.offsets[index + 1]);
  for (let root = 0; root < ROOTS; root++) {
    const times = new Int32Array(spanS);
    const at = rootStream(root);
    const length = decodeRoot(stream(at), stream(at + 1), spanS, times);
    for (let index = 0; index < length; index++) tree.roots[root]?.push(times[index] ?? 0);
    decodeBelow({ tree, head, bytes, codes: head.codes }, root * ROOT_NODES, 0, times, length);
  }
  return tree;
}

interface WholeBlock {
  readonly tree: MotionTree;
  readonly head: BlockHead;
  readonly bytes: Uint8Array;
  readonly codes: TreeCodes;
}

function decodeBelow(
  block: WholeBlock,
  node: number,
  level: number,
  times: Int32Array,
  length: number,
): void {
  if (length === 0) return;
  const { tree, head, bytes, codes } = block;
  const stream = nodeStream(node);
  const patterns = new Uint8Array(length);
  const streams = {
    bytes,
    movedAt: head.offsets[stream] ?? 0,
    strongAt: head.offsets[stream + 1] ?? 0,
    table: codes.table(level),
  };
  decodePatterns(streams, times, length, patterns);
  tree.patterns[node]?.append(patterns);
  if (level === LEVELS - 1) return;
  for (let child = 0; child < 4; child++) {
    const below = new Int32Array(length);
    const count = timesOfChild(times, patterns, length, child, below);
    decodeBelow(block, childNode(node, level, child), level + 1, below, count);
  }
}
