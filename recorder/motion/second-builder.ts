/**
 * The motion grid's seconds: which cells moved, told some seconds later, when it is known whether
 * what moved there travelled (2), only stirred (1), or was a tree that always stirs (not told).
 */
import { type CellStrength, GRID_CELLS } from "#base/grid";
import type { SecondOfMotion } from "./facts.ts";
import type { Track } from "./track.ts";

interface Seen {
  readonly track: Track;
  readonly cells: Set<number>;
  /** How restless the place is, 0 … 1. */
  unrest: number;
  pixels: number;
}

interface Second {
  readonly atMs: number;
  readonly seen: Map<Track, Seen>;
}

/** A track is believed or not within this time. */
const WAIT_MS = 4000;
const RESTLESS = 0.3;
const CLEAR_PIXELS = 40;
/** A longer silence between frames was not watched. */
const WATCHED_GAP_MS = 6000;

export class SecondBuilder {
  readonly #onSecond: (second: SecondOfMotion) => void;
  #seconds: Second[] = [];
  #strengths = new Uint8Array(GRID_CELLS);

  constructor(onSecond: (second: SecondOfMotion) => void) {
    this.#onSecond = onSecond;
  }

  /** A frame was looked at: its second is watched, and the quiet ones since the frame before. */
  beginFrame(atMs: number): void {
    const second = Math.floor(atMs / 1000) * 1000;
    const last = this.#seconds.at(-1)?.atMs;
    if (last !== undefined && second > last && second - last <= WATCHED_GAP_MS) {
      for (let quiet = last + 1000; quiet < second; quiet += 1000) this.#begin(quiet);
    }
    if (last === undefined || second > last) this.#begin(second);
    this.#tellUntil(second - WAIT_MS);
  }

  add(track: Track, cells: Iterable<number>, unrest: number, pixels: number): void {
    const second = this.#seconds.at(-1);
    if (!second) return;
    const seen = second.seen.get(track) ?? { track, cells: new Set(), unrest, pixels: 0 };
    second.seen.set(track, seen);
    for (const cell of cells) seen.cells.add(cell);
    seen.unrest = Math.max(seen.unrest, unrest);
    seen.pixels = Math.max(seen.pixels, pixels);
  }

  /** Tells what is still held back: the end of watching. */
  flush(): void {
    this.#tellUntil(Number.POSITIVE_INFINITY);
  }

  #begin(atMs: number): void {
    this.#seconds.push({ atMs, seen: new Map() });
  }

  #tellUntil(untilMs: number): void {
    while (this.#seconds[0] && this.#seconds[0].atMs <= untilMs) {
      const second = this.#seconds.shift();
      if (second) this.#tell(second);
    }
  }

  #tell({ atMs, seen }: Second): void {
    const strengths = this.#strengths.fill(0);
    for (const { track, cells, unrest, pixels } of seen.values()) {
      const strength = strengthOf(track, unrest, pixels);
      for (const cell of cells)
        if ((strengths[cell] as number) < strength) strengths[cell] = strength;
    }
    const told: { cell: number; strength: CellStrength }[] = [];
    for (let cell = 0; cell < GRID_CELLS; cell += 1) {
      const strength = strengths[cell] as CellStrength;
      if (strength > 0) told.push({ cell, strength });
    }
    this.#onSecond({ atMs, cells: told });
  }
}

function strengthOf(track: Track, unrest: number, pixels: number): CellStrength {
  if (track.isConfirmed) return 2;
  if (unrest > RESTLESS) return 0;
  return track.hits > 1 || pixels >= CLEAR_PIXELS ? 1 : 0;
}
