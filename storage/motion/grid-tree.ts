/**
 * The quadtree over the grid's cells in which motion is stored. Six roots of 16 × 16 cells, then
 * nodes of 8 × 8, 4 × 4 and 2 × 2 cells, whose children are cells. Nodes are numbered depth first,
 * so that a root's part of a file lies together. Child k of a node is its quarter with k & 1 = right
 * and k & 2 = lower. Pure geometry; the tables are constants.
 */
import { GRID_BYTES, GRID_CELLS, GRID_COLUMNS, hasCell } from "#base/grid";

/** Levels of nodes: 0 = roots (16 × 16 cells) … 3 = the nodes above the cells (2 × 2). */
export const LEVELS = 4;
const ROOT_SIDE = 16;
const ROOT_COLUMNS = GRID_COLUMNS / ROOT_SIDE;
export const ROOTS = GRID_CELLS / (ROOT_SIDE * ROOT_SIDE);
/** Nodes of a subtree, itself included, by the level of its top; 1 for a cell's own place. */
const SUBTREE = [85, 21, 5, 1] as const;
export const ROOT_NODES = SUBTREE[0];
export const NODES = ROOTS * ROOT_NODES;

export const NODE_LEVEL = new Uint8Array(NODES);
/** Of a node of the last level: its first cell (upper left). */
const NODE_FIRST_CELL = new Uint16Array(NODES);
/** Node of the last level above a cell, and which child of it the cell is. */
export const CELL_NODE = new Uint16Array(GRID_CELLS);
export const CELL_CHILD = new Uint8Array(GRID_CELLS);
/** The node above a node, and which child of it the node is; a root is its own parent. */
export const NODE_PARENT = new Uint16Array(NODES);
export const NODE_CHILD = new Uint8Array(NODES);

for (let root = 0; root < ROOTS; root++) {
  const column = (root % ROOT_COLUMNS) * ROOT_SIDE;
  const row = Math.floor(root / ROOT_COLUMNS) * ROOT_SIDE;
  number(root * ROOT_NODES, 0, column, row);
}

function number(node: number, level: number, column: number, row: number): void {
  NODE_LEVEL[node] = level;
  NODE_FIRST_CELL[node] = row * GRID_COLUMNS + column;
  if (level === 0) NODE_PARENT[node] = node;
  const half = ROOT_SIDE >> (level + 1);
  for (let child = 0; child < 4; child++) {
    const childColumn = column + (child & 1) * half;
    const childRow = row + (child >> 1) * half;
    if (level === LEVELS - 1) {
      const cell = childRow * GRID_COLUMNS + childColumn;
      CELL_NODE[cell] = node;
      CELL_CHILD[cell] = child;
      continue;
    }
    const below = childNode(node, level, child);
    NODE_PARENT[below] = node;
    NODE_CHILD[below] = child;
    number(below, level + 1, childColumn, childRow);
  }
}

/** Child `child` of a node of `level` < 3. */
export function childNode(node: number, level: number, child: number): number {
  return node + 1 + child * (SUBTREE[level + 1] ?? 0);
}

/** Cell `child` of a node of the last level. */
export function childCell(node: number, child: number): number {
  return (NODE_FIRST_CELL[node] ?? 0) + (child & 1) + (child >> 1) * GRID_COLUMNS;
}

/** How a region lies in the tree: what must be decoded for it, and where one may stop above. */
export interface RegionPlan {
  /** Of each root: 0 outside, 1 partly, 2 wholly inside. */
  readonly roots: Uint8Array;
  /** Of each node that must be decoded: bits of the children wholly and partly inside. */
  readonly full: Uint8Array;
  readonly partial: Uint8Array;
  /** The nodes that must be decoded, rising. */
  readonly nodes: Uint16Array;
}

/** The plan for a bitmap of cells; bytes that are missing count as empty. */
export function planRegion(cells: Uint8Array): RegionPlan {
  const mask = new Uint8Array(GRID_BYTES);
  mask.set(cells.subarray(0, GRID_BYTES));
  const plan = {
    roots: new Uint8Array(ROOTS),
    full: new Uint8Array(NODES),
    partial: new Uint8Array(NODES),
  };
  const nodes: number[] = [];
  for (let root = 0; root < ROOTS; root++)
    plan.roots[root] = planNode(mask, plan, nodes, root * ROOT_NODES, 0);
  return { ...plan, nodes: Uint16Array.from(nodes.sort((a, b) => a - b)) };
}

function planNode(
  mask: Uint8Array,
  plan: { readonly full: Uint8Array; readonly partial: Uint8Array },
  nodes: number[],
  node: number,
  level: number,
): 0 | 1 | 2 {
  let full = 0;
  let partial = 0;
  for (let child = 0; child < 4; child++) {
    const inside =
      level === LEVELS - 1
        ? hasCell(mask, childCell(node, child)) && 2
        : planNode(mask, plan, nodes, childNode(node, level, child), level + 1);
    if (inside === 2) full |= 1 << child;
    else if (inside === 1) partial |= 1 << child;
  }
  if (full === 15) return 2;
  if (full === 0 && partial === 0) return 0;
  plan.full[node] = full;
  plan.partial[node] = partial;
  nodes.push(node);
  return 1;
}
