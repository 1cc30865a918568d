/**
 * The search in one block: in which seconds did anything in a region move. Walks the quadtree along
 * the region's edge with those seconds alone that are not decided yet: a second in which a child
 * wholly inside moved is done with, and of a second that goes down its place in the child's bitmaps
 * is counted out. So a busy scene, where most seconds are decided early, costs little more than a
 * quiet one. Works on bytes that were fetched for the plan; reads no file. How strongly it moved
 * is told by region-strength.ts, several times slower.
 */
import { type BlockHead, nodeStream, rootStream } from "./block-format.ts";
import { VarintReader } from "./byte-list.ts";
import { childNode, LEVELS, type RegionPlan, ROOT_NODES, ROOTS } from "./grid-tree.ts";

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
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

interface Block {
  readonly head: BlockHead;
  readonly fetched: FetchedStreams;
  readonly found: Uint8Array;
}

/** A search for one region in any number of blocks, one after the other. */
export class RegionSearch {
  readonly #plan: RegionPlan;
  /** By level: undecided seconds of the node at work, and their places in its bitmaps. */
  readonly #seconds: readonly Int32Array[];
  readonly #places: readonly Int32Array[];
  /** The bitmaps of the children wholly inside as one. */
  readonly #inside: Uint8Array;
  /** How many bits of a child's bitmap are set before each byte. */
  readonly #passed: Int32Array;

  /** `spanS` is the longest span of a block. */
  constructor(plan: RegionPlan, spanS: number) {
    this.#plan = plan;
    this.#seconds = Array.from({ length: LEVELS }, () => new Int32Array(spanS + 1));
    this.#places = Array.from({ length: LEVELS }, () => new Int32Array(spanS + 1));
    this.#inside = new Uint8Array((spanS >> 3) + 1);
    this.#passed = new Int32Array((spanS >> 3) + 1);
  }

  /** Sets `MOVED` in `found[second]` for each second from `startS` to `endS` in which it moved. */
  run(
    head: BlockHead,
    fetched: FetchedStreams,
    startS: number,
    endS: number,
    found: Uint8Array,
  ): void {
    const block = { head, fetched, found };
    // Roots wholly inside first: what they decide need not go down elsewhere.
    for (const inside of [2, 1])
      for (let root = 0; root < ROOTS; root++)
        if (this.#plan.roots[root] === inside) this.#runRoot(block, root, startS, endS);
  }

  #runRoot(block: Block, root: number, startS: number, endS: number): void {
    const { head, fetched, found } = block;
    const reader = new VarintReader(streamBytes(head, fetched, rootStream(root)));
    const seconds = this.#seconds[0] as Int32Array;
    const places = this.#places[0] as Int32Array;
    const inside = this.#plan.roots[root] === 2;
    let left = 0;
    let place = 0;
    for (let second = 0; !reader.atEnd && second < endS; ) {
      second += reader.varint();
      const end = Math.min(second + reader.varint(), endS);
      const from = Math.max(second, Math.min(startS, end));
      place += Math.max(0, from - second);
      if (inside) found.fill(MOVED, from, end);
      else
        for (second = from; second < end; second++, place++) {
          seconds[left] = second;
          places[left] = place;
          left += 1 - ((found[second] as number) & MOVED);
        }
      second = Math.max(second, end);
    }
    if (left > 0) this.#runNode(block, root * ROOT_NODES, 0, left);
  }

  /** The node's `length` seconds lie in the level's lists. */
  #runNode(block: Block, node: number, level: number, length: number): void {
    const { head, fetched } = block;
    const stream = nodeStream(node);
    const at = fetched.places[stream] as number;
    const stride = ((head.offsets[stream + 1] as number) - (head.offsets[stream] as number)) >> 2;
    const full = this.#plan.full[node] as number;
    const partial = this.#plan.partial[node] as number;
    if (full !== 0) this.#unite(fetched.bytes, at, stride, full);
    const left = this.#decide(block.found, level, Math.min(length, stride << 3), full);
    if (left === 0 || partial === 0) return;
    for (let child = 0; child < 4; child++) {
      if ((partial & (1 << child)) === 0) continue;
      const count = this.#descend(block, at + child * stride, stride, level, left);
      if (count > 0) this.#runNode(block, childNode(node, level, child), level + 1, count);
    }
  }

  #unite(bytes: Uint8Array, at: number, stride: number, full: number): void {
    const inside = this.#inside;
    let first = true;
    for (let child = 0; child < 4; child++) {
      if ((full & (1 << child)) === 0) continue;
      const from = at + child * stride;
      if (first) inside.set(bytes.subarray(from, from + stride));
      else
        for (let index = 0; index < stride; index++)
          inside[index] = (inside[index] as number) | (bytes[from + index] as number);
      first = false;
    }
  }

  /** Marks the seconds that `#inside` decides and moves those that are left to the front. */
  #decide(found: Uint8Array, level: number, length: number, full: number): number {
    const seconds = this.#seconds[level] as Int32Array;
    const places = this.#places[level] as Int32Array;
    const inside = this.#inside;
    const mask = full === 0 ? 0 : MOVED;
    let left = 0;
    // Here and below nothing branches on what moved: the processor could not foretell it.
    for (let index = 0; index < length; index++) {
      const second = seconds[index] as number;
      const place = places[index] as number;
      const bit = ((inside[place >> 3] as number) >> (place & 7)) & mask;
      const now = (found[second] as number) | bit;
      found[second] = now;
      seconds[left] = second;
      places[left] = place;
      left += 1 - (now & MOVED);
    }
    return left;
  }

  /** The undecided seconds in which a child moved, into the lists of the level below. */
  #descend(
    { fetched: { bytes }, found }: Block,
    bitmapAt: number,
    stride: number,
    level: number,
    length: number,
  ): number {
    const seconds = this.#seconds[level] as Int32Array;
    const places = this.#places[level] as Int32Array;
    const below = this.#seconds[level + 1] as Int32Array;
    const belowPlaces = this.#places[level + 1] as Int32Array;
    const passed = this.#passed;
    let sum = 0;
    for (let index = 0; index < stride; index++) {
      passed[index] = sum;
      sum += BITS[bytes[bitmapAt + index] as number] as number;
    }
    let count = 0;
    for (let index = 0; index < length; index++) {
      const second = seconds[index] as number;
      const place = places[index] as number;
      const byte = bytes[bitmapAt + (place >> 3)] as number;
      const before = byte & ((1 << (place & 7)) - 1);
      below[count] = second;
      belowPlaces[count] = (passed[place >> 3] as number) + (BITS[before] as number);
      count += (byte >> (place & 7)) & (1 - ((found[second] as number) & MOVED));
    }
    return count;
  }
}
