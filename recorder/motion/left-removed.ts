/**
 * Things left and things taken: regions that stand still as foreground, from the moment they came to
 * rest until it is clear what they are. A region is told only when whoever was at it has gone on; who
 * stands or parks is no thing that was left. Left or removed is decided by where the edge is: around
 * the region now, or in the background (Tian, Feris, Hampapur 2008, in the simplest form).
 */
import type { BackgroundModel } from "./background-model.ts";
import { type FoundMover, findMover, isStandingTrack, type PictureArea } from "./mover.ts";
import {
  areaOf,
  borderSteps,
  edgeStrength,
  grown,
  likeness,
  overlapOf,
  type Rect,
} from "./patch.ts";
import { type Memory, PlaceMemory } from "./place-memory.ts";
import { Snapshots } from "./snapshots.ts";
import type { StillPixels } from "./still-pixels.ts";
import { STILL_S, type StillRegion, StillRegions } from "./still-regions.ts";
import type { Track } from "./track.ts";

export interface FoundObject {
  readonly kind: "object_left" | "object_removed";
  readonly rect: Rect;
  readonly atMs: number;
  readonly confidence: number;
  readonly mover: FoundMover | undefined;
}

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

/** Pieces that came to rest within this time of what was told, so lately, are part of it. */
const SAME_BIRTH_MS = 2500;
const SAME_THING_MS = 8000;
const TOLD_PX = 6;
const CLEAR_MS = 800;
/** Light changes the edges of a place by less than this share. */
const SAME_EDGES = 0.3;
const LIGHT_LIKENESS = 0.86;
const RESTLESS = 0.65;
const RESTLESS_LEVELS = 8;
/** Between before and after, in levels of luma. */
const LEAST_CHANGE = 6;
const SOLID_S = 2;
const SOLID_SHARE = 0.68;
const LEAST_FILL = 0.16;
const SAME_LIKENESS = 0.86;
/** Without an edge around it now or before it is light. */
const LEAST_EDGE = 7;
/**
 * How large a thing may be against whoever brought or took it: two people who part are no bag, and
 * what was taken is seen together with its taker.
 */
const LEFT_RATIO = 0.65;
const REMOVED_RATIO = 1.6;
/** What has the shape of somebody who stands must stand for longer before it is a thing. */
const UPRIGHT_RATIO = 1.7;
const UPRIGHT_PIXELS = 30;
const TALL_SHARE = 0.6;
const UPRIGHT_MS = 20_000;
/** Who stands for longer than this without going on is taken into the background. */
const PARKED_MS = 60_000;

