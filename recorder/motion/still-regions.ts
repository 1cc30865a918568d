/**
 * Regions that stand still as foreground, followed from frame to frame. Owns where they are and since
 * when; what they are is judged elsewhere.
 */
import { type Blob, BlobFinder } from "./blobs.ts";
import { areaOf, iou, overlapOf, type Rect } from "./patch.ts";
import type { PixelMemory } from "./pixel-memory.ts";
import { STILL_S, type StillPixels } from "./still-pixels.ts";

export interface StillRegion {
  rect: Rect;
  /** When it came to rest. */
  bornMs: number;
  seenMs: number;
  pixels: number;
  /** Since when nobody moves at it. */
  clearSinceMs: number | undefined;
  /** Whether the background was old enough to know the place when it was born. */
  readonly knownPlace: boolean;
}

const MIN_PIXELS = 7;
/** Glass shows by its cap and its edges: pieces this near are one thing. */
const JOIN_BLOCKS = 3;
/** A box of a larger share of the picture is a change of light or scene, not a thing. */
const MAX_SHARE = 0.22;
const GONE_MS = 1500;
const SIBLING_PX = 15;
const SIBLING_MS = 1500;
const SIBLING_WIDTHS = 2.5;
/** Cap and foot of a bottle whose glass does not show: they came to rest together. */
const TWIN_MS = 400;
const TWIN_WIDTHS = 4;
/** The background must have known a place for so long before something can be missing there. */
const KNOWN_S = 4.5;

export class StillRegions {
  readonly #width: number;
  readonly #height: number;
  readonly #finder: BlobFinder;
  #regions: StillRegion[] = [];

  constructor(width: number, height: number, memory: PixelMemory) {
    this.#width = width;
    this.#height = height;
    this.#finder = new BlobFinder(width, height, memory, JOIN_BLOCKS);
  }

  get rects(): readonly Rect[] {
    return this.#regions.map((region) => region.rect);
  }

  has(region: StillRegion): boolean {
    return this.#regions.includes(region);
  }

  forget(): void {
    this.#regions = [];
  }

  /** Pieces above and below a region that came to rest with it: cap, neck and foot of a bottle. */
  siblings(region: StillRegion): StillRegion[] {
    return this.#regions.filter(
      (other) =>
        other !== region &&
        isStacked(region.rect, other.rect, Math.abs(other.bornMs - region.bornMs)),
    );
  }

  drop(region: StillRegion): void {
    this.#regions.splice(this.#regions.indexOf(region), 1);
  }

  /** The regions of now; a region keeps its identity while it stays where it is. */
  gather(still: StillPixels, backgroundAgeS: number, atMs: number): StillRegion[] {
    const regions = still.count >= MIN_PIXELS ? this.#finder.find(still.standing, MIN_PIXELS) : [];
    const pixels = this.#width * this.#height;
    for (const region of regions) {
      if (areaOf(region) > MAX_SHARE * pixels) continue;
      const known = this.#regions.find((each) => isSame(each.rect, region));
      const bornMs = atMs - 1000 * this.#longest(region, still);
      if (known) {
        // What is left of a larger thing is another thing, with a birth of its own.
        if (iou(known.rect, region) < 0.4) known.bornMs = Math.max(known.bornMs, bornMs);
        known.rect = rectOf(region);
        known.pixels = region.pixels;
        known.seenMs = atMs;
        continue;
      }
      const ageS = backgroundAgeS - (atMs - bornMs) / 1000;
      const base = { rect: rectOf(region), pixels: region.pixels, bornMs, seenMs: atMs };
      this.#regions.push({ ...base, clearSinceMs: undefined, knownPlace: ageS >= KNOWN_S });
    }
    this.#regions = this.#regions.filter(({ seenMs }) => atMs - seenMs <= GONE_MS);
    return [...this.#regions];
  }

  /** Since when most of it stands: the upper quartile would be too early where two things touch. */
  #longest(region: Blob, { stillS, standing }: StillPixels): number {
    const times: number[] = [];
    for (let y = region.y0; y < region.y1; y += 1) {
      for (let i = y * this.#width + region.x0; i < y * this.#width + region.x1; i += 1)
        if (standing[i] === 1) times.push(stillS[i] as number);
    }
    times.sort((a, b) => a - b);
    return times[times.length >> 1] ?? STILL_S;
  }
}

/** One above the other, about as wide, and near: farther where they came to rest in one moment. */
function isStacked(a: Rect, b: Rect, apartMs: number): boolean {
  const shared = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const widths = [a.x1 - a.x0, b.x1 - b.x0];
  const gap = Math.max(a.y0, b.y0) - Math.min(a.y1, b.y1);
  const isTwin = apartMs < TWIN_MS;
  const reach = isTwin ? Math.max(SIBLING_PX, TWIN_WIDTHS * Math.max(...widths)) : SIBLING_PX;
  return (
    apartMs < SIBLING_MS &&
    gap <= reach &&
    shared > (isTwin ? 0.3 : 0.5) * Math.min(...widths) &&
    Math.max(...widths) < SIBLING_WIDTHS * Math.min(...widths)
  );
}

function isSame(rect: Rect, region: Rect): boolean {
  if (iou(rect, region) > 0.3) return true;
  return overlapOf(rect, region) > 0.6 * Math.min(areaOf(rect), areaOf(region));
}

function rectOf({ x0, y0, x1, y1 }: Blob): Rect {
  return { x0, y0, x1, y1 };
}
