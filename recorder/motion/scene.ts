/**
 * The models of one camera's scene and the order in which they look at a frame. Owns everything that
 * depends on the picture's size. Knows no events and no seconds.
 */
import type { Box } from "#base/grid";
import type { MotionSettings } from "#base/zones";
import { Alignment } from "./alignment.ts";
import { BackgroundModel } from "./background-model.ts";
import { BLOCK, type Blob, BlobFinder } from "./blobs.ts";
import type { LumaFrame } from "./facts.ts";
import { type FoundObject, LeftRemoved } from "./left-removed.ts";
import { isLight, markBlob } from "./light-blobs.ts";
import { edgeLikeness, type Rect } from "./patch.ts";
import { PixelMemory } from "./pixel-memory.ts";
import { type HealthNews, SceneHealth } from "./scene-health.ts";
import { StillPixels } from "./still-pixels.ts";
import type { Track } from "./track.ts";
import { Tracker } from "./tracker.ts";
import { type WorkGeometry, WorkPictures } from "./work-picture.ts";
import { ZoneMap } from "./zone-map.ts";

export interface Seen {
  readonly blobs: ReadonlyMap<Blob, Track>;
  readonly objects: readonly FoundObject[];
  /** Share of the picture that travels. */
  readonly movingShare: number;
}

/** More of the picture at once is a change of light or of scene, not an object. */
const WHOLE_SHARE = 0.5;
/** Unless it has other edges than the background, and is not all there is. */
const ALL_SHARE = 0.85;
const OTHER_EDGES = 0.3;
/** A scene that stays so different is another one. */
const NEW_SCENE_S = 3;
const OLD_S = 40;
const LEARN_EVERY_S = 0.35;
const NOTHING: Seen = { blobs: new Map(), objects: [], movingShare: 0 };

export class Scene {
  readonly geometry: WorkGeometry;
  zones: ZoneMap;
  readonly #background: BackgroundModel;
  readonly #alignment: Alignment;
  readonly #still: StillPixels;
  readonly #finder: BlobFinder;
  readonly #tracker: Tracker;
  readonly #objects: LeftRemoved;
  readonly #health: SceneHealth;
  readonly #pictures: WorkPictures;
  readonly #take: Uint8Array;
  readonly #factors: Float32Array;
  /** `#factors` where zones ask for it. */
  #factorOf: Float32Array | undefined;
  #picture: Float32Array;
  #previous: Float32Array;
  #hasPrevious = false;
  #wholeS = 0;
  #unlearntS = 0;

  constructor(
    geometry: WorkGeometry,
    settings: MotionSettings,
    onHealth: (news: HealthNews) => void,
  ) {
    const { width, height, frameWidth, frameHeight } = geometry;
    const pixels = width * height;
    const memory = new PixelMemory(pixels, frameWidth * frameHeight);
    this.geometry = geometry;
    this.zones = new ZoneMap(settings, geometry);
    this.#pictures = new WorkPictures(geometry, memory);
    this.#background = new BackgroundModel(width, height, memory);
    this.#alignment = new Alignment(width, height, memory);
    this.#still = new StillPixels(pixels, memory);
    this.#finder = new BlobFinder(width, height, memory);
    this.#tracker = new Tracker(width, height);
    this.#objects = new LeftRemoved(width, height, this.#still.standing, memory);
    this.#health = new SceneHealth(width, height, onHealth);
    this.#take = new Uint8Array(pixels);
    this.#picture = memory.floats(pixels);
    this.#previous = memory.floats(pixels);
    this.#factors = memory.floats(pixels);
    this.#factorOf = this.#factorsOf(this.zones);
  }

  /** Something stands of which it is not known yet what it is, where not everything always stirs. */
  get isUndecided(): boolean {
    return this.#objects.undecided.some((rect) => this.#tracker.unrestIn(rect) < RESTLESS);
  }

  setSettings(settings: MotionSettings): void {
    this.zones = new ZoneMap(settings, this.geometry);
    this.#factorOf = this.#factorsOf(this.zones);
  }

