/**
 * What a scene looks like when nothing moves: per pixel a mean that follows slowly (W4-like bounds of
 * its neighbourhood, after Haritaoglu et al., PAMI 2000) and how much the pixel usually stirs. A pixel
 * is foreground when it leaves the range of its 3×3 neighbourhood in the mean by more than its usual
 * stirring: edges that sway or shake by a pixel stay background. Light that changes everywhere at once
 * is taken out as one gain. Owns no idea of objects: who may change the model is told by `learn`.
 */
import { LightGain } from "./light-gain.ts";
import type { PixelMemory } from "./pixel-memory.ts";

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
const LIGHT_STIR_S = 2;
/** Less is noise, in levels of luma. */
const LEAST_SHIFT = 0.15;

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
  readonly #memory: PixelMemory;
  readonly #light: LightGain;
  readonly #rows: Float32Array;
  readonly #count: Uint8Array;
  #ageS = 0;
  #blocks = 0;
  #shifts = 0;
  #lightStir = 0;
  #begun = false;
  #boundsAreOld = true;

  constructor(width: number, height: number, memory: PixelMemory) {
    const pixels = width * height;
    this.width = width;
    this.height = height;
    this.mean = memory.floats(pixels);
    this.deviation = memory.floats(pixels).fill(FIRST_DEVIATION);
    this.foreground = memory.bytes(pixels);
    this.low = memory.floats(pixels);
    this.high = memory.floats(pixels);
    this.#memory = memory;
    this.#light = new LightGain(width, height, memory);
    this.#rows = memory.floats(2 * (width + 8));
    this.#count = memory.bytes(4);
  }

  get hasBegun(): boolean {
    return this.#begun;
  }

  get ageS(): number {
    return this.#ageS;
  }

  /** How much light changes from block to block now, in levels of luma a look; of the last seconds. */
  get lightStir(): number {
    return this.#lightStir;
  }

  /** Takes the picture as it is for the mean: at the start, and when the scene is another one. */
  restart(picture: Float32Array): void {
    this.mean.set(picture);
    this.deviation.fill(FIRST_DEVIATION);
    this.foreground.fill(0);
    this.#begun = true;
    this.#ageS = 0;
    this.#lightStir = 0;
    this.#boundsAreOld = true;
  }

  /** The light of `picture` against the mean's: see `LightGain`. */
  gainOf(picture: Float32Array): number {
    return this.#begun ? this.#light.of(picture, this.mean) : 1;
  }

  /**
   * Fills `foreground` and answers how many pixels are. The model moves to the picture's light first:
   * what comes next is compared in it as well. `factorOf`: extra factor a pixel, 0 = never.
   */
  compare(
    picture: Float32Array,
    gain: number,
    { level, deviations }: Thresholds,
    factorOf: Float32Array | undefined,
  ): number {
    if (!this.#begun) this.restart(picture);
    const { passes, roundedPixels } = this.#memory;
    if (gain !== 1) {
      passes.brighten(this.mean.byteOffset, roundedPixels, gain);
      this.#boundsAreOld = true;
    }
    this.#updateBounds();
    const planes = [
      picture.byteOffset,
      this.low.byteOffset,
      this.high.byteOffset,
      this.deviation.byteOffset,
      this.foreground.byteOffset,
    ] as const;
    const count = passes.compare(...planes, roundedPixels, level, deviations);
    if (!factorOf || count === 0) return count;
    return passes.demandMore(...planes, factorOf.byteOffset, roundedPixels, level, deviations);
  }

  /**
   * Light that changes here and not there (a cloud's shadow, a lamp): the mean of each block follows
   * what its background pixels do, much quicker than pixels may.
   */
  followLight(picture: Float32Array, held: Uint8Array, dtS: number): void {
    const { width, height } = this;
    this.#blocks = 0;
    this.#shifts = 0;
    for (let y0 = 0; y0 < height; y0 += LIGHT_BLOCK) {
      const y1 = Math.min(height, y0 + LIGHT_BLOCK);
      for (let x0 = 0; x0 < width; x0 += LIGHT_BLOCK)
        this.#followBlock(picture, held, x0, Math.min(width, x0 + LIGHT_BLOCK), y0, y1);
    }
    const stir = this.#shifts / Math.max(1, this.#blocks);
    this.#lightStir += rate(dtS, LIGHT_STIR_S) * (stir - this.#lightStir);
  }

  #followBlock(
    picture: Float32Array,
    held: Uint8Array,
    x0: number,
    x1: number,
    y0: number,
    y1: number,
  ): void {
    const { width } = this;
    const { passes } = this.#memory;
    const [mean, foreground] = [this.mean.byteOffset, this.foreground.byteOffset];
    const sum = passes.blockOffset(
      picture.byteOffset,
      mean,
      foreground,
      held.byteOffset,
      width,
      x0,
      x1,
      y0,
      y1,
      this.#count.byteOffset,
    );
    // One block has fewer pixels than a byte can count.
    const count = this.#count[0] as number;
    if (count * 4 < (y1 - y0) * (x1 - x0)) return;
    const shift = (LIGHT_SHARE * sum) / count;
    this.#blocks += 1;
    this.#shifts += Math.abs(shift);
    if (shift > -LEAST_SHIFT && shift < LEAST_SHIFT) return;
    passes.shiftBlock(mean, held.byteOffset, width, x0, x1, y0, y1, shift);
  }

  /** Lets the mean follow; `held[i]` ≠ 0: an object is there, nothing is learnt. */
  learn(picture: Float32Array, held: Uint8Array, dtS: number): void {
    const young = this.#ageS < YOUNG_S;
    this.#memory.passes.learn(
      picture.byteOffset,
      this.mean.byteOffset,
      this.deviation.byteOffset,
      this.foreground.byteOffset,
      held.byteOffset,
      this.#memory.roundedPixels,
      rate(dtS, young ? 1.5 : CALM_S),
      rate(dtS, young ? 3 : STIR_S),
      rate(dtS, young ? 2 : DEVIATION_S),
      MAX_DEVIATION,
    );
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

  #updateBounds(): void {
    if (!this.#boundsAreOld) return;
    this.#boundsAreOld = false;
    this.#memory.passes.bounds(
      this.mean.byteOffset,
      this.low.byteOffset,
      this.high.byteOffset,
      this.#rows.byteOffset,
      this.width,
      this.height,
    );
  }
}

function rate(dtS: number, timeS: number): number {
  return 1 - Math.exp(-dtS / timeS);
}
