/**
 * For how long each pixel has shown the same thing that is not the background: the evidence of a
 * static object (after the two backgrounds of different memory of Porikli, Ivanov, Haga, EURASIP JASP
 * 2008: here the long one is the background model, the short one a quick mean, and evidence gathers a
 * pixel). The short mean has less noise than a frame, so a smaller difference counts than for motion:
 * glass and grey on grey. Who passes in front of a thing only halts its count.
 */
import type { BackgroundModel } from "./background-model.ts";
import type { PixelMemory } from "./pixel-memory.ts";

/** The short memory follows this quickly, a frame at 5 fps. */
const FOLLOW = 0.45;
/** A pixel shows the same thing while it stays this near the short memory, in levels of luma. */
const SAME = 7;
const OTHER = 16;
const MAX_S = 3600;
const FORGET_S = 2;
/** Standing still for so long makes a pixel part of a thing that stands. */
export const STILL_S = 1;
/** Pixels that have stood for so long are held, until it is known what stands there. */
const HOLD_S = 0.3;
/** Share of the threshold for motion that is enough for what stands. */
const LEVEL_SHARE = 0.45;
const DEVIATIONS = 1.5;

export class StillPixels {
  /** Seconds of standing still as foreground. */
  readonly stillS: Float32Array;
  /** 1 where a pixel is foreground and not yet part of what stands, as of the last `update`. */
  readonly moving: Uint8Array;
  /** 1 where a pixel has stood still for `STILL_S`, as of the last `update`. */
  readonly standing: Uint8Array;
  /** 1 where the background must not learn, since something may have come to rest there. */
  readonly held: Uint8Array;
  readonly #short: Float32Array;
  readonly #memory: PixelMemory;
  /** How many pixels are `standing`. */
  count = 0;

  constructor(pixels: number, memory: PixelMemory) {
    this.stillS = memory.floats(pixels);
    this.moving = memory.bytes(pixels);
    this.standing = memory.bytes(pixels);
    this.held = memory.bytes(pixels);
    this.#short = memory.floats(pixels);
    this.#memory = memory;
  }

  reset(): void {
    this.stillS.fill(0);
    this.moving.fill(0);
    this.standing.fill(0);
    this.held.fill(0);
    this.count = 0;
  }

  /** `level`: the threshold for motion. Masked pixels (`factorOf` 0) never stand. */
  update(
    picture: Float32Array,
    { low, high, deviation, foreground }: BackgroundModel,
    level: number,
    factorOf: Float32Array | undefined,
    dtS: number,
  ): void {
    const { passes, roundedPixels } = this.#memory;
    this.count = passes.stand(
      picture.byteOffset,
      this.#short.byteOffset,
      low.byteOffset,
      high.byteOffset,
      deviation.byteOffset,
      foreground.byteOffset,
      factorOf?.byteOffset ?? 0,
      this.stillS.byteOffset,
      this.held.byteOffset,
      this.moving.byteOffset,
      this.standing.byteOffset,
      roundedPixels,
      1 - (1 - FOLLOW) ** (dtS * 5),
      SAME,
      OTHER,
      LEVEL_SHARE * level,
      DEVIATIONS,
      dtS,
      STILL_S,
      HOLD_S,
      MAX_S,
      FORGET_S,
    );
  }

  /** What is taken into the background stands no longer. */
  forget(take: Uint8Array): void {
    for (let i = 0; i < take.length; i += 1) {
      if (take[i] !== 1) continue;
      this.stillS[i] = 0;
      this.standing[i] = 0;
    }
  }
}
