/**
 * Things left and things taken: regions that stand still as foreground, from the moment they came to
 * rest until it is clear what they are. A region is told only when whoever was at it has gone on; who
 * stands or parks is no thing that was left. Left or removed is decided by where the edge is: around
 * the region now, or in the background (Tian, Feris, Hampapur 2008, in the simplest form).
 */
import {
  type FoundMover,
  findMover,
  isStandingTrack,
  type PictureArea,
  usualHeight,
} from "./mover.ts";
import { areaOf, grown, overlapOf, type Rect } from "./patch.ts";
import type { PixelMemory } from "./pixel-memory.ts";
import { PlaceEvidence, type SceneNow } from "./place-evidence.ts";
import { type Memory, PlaceMemory } from "./place-memory.ts";
import { Snapshots } from "./snapshots.ts";
import { type StillRegion, StillRegions } from "./still-regions.ts";

export interface FoundObject {
  readonly kind: "object_left" | "object_removed";
  readonly rect: Rect;
  readonly atMs: number;
  readonly confidence: number;
  readonly mover: FoundMover | undefined;
}

/** Pieces that came to rest within this time of what was told, so lately, are part of it. */
const SAME_BIRTH_MS = 2500;
const SAME_THING_MS = 8000;
const TOLD_PX = 6;
/** Light changes the edges of a place by less than this share. */
const SAME_EDGES = 0.3;
/** Between before and after, in levels of luma. */
const LEAST_CHANGE = 6;
const LEAST_FILL = 0.16;
/** While clouds and sun change everything, nothing is said of what stands: it will still be there after. */
const LIGHT_STIR = 1.7;
/** Without an edge around it now or before it is light. */
const LEAST_EDGE = 7;
/**
 * How large a thing may be against whoever brought or took it: two people who part are no bag, and
 * what was taken is seen together with its taker.
 */
const LEFT_RATIO = 0.65;
const REMOVED_RATIO = 1.6;
/** A hundredth of a person is no bag: it is what his passing did to the picture. */
const LEAST_OF_MOVER = 0.02;
/** Who was there when watching began may have stood in front of what is behind him now. */
const FROM_START_S = 2;
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
  readonly #evidence: PlaceEvidence;
  /** Things told lately. */
  #told: { readonly rect: Rect; readonly bornMs: number; readonly foundMs: number }[] = [];

  /** `standing`: what stands, as of now. */
  constructor(width: number, height: number, standing: Uint8Array, memory: PixelMemory) {
    this.#width = width;
    this.#height = height;
    this.#size = { width, height };
    this.#regions = new StillRegions(width, height, memory);
    this.#mask = standing;
    this.#memory = new PlaceMemory(width);
    this.#evidence = new PlaceEvidence(width, height, this.#mask);
  }

  /** Where somebody or something stands of which it is not known yet what it is. */
  get undecided(): readonly Rect[] {
    return this.#regions.rects;
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
    this.#evidence.before.set(background.mean);
    if (!candidate.knownPlace && this.#evidence.edges(candidate, scene).kind === "object_removed")
      return this.#absorb(candidate, scene);
    const memory = this.#memory.find(candidate.rect, picture);
    if (memory?.kind === "parked" || this.#isTold(candidate)) return this.#absorb(candidate, scene);
    if (!this.#evidence.isClear(candidate, scene)) return undefined;
    if (
      this.#evidence.isLight(candidate, scene) &&
      this.#evidence.edges(candidate, scene).confidence < SAME_EDGES
    )
      return this.#absorb(candidate, scene);
    const dwellMs = 1000 * scene.dwellS(candidate.rect);
    if (ageMs < (memory ? 0.6 * dwellMs : dwellMs)) return undefined;
    if (this.#evidence.isRestless(candidate, scene))
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

  /** The place before the mover came, against the place now. */
  #decide(
    candidate: StillRegion,
    scene: SceneNow,
    mover: FoundMover,
    memory: Memory | undefined,
  ): FoundObject | "nothing" | undefined {
    const { atMs } = scene;
    if (!this.#snapshots.before(mover.startMs, this.#evidence.before)) return undefined;
    const change = this.#evidence.changeSince(candidate, scene);
    if (change < LEAST_CHANGE) return this.#absorb(candidate, scene);
    if (scene.background.lightStir > LIGHT_STIR) return undefined;
    if (candidate.pixels < LEAST_FILL * areaOf(candidate.rect)) return undefined;
    if (candidate.pixels < LEAST_OF_MOVER * mover.pixels) return undefined;
    if (!this.#evidence.isSolid(candidate, scene)) return undefined;
    const edges = this.#evidence.edges(candidate, scene);
    if (
      edges.strongest < LEAST_EDGE ||
      (edges.confidence < SAME_EDGES && this.#evidence.isSameStructure(candidate, scene)) ||
      this.#evidence.isShifted(candidate, scene)
    )
      return this.#absorb(candidate, scene);
    const back = memory?.kind === "object_left" ? "object_removed" : "object_left";
    const kind = memory ? back : edges.kind;
    const begunMs = atMs - 1000 * scene.background.ageS;
    if (kind === "object_removed" && mover.startMs - begunMs < 1000 * FROM_START_S)
      return this.#absorb(candidate, scene);
    const waiting = this.#isPerson(candidate, scene, { kind, mover, memory });
    if (waiting !== undefined)
      return waiting === "parked" ? this.#park(candidate, scene) : undefined;
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

  /**
   * Whether it may be somebody who stands there, and not what somebody left: then it is waited for,
   * and after a while it is `parked`.
   */
  #isPerson(
    candidate: StillRegion,
    { tracks, atMs }: SceneNow,
    what: { kind: FoundObject["kind"]; mover: FoundMover; memory: Memory | undefined },
  ): "wait" | "parked" | undefined {
    const { kind, mover, memory } = what;
    const ageMs = atMs - candidate.bornMs;
    const isLeft = kind === "object_left";
    if (isLeft && !memory && ageMs < UPRIGHT_MS && isUpright(candidate)) {
      const height = mover.height ?? usualHeight(tracks, candidate.rect, this.#size);
      if (height !== undefined && heightOf(candidate) > TALL_SHARE * height) return "wait";
    }
    const isLarge = candidate.pixels > (isLeft ? LEFT_RATIO : REMOVED_RATIO) * mover.pixels;
    const { rect, bornMs } = candidate;
    const stands = isLeft && isStandingTrack(tracks, rect, bornMs, atMs, this.#size);
    if (!isLarge && !stands) return undefined;
    return ageMs > PARKED_MS ? "parked" : "wait";
  }

  #park(candidate: StillRegion, scene: SceneNow): "nothing" {
    this.#remember(candidate, scene, "parked");
    return this.#absorb(candidate, scene);
  }

  #remember(candidate: StillRegion, scene: SceneNow, kind: Memory["kind"]): void {
    this.#memory.add(candidate.rect, this.#evidence.before, kind, scene.atMs);
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

/** Of the shape of somebody who stands: one of two who parted. */
function isUpright(candidate: StillRegion): boolean {
  const { x0, x1 } = candidate.rect;
  return heightOf(candidate) > UPRIGHT_RATIO * (x1 - x0) && candidate.pixels > UPRIGHT_PIXELS;
}

function heightOf({ rect }: StillRegion): number {
  return rect.y1 - rect.y0;
}

function around(a: Rect, b: Rect): Rect {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}
