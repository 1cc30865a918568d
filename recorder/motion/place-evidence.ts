/**
 * What can be measured at a place where something stands: whether anybody is still at it, whether it
 * is light or a thing, and where the edge is, now or before. Owns the picture of before that it
 * compares with; decides nothing.
 */
import type { BackgroundModel } from "./background-model.ts";
import { isStandingTrack, type PictureArea } from "./mover.ts";
import { areaOf, borderSteps, edgeStrength, grown, likeness, type Rect } from "./patch.ts";
import { STILL_S, type StillPixels } from "./still-pixels.ts";
import type { StillRegion } from "./still-regions.ts";
import type { Track } from "./track.ts";

export interface SceneNow {
  readonly picture: Float32Array;
  readonly background: BackgroundModel;
  readonly still: StillPixels;
  readonly tracks: readonly Track[];
  /** How restless a place is: trees, water, a clock in the picture; 0 … 1. */
  readonly unrestIn: (rect: Rect) => number;
  readonly atMs: number;
  /** Dwell time at a place, seconds. */
  readonly dwellS: (rect: Rect) => number;
}

export interface Edges {
  readonly kind: "object_left" | "object_removed";
  readonly confidence: number;
  /** Mean step across the border, now or before, whichever is greater; levels of luma. */
  readonly strongest: number;
}

/** Nobody has moved at it for so long. */
const CLEAR_MS = 800;
const LIGHT_LIKENESS = 0.86;
/** A place that changes all the time: share of frames, and usual deviation in levels. */
const RESTLESS = 0.65;
const RESTLESS_LEVELS = 8;
/** So much of a thing has stood for so long; of somebody who stands it is less. */
const SOLID_S = 2;
const SOLID_SHARE = 0.68;
const SAME_LIKENESS = 0.86;
/** So far a shake that the alignment did not take out may move the picture. */
const SHIFT_PX = 3;
const SHIFT_GAIN = 0.1;

export class PlaceEvidence {
  /** The picture to compare with: the background, or what it was before the mover came. */
  readonly before: Float32Array;
  readonly #width: number;
  readonly #height: number;
  readonly #size: PictureArea;
  /** 1 where a pixel is part of a region. */
  readonly #mask: Uint8Array;

  constructor(width: number, height: number, mask: Uint8Array) {
    this.#width = width;
    this.#height = height;
    this.#size = { width, height };
    this.#mask = mask;
    this.before = new Float32Array(width * height);
  }

