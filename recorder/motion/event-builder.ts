/**
 * Motion that begins, goes on and ends: tracks that are believed become one event while they follow
 * each other closely. Pure but for the event under way. The start is when the track was first seen,
 * not when it was believed.
 */
import { type Box, GRID_BYTES } from "#base/grid";
import type { MotionFact } from "./facts.ts";

export interface SeenTrack {
  readonly startMs: number;
  readonly zoneIds: readonly string[];
  readonly box: Box;
  readonly pixels: number;
}

export interface MotionNow {
  readonly atMs: number;
  readonly tracks: readonly SeenTrack[];
  /** Something stands that came in this event: it goes on. */
  readonly isSomethingStanding: boolean;
  /** Bitmap of the cells that moved in this frame. */
  readonly cells: Uint8Array;
  /** Share of the picture that moved. */
  readonly share: number;
}

/** Motion closer together than this is one event. */
const CALM_MS = 3000;
/** Somebody who stands still keeps the event for so long. */
const STANDING_MS = 60_000;
/** On a busy street one event would never end. */
const LONGEST_MS = 180_000;
const TELL_EVERY_MS = 2000;
/** This share of the picture counts as full strength. */
const FULL_SHARE = 0.12;

interface Open {
  readonly key: number;
  readonly startMs: number;
  endMs: number;
  strength: number;
  readonly cells: Uint8Array;
  readonly zoneIds: Set<string>;
  box: Box;
  bestMs: number;
  bestPixels: number;
  toldMs: number;
}

export class EventBuilder {
  readonly #onFact: (fact: MotionFact) => void;
  #open: Open | undefined;
  #nextKey: number;

  constructor(firstKey: number, onFact: (fact: MotionFact) => void) {
    this.#nextKey = firstKey;
    this.#onFact = onFact;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  push(now: MotionNow): void {
    const open = this.#open;
    if (now.tracks.length > 0) {
      if (!open) this.#begin(now);
      else this.#go(open, now);
    } else if (open) {
      const calmMs = now.atMs - open.endMs;
      if (calmMs > (now.isSomethingStanding ? STANDING_MS : CALM_MS)) this.end();
    }
  }

  /** Ends the event under way, if there is one: also when watching is interrupted. */
  end(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open) this.#tell(open, "ended");
  }

  #begin(now: MotionNow): void {
    const startMs = Math.min(...now.tracks.map((track) => track.startMs));
    const [first] = now.tracks;
    if (!first) return;
    const open: Open = {
      key: this.#nextKey++,
      startMs,
      endMs: now.atMs,
      strength: 0,
      cells: new Uint8Array(GRID_BYTES),
      zoneIds: new Set(),
      box: first.box,
      bestMs: now.atMs,
      bestPixels: 0,
      toldMs: now.atMs,
    };
    this.#open = open;
    this.#add(open, now);
    this.#tell(open, "started");
  }

  #go(open: Open, now: MotionNow): void {
    this.#add(open, now);
    if (now.atMs - open.startMs > LONGEST_MS) {
      this.end();
      return;
    }
    if (now.atMs - open.toldMs < TELL_EVERY_MS) return;
    open.toldMs = now.atMs;
    this.#tell(open, "grown");
  }

  #add(open: Open, now: MotionNow): void {
    open.endMs = now.atMs;
    open.strength = Math.max(open.strength, Math.min(1, now.share / FULL_SHARE));
    for (let i = 0; i < GRID_BYTES; i += 1)
      open.cells[i] = (open.cells[i] as number) | (now.cells[i] as number);
    for (const track of now.tracks) {
      for (const id of track.zoneIds) open.zoneIds.add(id);
      if (track.pixels <= open.bestPixels) continue;
      open.bestPixels = track.pixels;
      open.bestMs = now.atMs;
      open.box = track.box;
    }
  }

  #tell(open: Open, phase: MotionFact["phase"]): void {
    const { key, startMs, endMs, strength, box, bestMs } = open;
    const cells = Uint8Array.from(open.cells);
    const zoneIds = [...open.zoneIds];
    const numbers = { key, startMs, endMs, strength, box, bestMs };
    this.#onFact({ kind: "motion", phase, ...numbers, cells, zoneIds });
  }
}
