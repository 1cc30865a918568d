/**
 * Everything that is seen on one camera: frames go in, facts, seconds of motion and the tuning view
 * come out. Owns the order of the steps: picture → light and alignment → foreground → what stands →
 * blobs and tracks → events, seconds, things left and taken, health. Times are the frames' own.
 * Frames may come at any pace (one a second while nothing stirs) and of any size; a new size begins
 * the scene anew. Not safe for use from two threads.
 */
import { type Box, GRID_BYTES, GRID_CELLS, setCell } from "#base/grid";
import type { MotionSettings } from "#base/zones";
import type { Blob } from "./blobs.ts";
import { EventBuilder, type SeenTrack } from "./event-builder.ts";
import type { Fact, LumaFrame, SecondOfMotion } from "./facts.ts";
import type { FoundObject } from "./left-removed.ts";
import type { Rect } from "./patch.ts";
import { Scene } from "./scene.ts";
import { SecondBuilder } from "./second-builder.ts";
import type { Track } from "./track.ts";
import { workGeometry } from "./work-picture.ts";

export interface AnalyserOptions {
  readonly settings: MotionSettings;
  readonly onFact: (fact: Fact) => void;
  readonly onSecond: (second: SecondOfMotion) => void;
}

/** What the camera sees now, for whoever tunes it. */
export interface MotionView {
  readonly atMs: number;
  /** One of `GRID_CELLS`: 0 nothing, 1 stirs, 2 travels, 3 stands there since lately. */
  readonly cells: Uint8Array;
  readonly boxes: readonly { readonly box: Box; readonly confirmed: boolean }[];
}

export class CameraAnalyser {
  readonly #options: AnalyserOptions;
  readonly #events: EventBuilder;
  readonly #seconds: SecondBuilder;
  #settings: MotionSettings;
  #scene: Scene | undefined;
  #size = "";
  #lastMs: number | undefined;
  #nextKey = 1;
  #stirs = false;
  #doubtMs: number | undefined;
  /** What the view is made of, when somebody asks for it. */
  #newest:
    | { readonly scene: Scene; readonly blobs: ReadonlyMap<Blob, Track>; readonly atMs: number }
    | undefined;

  constructor(options: AnalyserOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#events = new EventBuilder(1, (fact) => options.onFact(fact));
    this.#seconds = new SecondBuilder(options.onSecond);
  }

  /** Whether anything moves or may be about to: frames should come at full pace. */
  get stirs(): boolean {
    return this.#stirs;
  }

  view(): MotionView {
    const newest = this.#newest;
    if (!newest) return { atMs: 0, cells: new Uint8Array(GRID_CELLS), boxes: [] };
    return this.#viewOf(newest.scene, newest.blobs, newest.atMs);
  }

  /** Zones, masks and sensitivity from now on; what was learnt of the scene stays. */
  setSettings(settings: MotionSettings): void {
    this.#settings = settings;
    this.#scene?.setSettings(settings);
  }

  /** Nothing was watched until the next frame: what was under way ends. */
  interrupt(): void {
    this.#events.end();
    this.#seconds.flush();
    this.#scene?.interrupt();
    this.#lastMs = undefined;
  }

