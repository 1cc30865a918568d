/**
 * One thing that was followed from frame to frame: where it was and when, and whether it really went
 * somewhere. A tree that sways, water and flags move and stay; a person, a motorbike, a dog travel.
 * Lengths in work pixels, times in epoch milliseconds. Owns its history; matching is the tracker's.
 */
import type { Blob } from "./blobs.ts";

export interface TrackPoint {
  readonly atMs: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly pixels: number;
}

/** Points that are kept: a minute at five frames a second. */
const MAX_POINTS = 300;
/** A travel counts when it is at least this long … */
const MIN_TRAVEL = 5;
/** … and this share of the thing's own size … */
const TRAVEL_OF_SIZE = 0.3;
/** … and not much shorter than the way that was gone in all. */
const MIN_STRAIGHTNESS = 0.65;
/** Steps shorter than this are trembling. */
const STRIDE = 2;
/** Sparse foreground in a large box is leaves, not a body. */
const MIN_FILL = 0.17;
/** A body's area does not change more than so many times within a moment. */
const MAX_CHANGE = 3.2;
/** A line is a seam of the picture or a row of digits. */
const MIN_SIDE = 3;
/** Small specks must be seen longer, travel farther and straighter. */
const SMALL_PIXELS = 40;
/** No leaf, whatever the wind. */
const LARGE_PIXELS = 1000;
const MIN_HITS = { small: 5, large: 3 };
const SMALL_TRAVEL = 8;
const SMALL_STRAIGHTNESS = 0.7;
/** A body is seen in most frames, leaves come and go; who is far away may be lost now and then. */
const MIN_SEEN = { first: 0.7, less: 0.02, least: 0.5 };
/** The newest points that must look like a body. */
const JUDGED = 4;

export class Track {
  readonly id: number;
  readonly points: TrackPoint[] = [];
  readonly startMs: number;
  centreX: number;
  centreY: number;
  speedX = 0;
  speedY = 0;
  /** Frames in which it was seen, and frames since it began. */
  hits = 0;
  frames = 1;
  /** Since when it has travelled far enough to be believed; undefined = not yet. */
  confirmedMs: number | undefined;
  lastMs: number;
  /** Whether it ended (is not followed any more), and when. */
  ended = false;
  #path = 0;
  #strideX: number;
  #strideY: number;
  readonly #firstX: number;
  readonly #firstY: number;

  constructor(id: number, blob: Blob, atMs: number) {
    this.id = id;
    this.startMs = atMs;
    this.lastMs = atMs;
    this.centreX = blob.centreX;
    this.centreY = blob.centreY;
    this.#strideX = blob.centreX;
    this.#strideY = blob.centreY;
    this.#firstX = blob.centreX;
    this.#firstY = blob.centreY;
    this.#note(blob, atMs);
  }

  get last(): TrackPoint {
    return this.points.at(-1) as TrackPoint;
  }

  get isConfirmed(): boolean {
    return this.confirmedMs !== undefined;
  }

  /** Where it should be at `atMs`. */
  expect(atMs: number): { x: number; y: number } {
    const dtS = Math.min(1, (atMs - this.lastMs) / 1000);
    return { x: this.centreX + this.speedX * dtS, y: this.centreY + this.speedY * dtS };
  }

  /** It was seen again. `demand` ≥ 1: how much farther than usual it must travel to be believed. */
  follow(blob: Blob, atMs: number, demand: number): void {
    const dtS = Math.max(0.05, (atMs - this.lastMs) / 1000);
    const stepX = blob.centreX - this.centreX;
    const stepY = blob.centreY - this.centreY;
    this.#lengthen(blob);
    const trust = this.hits < 3 ? 0.7 : 0.4;
    this.speedX += trust * (stepX / dtS - this.speedX);
    this.speedY += trust * (stepY / dtS - this.speedY);
    this.centreX = blob.centreX;
    this.centreY = blob.centreY;
    this.lastMs = atMs;
    this.#note(blob, atMs);
    if (!this.isConfirmed && this.#hasTravelled(demand)) this.confirmedMs = atMs;
  }

  #hasTravelled(demand: number): boolean {
    const first = this.points[0];
    const { last } = this;
    if (!first || this.hits < minSeen(this.hits) * this.frames) return false;
    if (last.x1 - last.x0 < MIN_SIDE || last.y1 - last.y0 < MIN_SIDE) return false;
    const recent = this.points.slice(-JUDGED);
    const sizes = recent.map((point) => point.pixels);
    const isSmall = median(sizes) < SMALL_PIXELS;
    if (this.hits < (isSmall ? MIN_HITS.small : MIN_HITS.large)) return false;
    const travel = travelOf(first, last);
    const size = Math.max(last.x1 - last.x0, last.y1 - last.y0);
    const least = isSmall ? SMALL_TRAVEL : MIN_TRAVEL;
    if (travel < Math.max(least, TRAVEL_OF_SIZE * Math.min(size, 40)) * demand) return false;
    const straightness = isSmall ? SMALL_STRAIGHTNESS : MIN_STRAIGHTNESS;
    if (Math.max(travel, this.#travelOfBody(sizes)) < straightness * this.#path) return false;
    return median(recent.map(fill)) >= MIN_FILL && !jumps(sizes);
  }

  /** Who comes in close to the camera is cut off by the edge: his middle tells more than his box. */
  #travelOfBody(sizes: readonly number[]): number {
    if (median(sizes) < LARGE_PIXELS) return 0;
    return Math.hypot(this.centreX - this.#firstX, this.centreY - this.#firstY);
  }

  /** Adds to the way gone, in strides: trembling on the spot is no way. */
  #lengthen({ centreX, centreY }: Blob): void {
    const stride = Math.hypot(centreX - this.#strideX, centreY - this.#strideY);
    if (stride < STRIDE) return;
    this.#path += stride;
    this.#strideX = centreX;
    this.#strideY = centreY;
  }

  #note(blob: Blob, atMs: number): void {
    const { x0, y0, x1, y1, pixels } = blob;
    this.hits += 1;
    this.points.push({ atMs, x0, y0, x1, y1, pixels });
    if (this.points.length > MAX_POINTS) this.points.splice(1, 1);
  }
}

/** How far a box went: the middle of its corners' ways, so that growing towards the camera counts too. */
export function travelOf(from: TrackPoint, to: TrackPoint): number {
  const left = to.x0 - from.x0;
  const right = to.x1 - from.x1;
  const top = to.y0 - from.y0;
  const bottom = to.y1 - from.y1;
  return Math.hypot(
    Math.max(Math.abs(left + right) / 2, Math.min(Math.abs(left), Math.abs(right))),
    Math.max(Math.abs(top + bottom) / 2, Math.min(Math.abs(top), Math.abs(bottom))),
  );
}

function fill({ x0, y0, x1, y1, pixels }: TrackPoint): number {
  return pixels / ((x1 - x0) * (y1 - y0));
}

function minSeen(hits: number): number {
  return Math.max(MIN_SEEN.least, MIN_SEEN.first - MIN_SEEN.less * Math.max(0, hits - 5));
}

function jumps(sizes: readonly number[]): boolean {
  return sizes.slice(-3).some((size, i, all) => {
    const before = all[i - 1] ?? size;
    return Math.max(size, before) / Math.min(size, before) > MAX_CHANGE;
  });
}

/** The upper one of the two in the middle; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
