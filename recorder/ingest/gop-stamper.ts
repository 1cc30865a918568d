/**
 * Gives GOPs their wall time. Pure: takes GOPs and clock readings, gives GOPs with start and end.
 * Within a run each GOP ends exactly where the next begins. The first ones are held back until the
 * wall clock has settled, since what ffmpeg kept while it looked at the stream arrives late, and while
 * children are being started everything is read late. Footage whose time cannot be known is given up:
 * of a run that brought hardly a frame, and of one that was stopped while ffmpeg still handed over
 * what it had kept (how much more there was nobody knows, and so not how late the rest was).
 */
import type { GopFrames } from "./gop-assembler.ts";
import type { WallClock } from "./wall-clock.ts";

export interface StampedGop {
  readonly gop: GopFrames;
  /** Whole epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  /** Its time does not follow from the GOP before: the host's clock was set. */
  readonly beginsRun: boolean;
}

export interface GopEnd {
  /** Presentation time of the keyframe that ended the GOP; undefined at the end of the stream. */
  readonly nextMediaMs: number | undefined;
  /** Monotonic. */
  readonly nowMs: number;
  /** See `readHostMs`. */
  readonly hostMs: number;
  /** What arrives is read late just now, see `SpawnGate`. */
  readonly isBusy: boolean;
}

/** Nothing is held for longer than this: held GOPs are not on disk yet. */
const MAX_HELD_MS = 10_000;

interface HeldGop {
  readonly gop: GopFrames;
  readonly nextMediaMs: number;
}

export class GopStamper {
  readonly #wall: WallClock;
  readonly #timescale: number;
  #held: HeldGop[] = [];
  #startMs: number | undefined;
  #beginsRun = false;
  #released = false;
  #isGivenUp = false;
  #sinceMs: number | undefined;

  constructor(wall: WallClock, timescale: number) {
    this.#wall = wall;
    this.#timescale = timescale;
  }

  /** The stream was stopped, and at its end: what is held of a run that had not settled is given up. */
  cut(nowMs: number): void {
    if (this.#released || this.#wall.isSettled(nowMs)) return;
    this.#held = [];
    this.#isGivenUp = true;
  }

  /** Whether the wall clock has settled: GOPs, and frames, have a time that holds. */
  get isSure(): boolean {
    return this.#released;
  }

  /** GOPs that are ready now, in order: none while the clock settles, then all that were held. */
  push(gop: GopFrames, end: GopEnd): StampedGop[] {
    if (this.#isGivenUp) return [];
    this.#held.push({ gop, nextMediaMs: end.nextMediaMs ?? this.#lastsUntilMs(gop) });
    if (!this.#wall.hasHost) this.#wall.follow(end.hostMs);
    if (!this.#mayRelease(end)) return [];
    const stamped = this.#held.map((held) => this.#stamp(held, end.nowMs));
    this.#held = [];
    // The clock was set while this GOP ran: it keeps the old time, what follows has the new one.
    if (this.#wall.follow(end.hostMs) !== 0) {
      this.#startMs = undefined;
      this.#beginsRun = true;
    }
    return stamped;
  }

  /** Once something was released, nothing is held any more. */
  #mayRelease(end: GopEnd): boolean {
    this.#sinceMs ??= end.nowMs;
    if (!this.#wall.isKnown) return false;
    const isOver = end.nextMediaMs === undefined || end.nowMs - this.#sinceMs > MAX_HELD_MS;
    this.#released ||= isOver || (!end.isBusy && this.#wall.isSettled(end.nowMs));
    return this.#released;
  }

  #stamp(held: HeldGop, nowMs: number): StampedGop {
    const first = held.gop.video[0];
    const firstMs = first ? this.#presentationMs(first) : 0;
    const startMs = this.#startMs ?? Math.round(this.#wall.wallMs(firstMs, nowMs));
    const endMs = Math.max(startMs + 1, Math.round(this.#wall.wallMs(held.nextMediaMs, nowMs)));
    const beginsRun = this.#beginsRun;
    this.#startMs = endMs;
    this.#beginsRun = false;
    return { gop: held.gop, startMs, endMs, beginsRun };
  }

  #lastsUntilMs(gop: GopFrames): number {
    let untilTicks = 0;
    for (const frame of gop.video) {
      untilTicks = Math.max(
        untilTicks,
        frame.dtsTicks + frame.compositionTicks + frame.durationTicks,
      );
    }
    return (untilTicks * 1000) / this.#timescale;
  }

  #presentationMs(frame: { readonly dtsTicks: number; readonly compositionTicks: number }): number {
    return ((frame.dtsTicks + frame.compositionTicks) * 1000) / this.#timescale;
  }
}
