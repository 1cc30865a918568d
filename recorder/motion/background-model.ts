/**
 * What a scene looks like when nothing moves: per pixel a mean that follows slowly (W4-like bounds of
 * its neighbourhood, after Haritaoglu et al., PAMI 2000) and how much the pixel usually stirs. A pixel
 * is foreground when it leaves the range of its 3×3 neighbourhood in the mean by more than its usual
 * stirring: edges that sway or shake by a pixel stay background. Light that changes everywhere at once
 * is taken out as one gain. Owns no idea of objects: who may change the model is told by `learn`.
 */
import { lightGain } from "./light-gain.ts";

export interface BackgroundSize {
  readonly width: number;
  readonly height: number;
}

/** How clearly a pixel must differ, in levels of luma, by sensitivity. */
export interface Thresholds {
  readonly level: number;
  readonly deviations: number;
}

/** The mean follows with this time constant where nothing moves. */
const CALM_S = 25;
/** And where something stirs that no track explains: sway, water, flags. */
const STIR_S = 10;
const DEVIATION_S = 12;
/** A model this young learns faster. */
const YOUNG_S = 3;
const MAX_DEVIATION = 14;
const FIRST_DEVIATION = 2;
const LIGHT_BLOCK = 12;
const LIGHT_SHARE = 0.4;

export class BackgroundModel {
  readonly width: number;
  readonly height: number;
  /** Mean luma. */
  readonly mean: Float32Array;
  /** Mean absolute deviation. */
  readonly deviation: Float32Array;
  /** 0 or 1 after `compare`. */
  readonly foreground: Uint8Array;
  /** Least and greatest mean of each pixel's 3×3 neighbourhood, as of the last `compare`. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly #scratchLow: Float32Array;
  readonly #scratchHigh: Float32Array;
  #ageS = 0;
  #begun = false;
  #boundsAreOld = true;

  constructor({ width, height }: BackgroundSize) {
    const pixels = width * height;
    this.width = width;
    this.height = height;
    this.mean = new Float32Array(pixels);
    this.deviation = new Float32Array(pixels).fill(FIRST_DEVIATION);
    this.foreground = new Uint8Array(pixels);
    this.low = new Float32Array(pixels);
    this.high = new Float32Array(pixels);
    this.#scratchLow = new Float32Array(pixels);
    this.#scratchHigh = new Float32Array(pixels);
  }

  get hasBegun(): boolean {
    return this.#begun;
  }

  get ageS(): number {
    return this.#ageS;
  }

  /** Takes the picture as it is for the mean: at the start, and when the scene is another one. */
  restart(picture: Float32Array): void {
    this.mean.set(picture);
    this.deviation.fill(FIRST_DEVIATION);
    this.foreground.fill(0);
    this.#begun = true;
    this.#ageS = 0;
    this.#boundsAreOld = true;
  }

  /** Fills `foreground` and answers how many pixels are; scales `picture` to the mean's light. `levelOf`: extra factor a pixel, 0 = never. */
  compare(
    picture: Float32Array,
    thresholds: Thresholds,
    levelOf: Float32Array | undefined,
  ): number {
    if (!this.#begun) this.restart(picture);
    this.#takeOutLight(picture);
    this.#updateBounds();
    const { level, deviations } = thresholds;
    let count = 0;
    const low = this.low;
    const high = this.high;
    const { deviation, foreground } = this;
    for (let i = 0; i < picture.length; i += 1) {
      const value = picture[i] as number;
      const over = value - (high[i] as number);
      const under = (low[i] as number) - value;
      const off = over > under ? over : under;
      const is = off > level + deviations * (deviation[i] as number) ? 1 : 0;
      foreground[i] = is;
      count += is;
    }
    return levelOf ? this.#demandMore(picture, thresholds, levelOf) : count;
  }

  /** Foreground in places that ask for more than the most sensitive one; answers how much is left. */
  #demandMore(picture: Float32Array, thresholds: Thresholds, levelOf: Float32Array): number {
    const { level, deviations } = thresholds;
    const { deviation, foreground, low, high } = this;
    let count = 0;
    for (let i = 0; i < picture.length; i += 1) {
      if (foreground[i] === 0) continue;
      const factor = levelOf[i] as number;
      const value = picture[i] as number;
      const off = Math.max(value - (high[i] as number), (low[i] as number) - value);
      const bound = (level + deviations * (deviation[i] as number)) * factor;
      const is = factor > 0 && off > bound ? 1 : 0;
      foreground[i] = is;
      count += is;
    }
    return count;
  }

