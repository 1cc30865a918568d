/**
 * A tree of motion to the bytes of a block. Two walks over the tree: one counts for the codes, the
 * other writes. Encoding a busy day takes a good part of a second, so it goes in steps between which
 * the caller may let others work.
 */
import { crc32 } from "node:zlib";
import {
  type BlockHeader,
  HEADER_BYTES,
  nodeStream,
  rootStream,
  STREAMS,
  writeHead,
  writeHeader,
  writeSparse,
} from "./block-format.ts";
import { ByteList } from "./byte-list.ts";
import { childNode, LEVELS, ROOT_NODES, ROOTS } from "./grid-tree.ts";
import type { MotionTree } from "./motion-tree.ts";
import { BitWriter } from "./prefix-code.ts";
import { StrongWriter, strongContext, strongPlace } from "./strong-stream.ts";
import { TreeCounts } from "./tree-codes.ts";

/** The whole block at once. */
export function encodeBlock(tree: MotionTree, startMs: number): Uint8Array {
  const steps = encodeSteps(tree, startMs);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The block in steps of a few milliseconds. */
export function* encodeSteps(
  tree: MotionTree,
  startMs: number,
): Generator<void, Uint8Array, undefined> {
  const counts = new TreeCounts();
  yield* walk(tree, (visit) => countStrong(visit, counts.counts));
  const codeBytes = new ByteList(512);
  const codes = counts.write(codeBytes);
  const streams: Uint8Array[] = Array.from({ length: STREAMS }, () => NOTHING);
  for (let root = 0; root < ROOTS; root++) writeRoot(tree.roots[root] ?? [], streams, root);
  const bits = new BitWriter();
  const strong = new StrongWriter();
  yield* walk(tree, (visit) => {
    streams[nodeStream(visit.node)] = movedBitmaps(visit);
    eachStrong(visit, (context, moved, part) => strong.add(visit.level, context, moved, part));
    strong.write(codes, bits);
    streams[nodeStream(visit.node) + 1] = bits.take();
  });
  return assemble(tree, startMs, codeBytes.view(), streams);
}

const NOTHING = new Uint8Array(0);

function assemble(
  tree: MotionTree,
  startMs: number,
  codes: Uint8Array,
  streams: readonly Uint8Array[],
): Uint8Array {
  const head = writeHead(tree.watched, codes, streams);
  const minutes = minuteBytes(tree);
  const body = Buffer.concat([minutes, ...streams]);
  const header: BlockHeader = {
    startMs,
    spanS: tree.spanS,
    blockBytes: HEADER_BYTES + head.length + body.length,
    headBytes: head.length,
    minutesBytes: minutes.length,
    watchedS: tree.watchedS,
    movedS: tree.movedS,
    cellSeconds: tree.cellSeconds,
    headSum: crc32(head),
    bodySum: crc32(body),
  };
  return Buffer.concat([writeHeader(header), head, body]);
}

/** Seconds that moved in each minute, then cells of the minutes in which any did. */
function minuteBytes(tree: MotionTree): Uint8Array {
  const out = new ByteList(256);
  writeSparse(out, tree.minuteMoved);
  for (const cells of tree.minuteCells) if (cells > 0) out.varint(cells);
  return out.view();
}

/** A root's seconds as lengths of still and moving runs; of these the strong ones likewise. */
function writeRoot(times: readonly number[], streams: Uint8Array[], root: number): void {
  const moved = new ByteList(64);
  const strong = new ByteList(64);
  let next = 0;
  for (let index = 0; index < times.length; ) {
    const from = (times[index] ?? 0) >> 1;
    let length = 1;
    while ((times[index + length] ?? -1) >> 1 === from + length) length += 1;
    moved.varint(from - next);
    moved.varint(length);
    next = from + length;
    index += length;
  }
  let done = 0;
  for (let index = 0; index < times.length; ) {
    if (((times[index] ?? 0) & 1) === 0) {
      index += 1;
      continue;
    }
    let length = 1;
    while (((times[index + length] ?? 0) & 1) === 1) length += 1;
    strong.varint(index - done);
    strong.varint(length);
    index += length;
    done = index;
  }
  streams[rootStream(root)] = moved.view();
  streams[rootStream(root) + 1] = strong.view();
}

interface Visit {
  readonly node: number;
  readonly level: number;
  /** `second << 1 | strongly` of each pattern. */
  readonly times: ArrayLike<number>;
  readonly patterns: Uint8Array;
}

/** Calls `visit` for each node that ever moved, parents first; pauses at the larger subtrees. */
function* walk(tree: MotionTree, visit: (node: Visit) => void): Generator<void, void, undefined> {
  for (let root = 0; root < ROOTS; root++)
    yield* walkNode(tree, root * ROOT_NODES, 0, tree.roots[root] ?? [], visit);
}

function* walkNode(
  tree: MotionTree,
  node: number,
  level: number,
  times: ArrayLike<number>,
  visit: (node: Visit) => void,
): Generator<void, void, undefined> {
  if (times.length === 0) return;
  const patterns = tree.patterns[node]?.view() ?? NOTHING;
  visit({ node, level, times, patterns });
  if (level === LEVELS - 1) return;
  for (let child = 0; child < 4; child++) {
    const below = timesOfChild(times, patterns, child);
    yield* walkNode(tree, childNode(node, level, child), level + 1, below, visit);
    if (level === 1) yield;
  }
}

function timesOfChild(times: ArrayLike<number>, patterns: Uint8Array, child: number): Int32Array {
  const found = new Int32Array(times.length);
  let length = 0;
  for (let index = 0; index < times.length; index++) {
    const pattern = patterns[index] ?? 0;
    if ((pattern & (1 << child)) === 0) continue;
    found[length++] = ((times[index] ?? 0) & ~1) | ((pattern >> (4 + child)) & 1);
  }
  return found.subarray(0, length);
}

/** Calls `tell` for each second of which the strong stream tells something. */
function eachStrong(
  { times, patterns }: Visit,
  tell: (context: number, moved: number, strong: number) => void,
): void {
  let last = -2;
  let before = 0;
  for (let index = 0; index < times.length; index++) {
    const second = (times[index] as number) >> 1;
    const pattern = patterns[index] as number;
    if (pattern >= 16) {
      const moved = pattern & 15;
      const context = strongContext(moved, second === last + 1 ? before : 0);
      if (context !== 255) tell(context, moved, pattern >> 4);
    }
    last = second;
    before = pattern;
  }
}

function countStrong(visit: Visit, counts: Uint32Array): void {
  eachStrong(visit, (context, _moved, strong) => {
    const at = strongPlace(visit.level, context) + strong;
    counts[at] = (counts[at] ?? 0) + 1;
  });
}

/** Four bitmaps, one a child: in which of the node's seconds it moved. */
function movedBitmaps({ patterns }: Visit): Uint8Array {
  const stride = (patterns.length + 7) >> 3;
  const bytes = new Uint8Array(4 * stride);
  for (let index = 0; index < patterns.length; index++) {
    const pattern = patterns[index] as number;
    const at = index >> 3;
    const bit = index & 7;
    for (let child = 0; child < 4; child++)
      bytes[child * stride + at] =
        (bytes[child * stride + at] as number) | (((pattern >> child) & 1) << bit);
  }
  return bytes;
}
