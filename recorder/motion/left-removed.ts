/**
 * Things left and things taken: regions that stand still as foreground, from the moment they came to
 * rest until it is clear what they are. A region is told only when whoever was at it has gone on; who
 * stands or parks is no thing that was left. Left or removed is decided by where the edge is: around
 * the region now, or in the background (Tian, Feris, Hampapur 2008, in the simplest form).
 */
import type { BackgroundModel } from "./background-model.ts";
import { type FoundMover, findMover, isStandingTrack } from "./mover.ts";
import { areaOf, borderSteps, edgeStrength, grown, likeness, type Rect } from "./patch.ts";
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

const CLEAR_MS = 800;
const LIGHT_LIKENESS = 0.86;
const RESTLESS = 0.3;
const RESTLESS_LEVELS = 4;
/** Between before and after, in levels of luma. */
const LEAST_CHANGE = 6;
/** Without an edge around it now or before it is light. */
const LEAST_EDGE = 7;
/** Who goes on must be so much larger than what stays, if what stays came by itself. */
const STANDING_RATIO = 1.3;
/** Who stands for longer than this without going on is taken into the background. */
const PARKED_MS = 60_000;

export class LeftRemoved {
  readonly #width: number;
  readonly #height: number;
  readonly #regions: StillRegions;
  readonly #mask: Uint8Array;
  readonly #memory: PlaceMemory;
  readonly #snapshots = new Snapshots();
  readonly #before: Float32Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
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
    this.#memory.forget();
    this.#snapshots.forget();
  }

  update(scene: SceneNow): FoundObject[] {
    this.#snapshots.note(scene.background.mean, scene.atMs);
    const { still, background, atMs } = scene;
    const found: FoundObject[] = [];
    for (const candidate of this.#regions.gather(still, background.ageS, atMs)) {
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
    if (memory?.kind === "parked") return this.#absorb(candidate, scene);
    if (!this.#isClear(candidate, scene)) return undefined;
    if (this.#isLight(candidate, scene)) return this.#absorb(candidate, scene);
    const dwellMs = 1000 * scene.dwellS(candidate.rect);
    if (ageMs < (memory ? 0.6 * dwellMs : dwellMs)) return undefined;
    if (this.#isRestless(candidate, scene))
      return ageMs > PARKED_MS ? this.#absorb(candidate, scene) : undefined;
    const mover = findMover(scene.tracks, candidate.rect, candidate.bornMs, atMs, {
      width: this.#width,
      height: this.#height,
    });
    if (!mover?.hasGone) return ageMs > PARKED_MS ? this.#park(candidate, scene) : undefined;
    return this.#decide(candidate, scene, mover, memory);
  }

  /** The same structure in another light, and nobody there. */
  #isLight(
    { rect, bornMs }: StillRegion,
    { picture, background, tracks, atMs }: SceneNow,
  ): boolean {
    const alike = likeness(picture, background.mean, this.#width, rect, this.#mask);
    if (alike.flat || alike.value < LIGHT_LIKENESS) return false;
    return !isStandingTrack(tracks, rect, bornMs, atMs);
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
    const edges = this.#edges(candidate, scene);
    if (edges.strongest < LEAST_EDGE) return this.#absorb(candidate, scene);
    const back = memory?.kind === "object_left" ? "object_removed" : "object_left";
    const kind = memory ? back : edges.kind;
    const isLarge = candidate.pixels > (kind === "object_left" ? 1.4 : 2) * mover.pixels;
    const stands =
      kind === "object_left" &&
      mover.pixels < STANDING_RATIO * candidate.pixels &&
      isStandingTrack(scene.tracks, candidate.rect, candidate.bornMs, atMs);
    if (isLarge || stands)
      return atMs - candidate.bornMs > PARKED_MS ? this.#park(candidate, scene) : undefined;
    const confidence = memory ? 0.9 : Math.min(0.95, 0.5 + edges.confidence);
    this.#remember(candidate, scene, kind);
    this.#absorb(candidate, scene);
    return { kind, rect: candidate.rect, atMs: candidate.bornMs, confidence, mover };
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
    this.#memory.add(candidate.rect, scene.background.mean, kind, scene.atMs);
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
