/**
 * The search in one block: in which seconds did anything in a region move, and strongly. Decodes
 * only the nodes that the region's edge passes through: a node wholly inside is answered by its
 * parent. Works on bytes that were fetched for the plan; reads no file.
 */
import { decodePatterns, decodeRoot, timesOfChild } from "./block-decode.ts";
import { type BlockHead, nodeStream, rootStream } from "./block-format.ts";
import { childNode, type RegionPlan, ROOT_NODES, ROOTS } from "./grid-tree.ts";

/** Room for the times on the way down, made once a search. */
export class RegionScratch {
  readonly root: Int32Array;
  readonly patterns: Uint8Array;
  /** By level of the children. */
  readonly below: readonly Int32Array[];

  constructor(spanS: number) {
    this.root = new Int32Array(spanS);
    this.patterns = new Uint8Array(spanS);
    this.below = Array.from({ length: 12 }, () => new Int32Array(spanS));
  }
}

/** The fetched streams: of each stream its place in `bytes`, by stream number. */
export interface FetchedStreams {
  readonly bytes: Uint8Array;
  readonly places: Uint32Array;
}

/** Numbers of the streams that a plan needs, rising: each is followed by its strong one. */
export function streamsOf(plan: RegionPlan): number[] {
  const streams: number[] = [];
  let next = 0;
  for (let root = 0; root < ROOTS; root++) {
    if (plan.roots[root]) streams.push(rootStream(root));
    for (; (plan.nodes[next] ?? Number.POSITIVE_INFINITY) < (root + 1) * ROOT_NODES; next++)
      streams.push(nodeStream(plan.nodes[next] ?? 0));
  }
  return streams;
}

/** Raises `found[second]` to 1 or 2 for each second before `endS` in which the region moved. */
export function decodeRegion(
  head: BlockHead,
  plan: RegionPlan,
  fetched: FetchedStreams,
  endS: number,
  scratch: RegionScratch,
  found: Uint8Array,
): void {
  for (let root = 0; root < ROOTS; root++) {
    const inside = plan.roots[root] ?? 0;
    if (inside === 0) continue;
    const stream = rootStream(root);
    const length = decodeRoot(
      bytesOf(head, fetched, stream),
      bytesOf(head, fetched, stream + 1),
      endS,
      scratch.root,
    );
    if (length === 0) continue;
    if (inside === 2) mark(scratch.root, length, found);
    else
      decodeNode(
        { head, plan, fetched, scratch, found },
        root * ROOT_NODES,
        0,
        scratch.root,
        length,
      );
  }
}

interface Search {
  readonly head: BlockHead;
  readonly plan: RegionPlan;
  readonly fetched: FetchedStreams;
  readonly scratch: RegionScratch;
  readonly found: Uint8Array;
}

function bytesOf(head: BlockHead, { bytes, places }: FetchedStreams, stream: number): Uint8Array {
  const from = places[stream] ?? 0;
  return bytes.subarray(from, from + (head.offsets[stream + 1] ?? 0) - (head.offsets[stream] ?? 0));
}

function mark(times: Int32Array, length: number, found: Uint8Array): void {
  for (let index = 0; index < length; index++) {
    const time = times[index] ?? 0;
    const strength = 1 + (time & 1);
    if ((found[time >> 1] ?? 0) < strength) found[time >> 1] = strength;
  }
}

function decodeNode(
  search: Search,
  node: number,
  level: number,
  times: Int32Array,
  length: number,
): void {
  const { head, plan, fetched, scratch, found } = search;
  const stream = nodeStream(node);
  const streams = {
    bytes: fetched.bytes,
    movedAt: fetched.places[stream] ?? 0,
    strongAt: fetched.places[stream + 1] ?? 0,
    table: head.codes.table(level),
  };
  decodePatterns(streams, times, length, scratch.patterns);
  const full = plan.full[node] ?? 0;
  if (full !== 0) markChildren(times, scratch.patterns, length, full, found);
  const partial = plan.partial[node] ?? 0;
  if (partial === 0) return;
  const counts = [0, 0, 0, 0];
  // The patterns are scratch too: all children's times are taken before the first goes down.
  for (let child = 0; child < 4; child++)
    if (partial & (1 << child))
      counts[child] = timesOfChild(
        times,
        scratch.patterns,
        length,
        child,
        listOf(scratch, level, child),
      );
  for (let child = 0; child < 4; child++) {
    const count = counts[child] ?? 0;
    if (count > 0)
      decodeNode(
        search,
        childNode(node, level, child),
        level + 1,
        listOf(scratch, level, child),
        count,
      );
  }
}

function listOf(scratch: RegionScratch, level: number, child: number): Int32Array {
  return scratch.below[level * 4 + child] ?? scratch.root;
}

function markChildren(
  times: Int32Array,
  patterns: Uint8Array,
  length: number,
  full: number,
  found: Uint8Array,
): void {
  const strong = full << 4;
  for (let index = 0; index < length; index++) {
    const pattern = patterns[index] ?? 0;
    if ((pattern & full) === 0) continue;
    const second = (times[index] ?? 0) >> 1;
    const strength = pattern & strong ? 2 : 1;
    if ((found[second] ?? 0) < strength) found[second] = strength;
  }
}
