/**
 * For how long each pixel has shown the same thing that is not the background: the evidence of a
 * static object (after the two backgrounds of different memory of Porikli, Ivanov, Haga, EURASIP JASP
 * 2008: here the long one is the background model, the short one a quick mean, and evidence gathers a
 * pixel). The short mean has less noise than a frame, so a smaller difference counts than for motion:
 * glass and grey on grey. Who passes in front of a thing only halts its count.
 */
import type { BackgroundModel } from "./background-model.ts";

/** The short memory follows this quickly, a frame at 5 fps. */
const FOLLOW = 0.45;
/** A pixel shows the same thing while it stays this near the short memory, in levels of luma. */
const SAME = 7;
const OTHER = 16;
const MAX_S = 3600;
const FORGET_S = 2;
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
  /** 1 where the background must not learn, since something may have come to rest there. */
  readonly held: Uint8Array;
  readonly #short: Float32Array;
  /** How many pixels have stood still for `minS`, as of the last `update`. */
  count = 0;

  constructor(pixels: number) {
    this.stillS = new Float32Array(pixels);
    this.moving = new Uint8Array(pixels);
    this.held = new Uint8Array(pixels);
    this.#short = new Float32Array(pixels);
  }

  reset(): void {
    this.stillS.fill(0);
    this.moving.fill(0);
    this.held.fill(0);
    this.count = 0;
  }

  /** `level`: the threshold for motion. Masked pixels (`levelOf` 0) never stand. */
  update(
    picture: Float32Array,
    background: BackgroundModel,
    level: number,
    levelOf: Float32Array | undefined,
    dtS: number,
    minS: number,
  ): void {
    const { stillS, moving, held } = this;
    const { low, high, deviation, foreground } = background;
    const short = this.#short;
    const follow = 1 - (1 - FOLLOW) ** (dtS * 5);
    const enough = LEVEL_SHARE * level;
    let count = 0;
    for (let i = 0; i < picture.length; i += 1) {
      const off = (picture[i] as number) - (short[i] as number);
      // Something else is there: the memory begins anew and does not creep up to it.
      const other = off > OTHER || off < -OTHER;
      const mean = other ? (picture[i] as number) : (short[i] as number) + follow * off;
      short[i] = mean;
      const over = mean - (high[i] as number);
      const under = (low[i] as number) - mean;
      const before = stillS[i] as number;
      let now = before;
      if ((over > under ? over : under) > enough + DEVIATIONS * (deviation[i] as number)) {
        if (off < SAME && off > -SAME) now = before + dtS < MAX_S ? before + dtS : MAX_S;
        else if (before > 0) now = before > 0.5 * dtS ? before - 0.5 * dtS : 0;
        if (levelOf && levelOf[i] === 0) now = 0;
      } else if (before > 0) {
        // What has gone is forgotten within a second, however long it stood.
        now = Math.max(0, Math.min(before, FORGET_S) - 3 * dtS);
      }
      stillS[i] = now;
      const kept = stillS[i] as number;
      held[i] = kept > HOLD_S ? 1 : 0;
      moving[i] = kept < minS ? (foreground[i] as number) : 0;
      if (now >= minS) count += 1;
    }
    this.count = count;
  }

  forget(take: Uint8Array): void {
    for (let i = 0; i < take.length; i += 1) {
      if (take[i] !== 1) continue;
      this.stillS[i] = 0;
    }
  }
}
