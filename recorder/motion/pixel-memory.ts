/**
 * One scene's planes of pixels, in memory that the SIMD passes of `passes/` can reach, and the passes
 * themselves, typed. Planes are ordinary typed arrays; a pass takes their `byteOffset`. The door of the
 * compiled module (`#pixel-passes`): 16 bytes at a time instead of one pixel is what lets two cores
 * watch 18 cameras.
 *
 * Every plane is followed by room for what a pass reads or writes behind the last pixel.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Exports of `passes/`; addresses are in bytes. What each does is told there. */
export interface PixelPasses {
  halve(frame: number, frameWidth: number, into: number, width: number, height: number): void;
  widen(frame: number, into: number, bytes: number): void;
  lightOf(
    picture: number,
    mean: number,
    width: number,
    x0: number,
    x1: number,
    y0: number,
    y1: number,
    into: number,
  ): void;
  shiftCost(
    picture: number,
    mean: number,
    width: number,
    height: number,
    margin: number,
    dx: number,
    dy: number,
    gain: number,
    clip: number,
  ): number;
  countBlocks(mask: number, width: number, height: number, counts: number): void;
  bounds(
    mean: number,
    low: number,
    high: number,
    rows: number,
    width: number,
    height: number,
  ): void;
  compare(
    picture: number,
    low: number,
    high: number,
    deviation: number,
    foreground: number,
    pixels: number,
    level: number,
    deviations: number,
  ): number;
  demandMore(
    picture: number,
    low: number,
    high: number,
    deviation: number,
    foreground: number,
    factorOf: number,
    pixels: number,
    level: number,
    deviations: number,
  ): number;
  learn(
    picture: number,
    mean: number,
    deviation: number,
    foreground: number,
    held: number,
    pixels: number,
    calm: number,
    stirred: number,
    unrest: number,
    maxDeviation: number,
  ): void;
  brighten(mean: number, pixels: number, gain: number): void;
  blockOffset(
    picture: number,
    mean: number,
    foreground: number,
    held: number,
    width: number,
    x0: number,
    x1: number,
    y0: number,
    y1: number,
    countAt: number,
  ): number;
  shiftBlock(
    mean: number,
    held: number,
    width: number,
    x0: number,
    x1: number,
    y0: number,
    y1: number,
    shift: number,
  ): void;
  stand(
    picture: number,
    short: number,
    low: number,
    high: number,
    deviation: number,
    foreground: number,
    factorOf: number,
    stillS: number,
    held: number,
    moving: number,
    standing: number,
    pixels: number,
    follow: number,
    same: number,
    other: number,
    level: number,
    deviations: number,
    dtS: number,
    minS: number,
    holdS: number,
    maxS: number,
    forgetS: number,
  ): number;
}

const LANES = 16;
const PAGE_BYTES = 65_536;
/** Room for all planes of a scene: pages that nothing touches cost nothing. */
const BYTES_A_PIXEL = 72;
/** Behind a plane, and before the first. */
const MARGIN_BYTES = 128;

/** Node has it; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { exports: unknown };
};

const compiled = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve("#pixel-passes")),
);

export class PixelMemory {
  readonly passes: PixelPasses;
  /** Of a plane, rounded up to what the passes take at a time. */
  readonly roundedPixels: number;
  readonly #buffer: ArrayBuffer;
  #nextByte = MARGIN_BYTES;

  /** `pixels`: of the work picture. `frameBytes`: of the frame that it is made from. */
  constructor(pixels: number, frameBytes: number) {
    const bytes = BYTES_A_PIXEL * pixels + frameBytes + PAGE_BYTES;
    const pages = Math.ceil(bytes / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(compiled, { env: { memory } });
    this.passes = instance.exports as PixelPasses;
    this.#buffer = memory.buffer;
    this.roundedPixels = Math.ceil(pixels / LANES) * LANES;
  }

  /** @throws RangeError where the scene asks for more than `BYTES_A_PIXEL`: a fault of the program. */
  floats(length: number): Float32Array {
    return new Float32Array(this.#buffer, this.#take(4 * length), length);
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#take(length), length);
  }

  #take(bytes: number): number {
    const at = this.#nextByte;
    this.#nextByte += Math.ceil(bytes / LANES) * LANES + MARGIN_BYTES;
    if (this.#nextByte > this.#buffer.byteLength)
      throw new RangeError("the scene's planes ask for more memory than was set aside");
    return at;
  }
}
