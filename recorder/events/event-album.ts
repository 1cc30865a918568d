/**
 * Takes the pictures of events out of the memory of the last minute and keeps them: the best still at
 * once, a better one at the end, whoever brought or took the thing, and a few instants as a moving
 * picture. A picture that cannot be had costs no event. Owns no row but its `pictures` bits.
 */
import type { Clock, Timer } from "#base/clock";
import type { Log } from "#base/log";
import {
  type Catalogue,
  type DataFolder,
  EVENT_PICTURES,
  type EventEntry,
  type EventPicture,
  movingPicture,
  writeEventPicture,
} from "#storage";
import { evenly, isDueMs, previewMoments } from "./preview-moments.ts";

/** A small colour picture and the instant that it shows. */
export interface EventStill {
  readonly atMs: number;
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The picture nearest to an instant of the last minute; undefined where there is none. */
export type FindStill = (cameraId: string, atMs: number) => Promise<EventStill | undefined>;

export interface EventAlbumOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly findStill: FindStill;
  readonly clock: Clock;
  readonly log: Log;
  /** The event has a picture more. */
  readonly onPicture: (event: EventEntry) => void;
}

/** Pictures of an event that lasts, in order. */
interface Roll {
  readonly stills: EventStill[];
  bestMs: number;
}

const PREVIEW_FRAMES = 8;
const PREVIEW_FRAME_MS = 450;
const PREVIEW_QUALITY = 55;
const STILL_WAIT_MS = 5_000;
/** The roll begins a little before anything was seen. */
const BEFORE_MS = 1_500;
/** A roll that grows beyond is thinned out. */
const MOST_ON_ROLL = 32;

export class EventAlbum {
  readonly #options: EventAlbumOptions;
  readonly #rolls = new Map<number, Roll>();

  constructor(options: EventAlbumOptions) {
    this.#options = options;
  }

  /** An event that lasts began: its still, and the first picture of its roll. */
  async begin(event: EventEntry): Promise<void> {
    this.#rolls.set(event.id, { stills: [], bestMs: event.best_ms });
    const [before] = await this.#find(event.camera_id, [event.start_ms - BEFORE_MS]);
    this.#add(event.id, before);
    await this.#keepStill(event, "still", event.best_ms);
  }

  /** It goes on: a picture now and then. */
  async grow(event: EventEntry, nowMs: number): Promise<void> {
    const roll = this.#rolls.get(event.id);
    if (!roll) return;
    const lastMs = roll.stills.at(-1)?.atMs ?? 0;
    if (!isDueMs(event.start_ms, lastMs, nowMs)) return;
    const [still] = await this.#find(event.camera_id, [nowMs]);
    this.#add(event.id, still);
    // Kept now: at the end its best instant may be further back than the memory of pictures reaches.
    if (event.best_ms - roll.bestMs < 1_000) return;
    roll.bestMs = event.best_ms;
    await this.#keepStill(event, "still", event.best_ms);
  }

  /** It ended: the best still, and the moving picture. */
  async end(event: EventEntry): Promise<void> {
    const roll = this.#rolls.get(event.id);
    this.#rolls.delete(event.id);
    if (roll && event.best_ms !== roll.bestMs) await this.#keepStill(event, "still", event.best_ms);
    const endMs = event.end_ms ?? event.best_ms;
    const known = roll?.stills ?? [];
    const late = await this.#find(event.camera_id, previewMoments(event.start_ms, endMs, known));
    await this.#keepPreview(event, [...known, ...late]);
  }

  /** All of an event that came whole: still, mover, moving picture from the mover's coming on. */
  async whole(event: EventEntry): Promise<void> {
    await this.#keepStill(event, "still", event.best_ms);
    if (event.mover_ms !== null) await this.#keepStill(event, "mover", event.mover_ms);
    const fromMs = Math.min(event.mover_start_ms ?? event.start_ms, event.start_ms);
    const toMs = Math.max(event.end_ms ?? event.best_ms, event.best_ms);
    const found = await this.#find(event.camera_id, previewMoments(fromMs, toMs, []));
    await this.#keepPreview(event, found);
  }

  #add(id: number, still: EventStill | undefined): void {
    const roll = this.#rolls.get(id);
    if (!roll || !still || still.atMs <= (roll.stills.at(-1)?.atMs ?? 0)) return;
    roll.stills.push(still);
    if (roll.stills.length > MOST_ON_ROLL)
      roll.stills.splice(0, roll.stills.length, ...evenly(roll.stills, MOST_ON_ROLL / 2));
  }

  /** A picture that does not come in time is none: what follows must not wait for it. */
  async #still(cameraId: string, atMs: number): Promise<EventStill | undefined> {
    const { findStill, clock } = this.#options;
    let timer: Timer | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = clock.after(STILL_WAIT_MS, () => resolve(undefined));
    });
    try {
      return await Promise.race([findStill(cameraId, atMs), tooLate]);
    } finally {
      timer?.cancel();
    }
  }

  async #find(cameraId: string, moments: readonly number[]): Promise<EventStill[]> {
    const found: EventStill[] = [];
    for (const atMs of moments) {
      const still = await this.#still(cameraId, atMs);
      if (still) found.push(still);
    }
    return found;
  }

  async #keepStill(event: EventEntry, which: "still" | "mover", atMs: number): Promise<void> {
    const still = await this.#still(event.camera_id, atMs);
    if (still) await this.#keep(event, which, still.jpeg);
  }

  async #keepPreview(event: EventEntry, stills: readonly EventStill[]): Promise<void> {
    const sorted = [...stills].sort((a, b) => a.atMs - b.atMs);
    const size = sorted.at(-1);
    const alike = sorted.filter(
      (still, i) =>
        still.width === size?.width &&
        still.height === size.height &&
        still.atMs !== sorted[i - 1]?.atMs,
    );
    if (alike.length < 2) return;
    const frames = evenly(alike, PREVIEW_FRAMES).map((still) => still.jpeg);
    const options = { frameMs: PREVIEW_FRAME_MS, quality: PREVIEW_QUALITY };
    await this.#keep(event, "preview", await movingPicture(frames, options));
  }

  async #keep(event: EventEntry, which: EventPicture, bytes: Uint8Array): Promise<void> {
    const { folder, catalogue, onPicture } = this.#options;
    const place = { id: event.id, cameraId: event.camera_id, startMs: event.start_ms };
    await writeEventPicture(folder, place, which, bytes);
    // A better one in the place of the first needs no row.
    if ((event.pictures & EVENT_PICTURES[which]) !== 0) return;
    const now = await catalogue.events.addPictures(event.id, EVENT_PICTURES[which]);
    if (now) onPicture(now);
  }
}