  /** The same structure in another light, and nobody there. */
  isLight({ rect, bornMs }: StillRegion, { picture, background, tracks, atMs }: SceneNow): boolean {
    const alike = likeness(picture, background.mean, this.#width, rect, this.#mask);
    if (alike.flat || alike.value < LIGHT_LIKENESS) return false;
    return !isStandingTrack(tracks, rect, bornMs, atMs, this.#size);
  }

  /** A tree, water, or a clock in the picture: it changes there all the time. */
  isRestless({ rect }: StillRegion, { background, unrestIn }: SceneNow): boolean {
    if (unrestIn(rect) > RESTLESS) return true;
    let sum = 0;
    let count = 0;
    for (let y = rect.y0; y < rect.y1; y += 1) {
      for (let i = y * this.#width + rect.x0; i < y * this.#width + rect.x1; i += 1) {
        if (this.#mask[i] !== 1) continue;
        sum += background.deviation[i] as number;
        count += 1;
      }
    }
    return sum > RESTLESS_LEVELS * count;
  }

  /** A thing stands as a whole; of somebody who stands there, arms and head stir. */
  isSolid({ rect }: StillRegion, { background, still }: SceneNow): boolean {
    const wide = grown(rect, 2, this.#width, this.#height);
    let all = 0;
    let standing = 0;
    for (let y = wide.y0; y < wide.y1; y += 1) {
      for (let i = y * this.#width + wide.x0; i < y * this.#width + wide.x1; i += 1) {
        if (background.foreground[i] !== 1) continue;
        all += 1;
        if ((still.stillS[i] as number) >= SOLID_S) standing += 1;
      }
    }
    return standing >= SOLID_SHARE * all;
  }

  /** Before and after look alike but for light. */
  isSameStructure({ rect }: StillRegion, { picture }: SceneNow): boolean {
    const wide = grown(rect, 2, this.#width, this.#height);
    const { value, flat } = likeness(picture, this.before, this.#width, wide);
    return !flat && value > SAME_LIKENESS;
  }

  /** Before and after are the same, moved by a pixel or three: the camera shook, nothing came or went. */
  isShifted({ rect }: StillRegion, { picture }: SceneNow): boolean {
    const width = this.#width;
    const wide = grown(rect, 2, width, this.#height);
    const inner = {
      x0: Math.max(SHIFT_PX, wide.x0),
      y0: Math.max(SHIFT_PX, wide.y0),
      x1: Math.min(width - SHIFT_PX, wide.x1),
      y1: Math.min(this.#height - SHIFT_PX, wide.y1),
    };
    if (areaOf(inner) === 0) return false;
    const here = likeness(picture, this.before, width, inner);
    if (here.flat) return false;
    for (let dy = -SHIFT_PX; dy <= SHIFT_PX; dy += 1) {
      for (let dx = -SHIFT_PX; dx <= SHIFT_PX; dx += 1) {
        const { value, flat } = likeness(
          picture,
          this.before,
          width,
          inner,
          undefined,
          dy * width + dx,
        );
        if (!flat && value > SAME_LIKENESS && value > here.value + SHIFT_GAIN) return true;
      }
    }
    return false;
  }

  /** Mean difference in levels of luma, the light around taken out. */
  changeSince({ rect }: StillRegion, { picture }: SceneNow): number {
    const wide = grown(rect, 5, this.#width, this.#height);
    let [now, before, off, count] = [1, 1, 0, 0];
    const each = (visit: (i: number, inside: boolean) => void): void => {
      for (let y = wide.y0; y < wide.y1; y += 1) {
        for (let x = wide.x0; x < wide.x1; x += 1)
          visit(y * this.#width + x, this.#mask[y * this.#width + x] === 1);
      }
    };
    each((i, inside) => {
      if (inside) return;
      now += picture[i] as number;
      before += this.before[i] as number;
    });
    const gain = now / before;
    each((i, inside) => {
      if (!inside) return;
      off += Math.abs((picture[i] as number) - gain * (this.before[i] as number));
      count += 1;
    });
    return off / Math.max(1, count);
  }

  /** Whether nobody moves in front of it or at it, for a moment already. */
  isClear(candidate: StillRegion, { background, still, atMs }: SceneNow): boolean {
    const wide = grown(candidate.rect, 4, this.#width, this.#height);
    let moving = 0;
    for (let y = wide.y0; y < wide.y1; y += 1) {
      for (let i = y * this.#width + wide.x0; i < y * this.#width + wide.x1; i += 1) {
        if (background.foreground[i] === 1 && (still.stillS[i] as number) < STILL_S * 0.6)
          moving += 1;
      }
    }
    if (moving > 0.06 * areaOf(wide)) {
      candidate.clearSinceMs = undefined;
      return false;
    }
    candidate.clearSinceMs ??= atMs;
    return atMs - candidate.clearSinceMs >= CLEAR_MS;
  }

  edges({ rect }: StillRegion, { picture }: SceneNow): Edges {
    const width = this.#width;
    const height = this.#height;
    const steps = borderSteps(this.#mask, picture, this.before, width, height, rect);
    const wide = grown(rect, 1, width, height);
    const now = steps.now + edgeStrength(picture, width, height, wide);
    const before = steps.before + edgeStrength(this.before, width, height, wide);
    const confidence = Math.abs(now - before) / Math.max(1e-6, now + before);
    const kind = before > now ? "object_removed" : "object_left";
    return { kind, confidence, strongest: Math.max(steps.now, steps.before) };
  }
}