  /** Looks at a frame. One that is no picture or comes from the past is left out. */
  push(frame: LumaFrame): void {
    const scene = this.#sceneOf(frame);
    if (!scene) return;
    const { atMs } = frame;
    if (this.#lastMs !== undefined && atMs <= this.#lastMs) {
      if (this.#lastMs - atMs < BACKWARDS_MS) return;
      // The clock was set back: a new time begins.
      this.interrupt();
    }
    const dtS = this.#lastMs === undefined ? 0.2 : Math.min(5, (atMs - this.#lastMs) / 1000);
    this.#lastMs = atMs;
    const seen = scene.look(frame, dtS);
    this.#seconds.beginFrame(atMs);
    const cells = this.#note(scene, seen.blobs);
    const { tracks, isSomethingStanding } = this.#believed(scene, seen.blobs);
    this.#events.push({
      atMs,
      tracks,
      isSomethingStanding,
      cells,
      share: seen.movingShare,
    });
    for (const found of seen.objects) this.#tellObject(scene, found, atMs);
    this.#stirs =
      this.#isRemarkable(scene, seen.blobs) || this.#isInDoubt(scene, atMs) || this.#events.isOpen;
    this.#newest = { scene, blobs: seen.blobs, atMs };
  }

  /** Whether anything is in sight that is more than what always stirs at its place: leaves, a clock. */
  #isRemarkable(scene: Scene, blobs: ReadonlyMap<Blob, Track>): boolean {
    for (const [blob, track] of blobs) {
      if (track.isConfirmed || scene.unrestOf(blob) < RESTLESS) return true;
    }
    return false;
  }

  /** Whether something has come to stand of which it is not known what it is: not for ever. */
  #isInDoubt(scene: Scene, atMs: number): boolean {
    if (!scene.isUndecided) this.#doubtMs = undefined;
    else this.#doubtMs ??= atMs;
    return this.#doubtMs !== undefined && atMs - this.#doubtMs < DOUBT_MS;
  }

  #sceneOf(frame: LumaFrame): Scene | undefined {
    const size = `${frame.width}x${frame.height}`;
    if (this.#scene && this.#size === size && frame.luma.length >= frame.width * frame.height)
      return this.#scene;
    const geometry = workGeometry(frame);
    if (!geometry) return undefined;
    if (this.#scene) this.interrupt();
    this.#size = size;
    this.#scene = new Scene(geometry, this.#settings, (news) =>
      this.#options.onFact({ kind: "tamper", key: this.#keyOf(news.phase), ...news }),
    );
    return this.#scene;
  }

  #keyOf(phase: "started" | "ended"): number {
    return phase === "started" ? ++this.#nextKey : this.#nextKey;
  }

  /** Every blob's cells go into the second; answers the bitmap of those that travel. */
  #note(scene: Scene, blobs: ReadonlyMap<Blob, Track>): Uint8Array {
    const bitmap = new Uint8Array(GRID_BYTES);
    for (const [blob, track] of blobs) {
      const cells = scene.cellsOf(blob);
      this.#seconds.add(track, cells, scene.unrestOf(blob), blob.pixels);
      if (track.isConfirmed) for (const cell of cells) setCell(bitmap, cell);
    }
    return bitmap;
  }

  /** Believed tracks that move in a watched place; and whether one of them only stands there. */
  #believed(
    scene: Scene,
    blobs: ReadonlyMap<Blob, Track>,
  ): { tracks: SeenTrack[]; isSomethingStanding: boolean } {
    const tracks: SeenTrack[] = [];
    let isSomethingStanding = false;
    for (const [blob, track] of blobs) {
      if (!track.isConfirmed) continue;
      const zoneIds = scene.zones.zonesOf(blob);
      if (!zoneIds) continue;
      if (scene.movingOf(blob) < STANDS) isSomethingStanding = true;
      else {
        const box = scene.boxOf(blob);
        tracks.push({ startMs: track.startMs, zoneIds, box, pixels: blob.pixels });
      }
    }
    return { tracks, isSomethingStanding };
  }

  #tellObject(scene: Scene, found: FoundObject, foundMs: number): void {
    const zoneIds = scene.zones.zonesOf(found.rect);
    if (!zoneIds) return;
    const { mover, kind, atMs, confidence, rect } = found;
    this.#options.onFact({
      kind,
      atMs,
      foundMs,
      box: scene.boxOf(rect),
      confidence,
      zoneIds,
      mover: mover
        ? { startMs: mover.startMs, bestMs: mover.best.atMs, box: scene.boxOf(mover.best) }
        : null,
    });
  }

  #viewOf(scene: Scene, blobs: ReadonlyMap<Blob, Track>, atMs: number): MotionView {
    const cells = new Uint8Array(GRID_CELLS);
    const boxes: { box: Box; confirmed: boolean }[] = [];
    for (const [blob, track] of blobs) {
      for (const cell of scene.cellsOf(blob))
        cells[cell] = Math.max(cells[cell] as number, track.isConfirmed ? 2 : 1);
      boxes.push({ box: scene.boxOf(blob as Rect), confirmed: track.isConfirmed });
    }
    scene.markStanding(cells, 3);
    return { atMs, cells, boxes };
  }
}

/** Frames that are a little late are dropped; a larger step back is a clock that was set. */
const BACKWARDS_MS = 10_000;
/** What stirs in so large a share of the time is no news. */
const RESTLESS = 0.12;
/** After that a few frames a second are enough to decide. */
const DOUBT_MS = 10_000;
/** Less of a thing than this stirs: it stands. */
const STANDS = 0.15;
