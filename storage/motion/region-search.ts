/**
 * The search in one block: in which seconds did anything in a region move. Walks the quadtree along
 * the region's edge and comes back up with a bit for each second in which a node moved: what moved
 * wholly inside, and what its children brought, spread out to their parent's seconds. All of it goes
 * eight seconds at a time and nothing branches on what moved, so that a busy scene costs no more
 * than its bytes. Works on bytes that were fetched for the plan; reads no file. How strongly it moved
 * is told by region-strength.ts, several times slower.
 */
import { type BlockHead, nodeStream, rootStream } from "./block-format.ts";
import { VarintReader } from "./byte-list.ts";
import { childNode, LEVELS, type RegionPlan, ROOT_NODES, ROOTS } from "./grid-tree.ts";
import type { SecondBits } from "./second-bits.ts";

/** What `found` says of a second: bits. */
export const MOVED = 1;
export const MOVED_STRONGLY = 3;

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

export function streamBytes(
  head: BlockHead,
  { bytes, places }: FetchedStreams,
  stream: number,
): Uint8Array {
  const from = places[stream] ?? 0;
  return bytes.subarray(from, from + (head.offsets[stream + 1] ?? 0) - (head.offsets[stream] ?? 0));
}

/** How many bits of a byte are set. */
const BITS = new Uint8Array(256);
/**
 * By `mask << 8 | bits`: the lowest of the bits laid out, in order, on the places of the ones in the
 * mask (what processors call "deposit").
 */
const SPREAD = new Uint8Array(256 * 256);

for (let mask = 1; mask < 256; mask++) {
  BITS[mask] = (BITS[mask >> 1] as number) + (mask & 1);
  for (let bits = 0; bits < 256; bits++) {
    // The first place of the mask takes the first bit, or lets the places after it take it.
    const rest = SPREAD[((mask >> 1) << 8) | (mask & 1 ? bits >> 1 : bits)] as number;
    SPREAD[(mask << 8) | bits] = (rest << 1) | (bits & mask & 1);
  }
}

/** A row can be read a word beyond its end. */
const BEYOND_BYTES = 4;

/** A search for one region in any number of blocks, one after the other. */
export class RegionSearch {
  readonly #plan: RegionPlan;
  /** By level: a bit for each second of the node at work, whether the region moved in it. */
  readonly #moved: readonly Uint8Array[];
  /** The root's, word by word; processors that Node runs on keep the lowest byte first. */
  readonly #rootMoved: Int32Array;

  /** `spanS` is the longest span of a block. */
  constructor(plan: RegionPlan, spanS: number) {
    this.#plan = plan;
    const bytes = ((spanS + 31) >> 5) * 4 + BEYOND_BYTES;
    this.#moved = Array.from({ length: LEVELS }, () => new Uint8Array(bytes));
    this.#rootMoved = new Int32Array((this.#moved[0] as Uint8Array).buffer);
  }

  /** Adds to `found` the seconds in which the region moved, `offsetS` seconds into it. */
  run(head: BlockHead, fetched: FetchedStreams, found: SecondBits, offsetS = 0): void {
    for (let root = 0; root < ROOTS; root++) {
      const inside = this.#plan.roots[root];
      if (!inside) continue;
      if (inside === 1) this.#runNode(head, fetched, root * ROOT_NODES, 0);
      this.#runRoot(head, fetched, root, found, offsetS);
    }
  }

  #runRoot(
    head: BlockHead,
    fetched: FetchedStreams,
    root: number,
    found: SecondBits,
    offsetS: number,
  ): void {
    const { spanS } = head.header;
    const reader = new VarintReader(streamBytes(head, fetched, rootStream(root)));
    const whole = this.#plan.roots[root] === 2;
    const moved = this.#rootMoved;
    let place = 0;
    for (let second = 0; !reader.atEnd && second < spanS; ) {
      second += reader.varint();
      const length = Math.min(reader.varint(), spanS - second);
      if (length <= 0) continue;
      if (whole) found.addStretch(offsetS + second, offsetS + second + length);
      else found.addWhere(moved, place, offsetS + second, length);
      second += length;
      place += length;
    }
  }

  /** Leaves in the level's row a bit for each second of the node; answers how many bytes. */
  #runNode(head: BlockHead, fetched: FetchedStreams, node: number, level: number): number {
    const row = this.#moved[level] as Uint8Array;
    const stream = nodeStream(node);
    const at = fetched.places[stream] as number;
    const length = (head.offsets[stream + 1] as number) - (head.offsets[stream] as number);
    const stride = Math.min(length >> 2, row.length - BEYOND_BYTES);
    if (stride === 0) return 0;
    const { bytes } = fetched;
    const full = this.#plan.full[node] as number;
    const partial = this.#plan.partial[node] as number;
    if (full === 0) row.fill(0, 0, stride);
    else unite(bytes, at, stride, full, row);
    for (let child = 0; child < 4; child++) {
      if ((partial & (1 << child)) === 0) continue;
      const count = this.#runNode(head, fetched, childNode(node, level, child), level + 1);
      const below = this.#moved[level + 1] as Uint8Array;
      if (count > 0) spread(bytes, at + child * stride, stride, below, row);
    }
    return stride;
  }
}

/** The bitmaps of the children in `full` as one, into `row`. */
function unite(bytes: Uint8Array, at: number, stride: number, full: number, row: Uint8Array): void {
  let first = true;
  for (let child = 0; child < 4; child++) {
    if ((full & (1 << child)) === 0) continue;
    const from = at + child * stride;
    if (first) row.set(bytes.subarray(from, from + stride));
    else
      for (let index = 0; index < stride; index++)
        row[index] = (row[index] as number) | (bytes[from + index] as number);
    first = false;
  }
}

/** Adds to `row` what moved `below`: its bits belong to the ones of the bitmap at `at`. */
function spread(
  bytes: Uint8Array,
  at: number,
  stride: number,
  below: Uint8Array,
  row: Uint8Array,
): void {
  let place = 0;
  for (let index = 0; index < stride; index++) {
    const mask = bytes[at + index] as number;
    const byte = place >> 3;
    const two = (below[byte] as number) | ((below[byte + 1] as number) << 8);
    const bits = (two >> (place & 7)) & 255;
    row[index] = (row[index] as number) | (SPREAD[(mask << 8) | bits] as number);
    place += BITS[mask] as number;
  }
}