  /**
   * Light that changes here and not there (a cloud's shadow, a lamp): the mean of each block follows
   * what its background pixels do, much quicker than pixels may.
   */
  followLight(picture: Float32Array, held: Uint8Array): void {
    const { mean, foreground, width, height } = this;
    for (let y0 = 0; y0 < height; y0 += LIGHT_BLOCK) {
      const y1 = Math.min(height, y0 + LIGHT_BLOCK);
      for (let x0 = 0; x0 < width; x0 += LIGHT_BLOCK) {
        const x1 = Math.min(width, x0 + LIGHT_BLOCK);
        let sum = 0;
        let count = 0;
        for (let y = y0; y < y1; y += 2) {
          for (let i = y * width + x0; i < y * width + x1; i += 1) {
            if (foreground[i] === 1 || held[i] !== 0) continue;
            sum += (picture[i] as number) - (mean[i] as number);
            count += 1;
          }
        }
        if (count * 4 < (y1 - y0) * (x1 - x0)) continue;
        const shift = (LIGHT_SHARE * sum) / count;
        if (shift > -0.15 && shift < 0.15) continue;
        for (let y = y0; y < y1; y += 1) {
          for (let i = y * width + x0; i < y * width + x1; i += 1)
            if (held[i] === 0) mean[i] = (mean[i] as number) + shift;
        }
      }
    }
  }

  /** Lets the mean follow; `held[i]` ≠ 0: an object is there, nothing is learnt. */
  learn(picture: Float32Array, held: Uint8Array, dtS: number): void {
    const young = this.#ageS < YOUNG_S;
    const calm = rate(dtS, young ? 1.5 : CALM_S);
    const stirred = rate(dtS, young ? 3 : STIR_S);
    const unrest = rate(dtS, young ? 2 : DEVIATION_S);
    const { mean, deviation, foreground } = this;
    for (let i = 0; i < picture.length; i += 1) {
      if (held[i] !== 0) continue;
      const off = (picture[i] as number) - (mean[i] as number);
      mean[i] = (mean[i] as number) + (foreground[i] === 1 ? stirred : calm) * off;
      const size = off < 0 ? -off : off;
      const usual = deviation[i] as number;
      const next = usual + unrest * (size - usual);
      deviation[i] = next > MAX_DEVIATION ? MAX_DEVIATION : next;
    }
    this.#ageS += dtS;
    this.#boundsAreOld = true;
  }

  /** Takes the picture for the mean where `take[i]` = 1: something came or went for good. */
  absorb(picture: Float32Array, take: Uint8Array): void {
    for (let i = 0; i < picture.length; i += 1) {
      if (take[i] !== 1) continue;
      this.mean[i] = picture[i] as number;
      this.deviation[i] = FIRST_DEVIATION;
    }
    this.#boundsAreOld = true;
  }

  #takeOutLight(picture: Float32Array): void {
    const gain = lightGain(picture, this.mean, this.width, this.height);
    if (gain === 1) return;
    // The model moves to the picture's light: what comes next is compared in it as well.
    const { mean } = this;
    for (let i = 0; i < mean.length; i += 1) mean[i] = Math.min(255, (mean[i] as number) * gain);
    this.#boundsAreOld = true;
  }

  /** Least and greatest mean of each 3×3 neighbourhood, in two passes. */
  #updateBounds(): void {
    if (!this.#boundsAreOld) return;
    this.#boundsAreOld = false;
    const { width, height, mean } = this;
    const rowLow = this.#scratchLow;
    const rowHigh = this.#scratchHigh;
    for (let y = 0; y < height; y += 1) {
      const from = y * width;
      const to = from + width - 1;
      for (let i = from; i <= to; i += 1) {
        const here = mean[i] as number;
        const left = i > from ? (mean[i - 1] as number) : here;
        const right = i < to ? (mean[i + 1] as number) : here;
        const least = left < right ? left : right;
        const most = left > right ? left : right;
        rowLow[i] = here < least ? here : least;
        rowHigh[i] = here > most ? here : most;
      }
    }
    for (let y = 0; y < height; y += 1) {
      const up = y > 0 ? -width : 0;
      const down = y < height - 1 ? width : 0;
      for (let i = y * width; i < (y + 1) * width; i += 1) {
        const a = rowLow[i] as number;
        const b = rowLow[i + up] as number;
        const c = rowLow[i + down] as number;
        const bc = b < c ? b : c;
        this.low[i] = a < bc ? a : bc;
        const d = rowHigh[i] as number;
        const e = rowHigh[i + up] as number;
        const f = rowHigh[i + down] as number;
        const ef = e > f ? e : f;
        this.high[i] = d > ef ? d : ef;
      }
    }
  }
}

function rate(dtS: number, timeS: number): number {
  return 1 - Math.exp(-dtS / timeS);
}