export class LeftRemoved {
  readonly #width: number;
  readonly #height: number;
  readonly #size: PictureArea;
  readonly #regions: StillRegions;
  readonly #mask: Uint8Array;
  readonly #memory: PlaceMemory;
  readonly #snapshots = new Snapshots();
  readonly #before: Float32Array;
  /** Things told lately. */
  #told: { readonly rect: Rect; readonly bornMs: number; readonly foundMs: number }[] = [];

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#size = { width, height };
    this.#regions = new StillRegions(width, height);
    this.#mask = this.#regions.mask;
    this.#memory = new PlaceMemory(width);
    this.#before = new Float32Array(width * height);
  }

  /** Whether somebody or something stands there of which it is not known yet what it is. */
  get isUndecided(): boolean {
    return this.#regions.count > 0;
  }

  reset(): void {
    this.#regions.forget();
    this.#told = [];
    this.#memory.forget();
    this.#snapshots.forget();
  }

  update(scene: SceneNow): FoundObject[] {
    this.#snapshots.note(scene.background.mean, scene.atMs);
    const { still, background, atMs } = scene;
    const found: FoundObject[] = [];
    for (const candidate of this.#regions.gather(still, background.ageS, atMs)) {
      if (!this.#regions.has(candidate)) continue;
      const verdict = this.#judge(candidate, scene);
      if (verdict === undefined) continue;
      this.#regions.drop(candidate);
      if (verdict !== "nothing") found.push(verdict);
    }
    return found;
  }

  #judge(candidate: StillRegion, scene: SceneNow): FoundObject | "nothing" | undefined {
    const { atMs, picture, background } = scene;
    const ageMs = atMs - candidate.bornMs;
    this.#before.set(background.mean);
    if (!candidate.knownPlace && this.#edges(candidate, scene).kind === "object_removed")
      return this.#absorb(candidate, scene);
    const memory = this.#memory.find(candidate.rect, picture);
    if (memory?.kind === "parked" || this.#isTold(candidate)) return this.#absorb(candidate, scene);
    if (!this.#isClear(candidate, scene)) return undefined;
    if (this.#isLight(candidate, scene) && this.#edges(candidate, scene).confidence < SAME_EDGES)
      return this.#absorb(candidate, scene);
    const dwellMs = 1000 * scene.dwellS(candidate.rect);
    if (ageMs < (memory ? 0.6 * dwellMs : dwellMs)) return undefined;
    if (this.#isRestless(candidate, scene))
      return ageMs > PARKED_MS ? this.#absorb(candidate, scene) : undefined;
    const mover = findMover(scene.tracks, candidate.rect, candidate.bornMs, atMs, this.#size);
    if (!mover?.hasGone) return ageMs > PARKED_MS ? this.#park(candidate, scene) : undefined;
    return this.#decide(candidate, scene, mover, memory);
  }

  /** Its pieces are part of it: one thing, one box. */
  #takeSiblings(candidate: StillRegion, scene: SceneNow): void {
    for (const sibling of this.#regions.siblings(candidate)) {
      candidate.rect = around(candidate.rect, sibling.rect);
      this.#absorb(sibling, scene);
      this.#regions.drop(sibling);
    }
  }

  /** A piece of a thing that was told a moment ago. */
  #isTold({ rect, bornMs }: StillRegion): boolean {
    return this.#told.some(
      (told) =>
        Math.abs(told.bornMs - bornMs) < SAME_BIRTH_MS &&
        overlapOf(grown(told.rect, TOLD_PX, this.#width, this.#height), rect) > 0,
    );
  }

  /** The same structure in another light, and nobody there. */
  #isLight(
    { rect, bornMs }: StillRegion,
    { picture, background, tracks, atMs }: SceneNow,
  ): boolean {
    const alike = likeness(picture, background.mean, this.#width, rect, this.#mask);
    if (alike.flat || alike.value < LIGHT_LIKENESS) return false;
    return !isStandingTrack(tracks, rect, bornMs, atMs, this.#size);
  }

  /** A tree, water, or a clock in the picture: it changes there all the time. */
  #isRestless({ rect }: StillRegion, { background, unrestIn }: SceneNow): boolean {
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

  /** The place before the mover came, against the place now. */
  #decide(
    candidate: StillRegion,
    scene: SceneNow,
    mover: FoundMover,
    memory: Memory | undefined,
  ): FoundObject | "nothing" | undefined {
    const { atMs } = scene;
    if (!this.#snapshots.before(mover.startMs, this.#before)) return undefined;
    const change = this.#changeSince(candidate, scene);
    if (change < LEAST_CHANGE) return this.#absorb(candidate, scene);
    if (candidate.pixels < LEAST_FILL * areaOf(candidate.rect)) return undefined;
    if (!this.#isSolid(candidate, scene)) return undefined;
    const edges = this.#edges(candidate, scene);
    if (
      edges.strongest < LEAST_EDGE ||
      (edges.confidence < SAME_EDGES && this.#isSameStructure(candidate, scene))
    )
      return this.#absorb(candidate, scene);
    const back = memory?.kind === "object_left" ? "object_removed" : "object_left";
    const kind = memory ? back : edges.kind;
    const isLarge =
      candidate.pixels > (kind === "object_left" ? LEFT_RATIO : REMOVED_RATIO) * mover.pixels;
    const stands =
      kind === "object_left" &&
      isStandingTrack(scene.tracks, candidate.rect, candidate.bornMs, atMs, this.#size);
    const person =
      kind === "object_left" &&
      !memory &&
      isLikeMover(candidate, mover) &&
      atMs - candidate.bornMs < UPRIGHT_MS;
    if (person) return undefined;
    if (isLarge || stands)
      return atMs - candidate.bornMs > PARKED_MS ? this.#park(candidate, scene) : undefined;
    const confidence = memory ? 0.9 : Math.min(0.95, 0.5 + edges.confidence);
    this.#takeSiblings(candidate, scene);
    this.#remember(candidate, scene, kind);
    this.#absorb(candidate, scene);
    this.#told = [
      ...this.#told.filter((told) => atMs - told.foundMs < SAME_THING_MS),
      { rect: candidate.rect, bornMs: candidate.bornMs, foundMs: atMs },
    ];
    return { kind, rect: candidate.rect, atMs: candidate.bornMs, confidence, mover };
  }

  /** A thing stands as a whole; of somebody who stands there, arms and head stir. */
  #isSolid({ rect }: StillRegion, { background, still }: SceneNow): boolean {
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
  #isSameStructure({ rect }: StillRegion, { picture }: SceneNow): boolean {
    const wide = grown(rect, 2, this.#width, this.#height);
    const { value, flat } = likeness(picture, this.#before, this.#width, wide);
    return !flat && value > SAME_LIKENESS;
  }

  /** Mean difference in levels of luma, the light around taken out. */
  #changeSince({ rect }: StillRegion, { picture }: SceneNow): number {
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
      before += this.#before[i] as number;
    });
    const gain = now / before;
    each((i, inside) => {
      if (!inside) return;
      off += Math.abs((picture[i] as number) - gain * (this.#before[i] as number));
      count += 1;
    });
    return off / Math.max(1, count);
  }

  /** Whether nobody moves in front of it or at it, for a moment already. */
  #isClear(candidate: StillRegion, { background, still, atMs }: SceneNow): boolean {
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

  #edges(
    { rect }: StillRegion,
    { picture }: SceneNow,
  ): { kind: FoundObject["kind"]; confidence: number; strongest: number } {
    const width = this.#width;
    const height = this.#height;
    const steps = borderSteps(this.#mask, picture, this.#before, width, height, rect);
    const wide = grown(rect, 1, width, height);
    const now = steps.now + edgeStrength(picture, width, height, wide);
    const before = steps.before + edgeStrength(this.#before, width, height, wide);
    const confidence = Math.abs(now - before) / Math.max(1e-6, now + before);
    const kind = before > now ? "object_removed" : "object_left";
    return { kind, confidence, strongest: Math.max(steps.now, steps.before) };
  }

  #park(candidate: StillRegion, scene: SceneNow): "nothing" {
    this.#remember(candidate, scene, "parked");
    return this.#absorb(candidate, scene);
  }

  #remember(candidate: StillRegion, scene: SceneNow, kind: Memory["kind"]): void {
    this.#memory.add(candidate.rect, this.#before, kind, scene.atMs);
  }

  #absorb({ rect }: StillRegion, { background, picture, still }: SceneNow): "nothing" {
    const wide = grown(rect, 1, this.#width, this.#height);
    const take = new Uint8Array(this.#mask.length);
    for (let y = wide.y0; y < wide.y1; y += 1) {
      for (let i = y * this.#width + wide.x0; i < y * this.#width + wide.x1; i += 1)
        if ((still.stillS[i] as number) > 0.4 || this.#touchesMask(i)) take[i] = 1;
    }
    background.absorb(picture, take);
    this.#snapshots.absorb(picture, take);
    still.forget(take);
    return "nothing";
  }

  #touchesMask(i: number): boolean {
    const mask = this.#mask;
    const width = this.#width;
    return mask[i - 1] === 1 || mask[i + 1] === 1 || mask[i - width] === 1 || mask[i + width] === 1;
  }
}

/** Upright and about as tall as who was there: one of two who parted, standing still. */
function isLikeMover({ rect, pixels }: StillRegion, mover: FoundMover): boolean {
  const height = rect.y1 - rect.y0;
  const isUpright = height > UPRIGHT_RATIO * (rect.x1 - rect.x0) && pixels > UPRIGHT_PIXELS;
  return isUpright && mover.height !== undefined && height > TALL_SHARE * mover.height;
}

function around(a: Rect, b: Rect): Rect {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}
