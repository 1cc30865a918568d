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
import { StrongReader } from "./strong-stream.ts";
import { STRONG_CONTEXT, type TreeCodes } from "./tree-codes.ts";

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
    for (; index < end; index++) times[index] = (times[index] as number) | 1;
  }
  return length;
}

/** Where one node's two streams lie in `bytes`, and the codes of its level. */
export interface NodeStreams {
  readonly bytes: Uint8Array;
  readonly movedAt: number;
  /** Of the four bitmaps together. */
  readonly movedLength: number;
  readonly strongAt: number;
  readonly strongLength: number;
  readonly codes: TreeCodes;
  readonly level: number;
}

/** The streams of a node whose places in `bytes` are known. */
export function streamsOfNode(
  head: BlockHead,
  bytes: Uint8Array,
  places: Uint32Array,
  node: number,
  level: number,
): NodeStreams {
  const stream = nodeStream(node);
  const { offsets, codes } = head;
  const [from, between, to] = [offsets[stream], offsets[stream + 1], offsets[stream + 2]];
  return {
    bytes,
    movedAt: places[stream] ?? 0,
    movedLength: (between ?? 0) - (from ?? 0),
    strongAt: places[stream + 1] ?? 0,
    strongLength: (to ?? 0) - (between ?? 0),
    codes,
    level,
  };
}

/** The patterns (moved | strong << 4) of a node at `times` into `patterns`. */
export function decodePatterns(
  streams: NodeStreams,
  times: Int32Array,
  length: number,
  patterns: Uint8Array,
): void {
  const { bytes, movedAt, movedLength, strongLength } = streams;
  const stride = movedLength >> 2;
  const count = Math.min(length, stride * 8);
  patterns.fill(0, count, length);
  for (let index = 0; index < count; index++) {
    const at = movedAt + (index >> 3);
    const bit = index & 7;
    const moved =
      (((bytes[at] as number) >> bit) & 1) |
      ((((bytes[at + stride] as number) >> bit) & 1) << 1) |
      ((((bytes[at + 2 * stride] as number) >> bit) & 1) << 2) |
      ((((bytes[at + 3 * stride] as number) >> bit) & 1) << 3);
    // As if all of it was strong, where the second is told to be strong.
    patterns[index] = moved | ((moved << 4) * ((times[index] as number) & 1));
  }
  if (strongLength > 0) decodeStrong(streams, times, length, patterns);
}

/** 1 for patterns (all of them strong as yet) of which the strong stream tells something. */
const TOLD = Uint8Array.from({ length: 256 }, (_, pattern) =>
  pattern >= 16 && STRONG_CONTEXT[(pattern & 15) << 4] !== 255 ? 1 : 0,
);

/** Corrects the seconds of which not all was strong. */
function decodeStrong(
  { bytes, strongAt, codes, level }: NodeStreams,
  times: Int32Array,
  length: number,
  patterns: Uint8Array,
): void {
  const reader = new StrongReader(bytes, strongAt, codes.table(level));
  for (let index = 0; index < length; index++) {
    let run = reader.run;
    while (run >= 0 && index < length) {
      run -= TOLD[patterns[index] as number] as number;
      index += 1;
    }
    if (run >= 0) return;
    index -= 1;
    const follows =
      index > 0 && (times[index - 1] as number) >> 1 === ((times[index] as number) >> 1) - 1;
    const before = follows ? (patterns[index - 1] as number) : 0;
    const moved = (patterns[index] as number) & 15;
    patterns[index] = moved | (reader.code(moved, before) << 4);
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
    const pattern = patterns[index] as number;
    found[count] = ((times[index] as number) & ~1) | ((pattern >> (4 + child)) & 1);
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
    decodeBelow({ tree, head, bytes }, root * ROOT_NODES, 0, times, length);
  }
  return tree;
}

interface WholeBlock {
  readonly tree: MotionTree;
  readonly head: BlockHead;
  readonly bytes: Uint8Array;
}

function decodeBelow(
  block: WholeBlock,
  node: number,
  level: number,
  times: Int32Array,
  length: number,
): void {
  if (length === 0) return;
  const { tree, head, bytes } = block;
  const patterns = new Uint8Array(length);
  const streams = streamsOfNode(head, bytes, head.offsets, node, level);
  decodePatterns(streams, times, length, patterns);
  tree.patterns[node]?.append(patterns);
  if (level === LEVELS - 1) return;
  for (let child = 0; child < 4; child++) {
    const below = new Int32Array(length + 1);
    const count = timesOfChild(times, patterns, length, child, below);
    decodeBelow(block, childNode(node, level, child), level + 1, below, count);
  }
}
