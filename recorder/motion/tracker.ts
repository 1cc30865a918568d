/**
 * Follows blobs from frame to frame: the nearest fitting blob to where a track should be, best pairs
 * first; things that meet share a blob until they part. Also keeps, per block, how often it stirs
 * without anything travelling there (trees, water): what begins there must travel farther.
 */
import { BLOCK, type Blob } from "./blobs.ts";
import type { Rect } from "./patch.ts";
import { Track } from "./track.ts";

/** A track not seen for so long is over. */
const LOST_MS = 1200;
const LOST_CONFIRMED_MS = 2500;
const LOST_AT_EDGE_MS = 700;
/** Tracks that ended are remembered, for the question who brought or took a thing. */
const REMEMBER_MS = 90_000;
const MAX_TRACKS = 60;
const REACH_PX = 14;
const UNREST_S = 12;
/** Unrest of 1 (always stirring) asks for so many times the usual travel. */
const UNREST_DEMAND = 5;
const LARGE_SHARE = 0.08;

export class Tracker {
  readonly #unrest: Float32Array;
  #tracks: Track[] = [];
  #ended: Track[] = [];
  #nextId = 1;
  #ageS = 0;

  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;

  /** Of the work picture, and how many blocks it has. */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / BLOCK);
    this.#unrest = new Float32Array(this.#columns * Math.ceil(height / BLOCK));
  }

  get tracks(): readonly Track[] {
    return this.#tracks;
  }

  /** Tracks under way and those that ended in the last minute and a half. */
  get remembered(): readonly Track[] {
    return [...this.#ended, ...this.#tracks];
  }

  /** Forgets what was followed: there was a hole in watching, or another scene. */
  reset(): void {
    this.#tracks = [];
    this.#ended = [];
    this.#unrest.fill(0);
    this.#ageS = 0;
  }

  /** Answers for each blob the track that it continues or begins. `stirs`: not only standing there. */
  follow(
    blobs: readonly Blob[],
    atMs: number,
    dtS: number,
    stirs: (blob: Blob) => boolean,
  ): Map<Blob, Track> {
    for (const track of this.#tracks) track.frames += 1;
    const found = this.#match(blobs, atMs);
    for (const blob of blobs) {
      if (found.has(blob) || this.#tracks.length >= MAX_TRACKS) continue;
      const track = new Track(this.#nextId++, blob, atMs);
      this.#tracks.push(track);
      found.set(blob, track);
    }
    this.#endLost(blobs, atMs);
    this.#noteUnrest(found, dtS, stirs);
    return found;
  }

  #match(blobs: readonly Blob[], atMs: number): Map<Blob, Track> {
    const pairs: { blob: Blob; track: Track; cost: number }[] = [];
    for (const track of this.#tracks) {
      const { x, y } = track.expect(atMs);
      const lateS = (atMs - track.lastMs) / 1000;
      for (const blob of blobs) {
        const cost = costOf(track, blob, x, y, lateS);
        if (cost !== undefined) pairs.push({ blob, track, cost });
      }
    }
    pairs.sort((a, b) => a.cost - b.cost);
    const found = new Map<Blob, Track>();
    const used = new Set<Track>();
    for (const { blob, track } of pairs) {
      if (found.has(blob) || used.has(track)) continue;
      used.add(track);
      found.set(blob, track);
      track.follow(blob, atMs, 1 + this.#caution(blob) * this.unrestOf(blob));
    }
    return found;
  }

  /** What covers much of the picture is no twig, wherever it is. */
  #caution(blob: Blob): number {
    const isLarge = blob.pixels > LARGE_SHARE * this.#width * this.#height;
    return isLarge ? UNREST_DEMAND / 5 : UNREST_DEMAND;
  }

  /** How restless a blob's place is, 0 … 1. */
  unrestOf(blob: Blob): number {
    let sum = 0;
    for (const block of blob.blocks) sum += this.#unrest[block] as number;
    return sum / Math.max(1, blob.blocks.length);
  }

  /** The most restless block of a rectangle, 0 … 1. */
  unrestIn(rect: Rect): number {
    let most = 0;
    for (let row = Math.floor(rect.y0 / BLOCK); row * BLOCK < rect.y1; row += 1) {
      for (let column = Math.floor(rect.x0 / BLOCK); column * BLOCK < rect.x1; column += 1)
        most = Math.max(most, this.#unrest[row * this.#columns + column] as number);
    }
    return most;
  }

  #endLost(blobs: readonly Blob[], atMs: number): void {
    const going: Track[] = [];
    for (const track of this.#tracks) {
      const patience = this.#patience(track);
      const hidden = track.isConfirmed && blobs.some((blob) => isInside(track, blob));
      if (atMs - track.lastMs <= (hidden ? 3 * patience : patience)) {
        going.push(track);
        continue;
      }
      track.ended = true;
      if (track.isConfirmed) this.#ended.push(track);
    }
    this.#tracks = going;
    this.#ended = this.#ended.filter((track) => atMs - track.lastMs < REMEMBER_MS);
  }

  /** Who was last seen at the picture's edge has left: the next one there is somebody else. */
  #patience(track: Track): number {
    if (!track.isConfirmed) return LOST_MS;
    const { x0, y0, x1, y1 } = track.last;
    const atEdge = x0 <= 1 || y0 <= 1 || x1 >= this.#width - 1 || y1 >= this.#height - 1;
    return atEdge ? LOST_AT_EDGE_MS : LOST_CONFIRMED_MS;
  }

  #noteUnrest(found: ReadonlyMap<Blob, Track>, dtS: number, stirs: (blob: Blob) => boolean): void {
    const unrest = this.#unrest;
    this.#ageS += dtS;
    const share = 1 - Math.exp(-dtS / Math.min(UNREST_S, Math.max(1, this.#ageS)));
    for (let i = 0; i < unrest.length; i += 1) unrest[i] = (unrest[i] as number) * (1 - share);
    for (const [blob, track] of found) {
      if (track.isConfirmed || !stirs(blob)) continue;
      for (const block of blob.blocks) unrest[block] = (unrest[block] as number) + share;
    }
  }
}

/** Distance in units of what is allowed; undefined where blob and track cannot be the same thing. */
function costOf(track: Track, blob: Blob, x: number, y: number, lateS: number): number | undefined {
  const { last } = track;
  const reach =
    REACH_PX +
    0.5 * Math.hypot(last.x1 - last.x0, last.y1 - last.y0) +
    0.5 * Math.hypot(track.speedX, track.speedY) * Math.min(1, lateS);
  const distance = Math.hypot(blob.centreX - x, blob.centreY - y);
  if (distance > reach) return undefined;
  const ratio =
    Math.max(blob.pixels, last.pixels) / Math.max(1, Math.min(blob.pixels, last.pixels));
  if (ratio > 12 && distance > 0.5 * reach) return undefined;
  // A leaf does not become a person.
  if (ratio > 20 && !track.isConfirmed) return undefined;
  return distance / reach + 0.1 * Math.log(ratio);
}

function isInside(track: Track, blob: Blob): boolean {
  const { centreX, centreY } = track;
  return centreX >= blob.x0 && centreX <= blob.x1 && centreY >= blob.y0 && centreY <= blob.y1;
}
