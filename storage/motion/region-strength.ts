/**
 * In which seconds did anything in a region move, and how strongly. Decodes all seconds of the nodes
 * along the region's edge, because what was strong is coded by what was strong the second before:
 * several times slower than region-search.ts, for those who ask how strongly.
 */
import { decodePatterns, decodeRoot, streamsOfNode, timesOfChild } from "./block-decode.ts";
import { type BlockHead, rootStream } from "./block-format.ts";
import { childNode, type RegionPlan, ROOT_NODES, ROOTS } from "./grid-tree.ts";
import { type FetchedStreams, MOVED, MOVED_STRONGLY, streamBytes } from "./region-search.ts";

/** Room for the times on the way down, made once a search. */
export class StrengthScratch {
  readonly root: Int32Array;
  readonly patterns: Uint8Array;
  /** By level of the children. */
  readonly below: readonly Int32Array[];

  constructor(spanS: number) {
    this.root = new Int32Array(spanS);
    this.patterns = new Uint8Array(spanS);
    // One more than there are seconds: the place after the last is written, too.
    this.below = Array.from({ length: 12 }, () => new Int32Array(spanS + 1));
  }
}

/** Raises `found[second]` for each second before `endS` in which the region moved. */
export function decodeStrength(
  head: BlockHead,
  plan: RegionPlan,
  fetched: FetchedStreams,
  endS: number,
  scratch: StrengthScratch,
  found: Uint8Array,
): void {
  for (let root = 0; root < ROOTS; root++) {
    const inside = plan.roots[root] ?? 0;
    if (inside === 0) continue;
    const stream = rootStream(root);
    const length = decodeRoot(
      streamBytes(head, fetched, stream),
      streamBytes(head, fetched, stream + 1),
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
  readonly scratch: StrengthScratch;
  readonly found: Uint8Array;
}

function mark(times: Int32Array, length: number, found: Uint8Array): void {
  for (let index = 0; index < length; index++) {
    const time = times[index] as number;
    const second = time >> 1;
    found[second] = (found[second] as number) | MOVED | ((time & 1) << 1);
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
  const streams = streamsOfNode(head, fetched.bytes, fetched.places, node, level);
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

function listOf(scratch: StrengthScratch, level: number, child: number): Int32Array {
  return scratch.below[level * 4 + child] ?? scratch.root;
}

/** By children wholly inside and pattern: what the second is found to be. */
const HITS = new Uint8Array(16 * 256);
for (let full = 0; full < 16; full++)
  for (let pattern = 0; pattern < 256; pattern++)
    HITS[(full << 8) | pattern] =
      (pattern & full ? MOVED : 0) | ((pattern >> 4) & full ? MOVED_STRONGLY : 0);

function markChildren(
  times: Int32Array,
  patterns: Uint8Array,
  length: number,
  full: number,
  found: Uint8Array,
): void {
  const hits = HITS.subarray(full << 8, (full + 1) << 8);
  for (let index = 0; index < length; index++) {
    const second = (times[index] as number) >> 1;
    found[second] = (found[second] as number) | (hits[patterns[index] as number] as number);
  }
}
