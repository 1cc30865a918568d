/**
 * Motion of a span (an hour, a day) in memory, transposed: for each node of the quadtree the row of
 * patterns it had in the seconds in which it moved. When that was is said by its parent's patterns,
 * up to the roots, which hold their seconds. Seconds are added in rising order, each once.
 */
import { ByteList } from "./byte-list.ts";
import {
  CELL_CHILD,
  CELL_NODE,
  childCell,
  childNode,
  LEVELS,
  NODE_CHILD,
  NODE_PARENT,
  NODES,
  ROOT_NODES,
  ROOTS,
} from "./grid-tree.ts";

/** A watched second: its place in the span and its cells as `cell << 1 | strong`, rising. */
export interface PackedSecond {
  readonly second: number;
  readonly cells: ArrayLike<number>;
}

export class MotionTree {
  readonly spanS: number;
  /** 1 for each watched second. */
  readonly watched: Uint8Array;
  /** By minute: seconds that moved, and cells that moved, summed up. */
  readonly minuteMoved: Uint8Array;
  readonly minuteCells: Uint32Array;
  /** Of each root the seconds in which it moved, as `second << 1 | strongly`. */
  readonly roots: readonly number[][] = Array.from({ length: ROOTS }, () => []);
  /** Of each node and second in which it moved: children that moved, `<< 4` those strongly. */
  readonly patterns: readonly ByteList[] = Array.from({ length: NODES }, () => new ByteList(0));
  watchedS = 0;
  readonly #current = new Uint8Array(NODES);
  readonly #touched = new Uint16Array(NODES);

  /** `spanS` is a whole number of minutes. */
  constructor(spanS: number) {
    this.spanS = spanS;
    this.watched = new Uint8Array(spanS);
    this.minuteMoved = new Uint8Array(spanS / 60);
    this.minuteCells = new Uint32Array(spanS / 60);
  }

  get movedS(): number {
    return this.minuteMoved.reduce((sum, each) => sum + each, 0);
  }

  get cellSeconds(): number {
    return this.minuteCells.reduce((sum, each) => sum + each, 0);
  }

  add({ second, cells }: PackedSecond): void {
    this.watched[second] = 1;
    this.watchedS += 1;
    if (cells.length === 0) return;
    const minute = Math.floor(second / 60);
    this.minuteMoved[minute] = (this.minuteMoved[minute] ?? 0) + 1;
    this.minuteCells[minute] = (this.minuteCells[minute] ?? 0) + cells.length;
    let touched = 0;
    for (let index = 0; index < cells.length; index++)
      touched = this.#mark(cells[index] ?? 0, touched);
    for (let index = 0; index < touched; index++) this.#close(this.#touched[index] ?? 0, second);
  }

  /** Appends a later span's motion, `offsetS` seconds into this one. */
  append(later: MotionTree, offsetS: number): void {
    this.watched.set(later.watched, offsetS);
    this.watchedS += later.watchedS;
    this.minuteMoved.set(later.minuteMoved, offsetS / 60);
    this.minuteCells.set(later.minuteCells, offsetS / 60);
    for (const [root, seconds] of later.roots.entries()) {
      const here = this.roots[root];
      for (const packed of seconds) here?.push(packed + (offsetS << 1));
    }
    for (const [node, patterns] of later.patterns.entries())
      this.patterns[node]?.append(patterns.view());
  }

  #mark(packed: number, touchedBefore: number): number {
    let touched = touchedBefore;
    let node = CELL_NODE[packed >> 1] ?? 0;
    let bits = (packed & 1 ? 17 : 1) << (CELL_CHILD[packed >> 1] ?? 0);
    for (let level = LEVELS - 1; ; level--) {
      const before = this.#current[node] ?? 0;
      if (before === 0) this.#touched[touched++] = node;
      this.#current[node] = before | bits;
      // What is marked above already needs no marking.
      if (level === 0 || (before & 15 && (before & 240 || bits < 16))) return touched;
      bits = (bits >= 16 ? 17 : 1) << (NODE_CHILD[node] ?? 0);
      node = NODE_PARENT[node] ?? 0;
    }
  }

  #close(node: number, second: number): void {
    const pattern = this.#current[node] ?? 0;
    this.#current[node] = 0;
    this.patterns[node]?.push(pattern);
    if (node % ROOT_NODES === 0)
      this.roots[node / ROOT_NODES]?.push((second << 1) | (pattern >= 16 ? 1 : 0));
  }
}

/** All watched seconds of a span with their cells, rising. */
export function listSeconds(tree: MotionTree): PackedSecond[] {
  const found: number[][] = Array.from({ length: tree.spanS }, () => []);
  for (let root = 0; root < ROOTS; root++)
    collect(tree, root * ROOT_NODES, 0, tree.roots[root] ?? [], found);
  const seconds: PackedSecond[] = [];
  for (const [second, cells] of found.entries())
    if (tree.watched[second]) seconds.push({ second, cells: cells.sort((a, b) => a - b) });
  return seconds;
}

function collect(
  tree: MotionTree,
  node: number,
  level: number,
  times: readonly number[],
  found: readonly number[][],
): void {
  const patterns = tree.patterns[node]?.view() ?? [];
  const below: number[][] = [[], [], [], []];
  for (const [index, time] of times.entries()) {
    const pattern = patterns[index] ?? 0;
    for (let child = 0; child < 4; child++) {
      if (!(pattern & (1 << child))) continue;
      const strong = (pattern >> (4 + child)) & 1;
      if (level === LEVELS - 1) found[time >> 1]?.push((childCell(node, child) << 1) | strong);
      else below[child]?.push((time & ~1) | strong);
    }
  }
  if (level === LEVELS - 1) return;
  for (const [child, list] of below.entries())
    if (list.length > 0) collect(tree, childNode(node, level, child), level + 1, list, found);
}
