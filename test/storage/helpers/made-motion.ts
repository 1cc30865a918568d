/** Motion made by a seeded generator: walkers, flicker, and scenes that use every kind of column. */
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import type { PackedSecond } from "../../../storage/motion/motion-tree.ts";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MadeScene {
  readonly spanS: number;
  /** Share of the seconds that are watched. */
  readonly watched: number;
  /** Share of the cells that flicker in a second. */
  readonly flicker: number;
  /** Walkers at once. */
  readonly walkers: number;
  /** Every cell moves in this share of the seconds. */
  readonly everything?: number;
}

/** Watched seconds, rising; cells as `cell << 1 | strong`, rising. */
export function madeSeconds(seed: number, scene: MadeScene): PackedSecond[] {
  const random = seeded(seed);
  const walkers = Array.from({ length: scene.walkers }, () => ({
    column: random() * GRID_COLUMNS,
    row: random() * GRID_ROWS,
    speed: random() * 4 - 2,
  }));
  const seconds: PackedSecond[] = [];
  for (let second = 0; second < scene.spanS; second++) {
    const strengths = new Uint8Array(GRID_CELLS);
    if (random() < (scene.everything ?? 0)) strengths.fill(random() < 0.5 ? 2 : 1);
    for (let count = scene.flicker * GRID_CELLS; count > random(); count--)
      strengths[Math.floor(random() * GRID_CELLS)] = random() < 0.3 ? 2 : 1;
    for (const walker of walkers) {
      walker.column = (walker.column + walker.speed + GRID_COLUMNS) % GRID_COLUMNS;
      blob(strengths, Math.floor(walker.column), Math.floor(walker.row), random);
    }
    // Watched in stretches, not second by second.
    if ((Math.floor(second / 97) * 0.618) % 1 >= scene.watched) continue;
    seconds.push({ second, cells: pack(strengths) });
  }
  return seconds;
}

function blob(strengths: Uint8Array, column: number, row: number, random: () => number): void {
  for (let y = row; y < Math.min(row + 5, GRID_ROWS); y++)
    for (let x = column; x < Math.min(column + 3, GRID_COLUMNS); x++)
      strengths[y * GRID_COLUMNS + x] = random() < 0.7 ? 2 : 1;
}

export function pack(strengths: Uint8Array): number[] {
  const cells: number[] = [];
  for (const [cell, strength] of strengths.entries())
    if (strength > 0) cells.push((cell << 1) | (strength - 1));
  return cells;
}

/** By brute force: 0, 1 or 2 for each second of the span. */
export function bruteForce(
  seconds: readonly PackedSecond[],
  inside: (cell: number) => boolean,
  spanS: number,
): Uint8Array {
  const found = new Uint8Array(spanS);
  for (const { second, cells } of seconds)
    for (const packed of Array.from(cells))
      if (inside(packed >> 1)) found[second] = Math.max(found[second] ?? 0, 1 + (packed & 1));
  return found;
}