  #factorsOf({ levelOf }: ZoneMap): Float32Array | undefined {
    if (levelOf) this.#factors.set(levelOf);
    return levelOf && this.#factors;
  }

  /** A hole in watching: tracks cannot be followed over it, the background may. */
  interrupt(): void {
    this.#tracker.reset();
    this.#still.reset();
    this.#hasPrevious = false;
  }

  look(frame: LumaFrame, dtS: number): Seen {
    const background = this.#background;
    [this.#picture, this.#previous] = [this.#previous, this.#picture];
    const picture = this.#picture;
    this.#pictures.make(frame.luma, picture);
    this.#health.push(picture, this.#hasPrevious ? this.#previous : undefined, frame.atMs);
    this.#hasPrevious = true;
    let gain = background.gainOf(picture);
    if (background.hasBegun && this.#alignment.align(picture, background.mean, gain))
      gain = background.gainOf(picture);
    const count = background.compare(picture, gain, this.zones.thresholds, this.#factorOf);
    if (this.#isWhole(count, dtS)) return NOTHING;
    const seen = this.#follow(frame.atMs, dtS);
    this.#learn(dtS);
    return seen;
  }

  cellsOf(blob: Blob): Set<number> {
    const { cellOf, width, height } = this.geometry;
    const cells = new Set<number>();
    for (const block of blob.blocks) {
      const left = (block % this.#finder.columns) * BLOCK;
      const top = Math.floor(block / this.#finder.columns) * BLOCK;
      for (let y = top; y < Math.min(height, top + BLOCK); y += 1) {
        for (let x = left; x < Math.min(width, left + BLOCK); x += 1)
          if (this.#still.moving[y * width + x] === 1) cells.add(cellOf[y * width + x] as number);
      }
    }
    return cells;
  }

  /** How much of a blob moves, and does not only stand there: 0 … 1. */
  movingOf(blob: Blob): number {
    const { width } = this.geometry;
    let moving = 0;
    for (let y = blob.y0; y < blob.y1; y += 1) {
      for (let i = y * width + blob.x0; i < y * width + blob.x1; i += 1)
        moving += this.#still.moving[i] as number;
    }
    return Math.min(1, moving / blob.pixels);
  }

  unrestOf(blob: Blob): number {
    return this.#tracker.unrestOf(blob);
  }

  boxOf({ x0, y0, x1, y1 }: Rect): Box {
    const { width, height } = this.geometry;
    return { x: x0 / width, y: y0 / height, width: (x1 - x0) / width, height: (y1 - y0) / height };
  }

  /** Marks the cells in which something stands of which it is not known yet what it is. */
  markStanding(cells: Uint8Array, mark: number): void {
    if (this.#still.count === 0) return;
    const { cellOf } = this.geometry;
    const { standing } = this.#still;
    for (let i = 0; i < standing.length; i += 1)
      if (standing[i] === 1) cells[cellOf[i] as number] = mark;
  }

  /** A background that is old follows so slowly that every second frame is enough. */
  #learn(dtS: number): void {
    this.#unlearntS += dtS;
    const background = this.#background;
    if (background.ageS > OLD_S && this.#unlearntS < LEARN_EVERY_S) return;
    background.followLight(this.#picture, this.#still.held, this.#unlearntS);
    background.learn(this.#picture, this.#still.held, this.#unlearntS);
    this.#unlearntS = 0;
  }

  /** Everything changed at once: nothing is followed, and after a while it is the scene. */
  #isWhole(count: number, dtS: number): boolean {
    const share = count / this.#picture.length;
    if (share < WHOLE_SHARE) {
      this.#wholeS = 0;
      return false;
    }
    this.#wholeS += dtS;
    if (this.#wholeS < NEW_SCENE_S) return share > ALL_SHARE || !this.#isBody();
    this.#wholeS = 0;
    this.#background.restart(this.#picture);
    this.#alignment.reset();
    this.#tracker.reset();
    this.#still.reset();
    this.#objects.reset();
    return true;
  }

  /** Whether what covers so much has edges of its own: somebody close to the camera, not light. */
  #isBody(): boolean {
    const { mean, foreground, width, height } = this.#background;
    const whole = { x0: 0, y0: 0, x1: width, y1: height };
    const { value, flat } = edgeLikeness(this.#picture, mean, width, height, whole, foreground);
    return !flat && value < OTHER_EDGES;
  }

  #follow(atMs: number, dtS: number): Seen {
    const { foreground } = this.#background;
    const still = this.#still;
    still.update(this.#picture, this.#background, this.zones.thresholds.level, this.#factorOf, dtS);
    const blobs = this.#takeOutLight(this.#finder.find(foreground, this.zones.minPixels));
    const found = this.#tracker.follow(blobs, atMs, dtS, (blob) => this.movingOf(blob) > STIRS);
    const travelling = this.#hold(found);
    const objects = this.#objects.update({
      picture: this.#picture,
      background: this.#background,
      still,
      tracks: this.#tracker.remembered,
      unrestIn: (rect) => this.#tracker.unrestIn(rect),
      atMs,
      dwellS: (rect) => this.zones.dwellS(rect),
    });
    return { blobs: found, objects, movingShare: travelling / foreground.length };
  }

  /**
   * Blobs that are only light are none; they go into the background as soon as they last: the shadow of
   * somebody who walks by does not.
   */
  #takeOutLight(blobs: readonly Blob[]): Blob[] {
    const background = this.#background;
    const light = blobs.filter((blob) => isLight(blob, this.#picture, background));
    if (light.length === 0) return [...blobs];
    const { stillS, held } = this.#still;
    const take = this.#take.fill(0);
    for (const blob of light) markBlob(blob, background.foreground, background.width, take);
    for (let i = 0; i < take.length; i += 1) {
      if (take[i] === 0) continue;
      held[i] = 0;
      if ((stillS[i] as number) < LIGHT_S) take[i] = 0;
    }
    background.absorb(this.#picture, take);
    this.#still.forget(take);
    return blobs.filter((blob) => !light.includes(blob));
  }

  /** What the background must not learn: believed things, and what stands. Answers how many pixels travel. */
  #hold(found: ReadonlyMap<Blob, Track>): number {
    const { held } = this.#still;
    const { width } = this.geometry;
    let travelling = 0;
    for (const [blob, track] of found) {
      if (!track.isConfirmed) continue;
      travelling += blob.pixels;
      for (let y = blob.y0; y < blob.y1; y += 1)
        held.fill(1, y * width + blob.x0, y * width + blob.x1);
    }
    return travelling;
  }
}

/** A place that stirs in a larger share of the frames stirs always: a clock, leaves, water. */
const RESTLESS = 0.12;
/** Light that has been there for so long lasts. */
const LIGHT_S = 0.5;
/** A blob of which less stirs stands, and makes no place restless. */
const STIRS = 0.3;
