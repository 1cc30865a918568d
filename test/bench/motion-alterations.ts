/**
 * The same clips as another camera would have shown them: mirrored, darker, lighter, noisier, a pixel
 * off, begun a moment later. What the analysis finds should hardly change; where it does, a figure of
 * the plain clips was luck. Pure; noise is the same in each run.
 */
import type { Box } from "#base/grid";
import type { LumaFrame } from "../../recorder/motion/facts.ts";
import type { Said } from "./motion-judge.ts";

export interface Alteration {
  readonly name: string;
  readonly frames: (frames: readonly LumaFrame[]) => readonly LumaFrame[];
  /** What was said of the altered pictures, as it would lie in the clip's own. */
  readonly back: (said: Said) => Said;
}

const NOISE_LEVELS = 2;
const asTheyAre = (said: Said): Said => said;

export const ALTERATIONS: readonly Alteration[] = [
  { name: "begun a frame later", frames: (frames) => frames.slice(1), back: asTheyAre },
  { name: "begun three frames later", frames: (frames) => frames.slice(3), back: asTheyAre },
  { name: "mirrored", frames: pixels(mirrored), back: unmirrored },
  { name: "darker", frames: pixels((luma) => luma.map((value) => 0.85 * value)), back: asTheyAre },
  { name: "lighter", frames: pixels(lighter), back: asTheyAre },
  { name: "noisier", frames: pixels(noisier), back: asTheyAre },
  { name: "a pixel off", frames: pixels(shifted), back: asTheyAre },
];

type Change = (
  luma: Uint8ClampedArray,
  width: number,
  height: number,
  index: number,
) => ArrayLike<number>;

function pixels(change: Change): Alteration["frames"] {
  return (frames) =>
    frames.map((frame, index) => {
      const { luma, width, height } = frame;
      const changed = change(Uint8ClampedArray.from(luma), width, height, index);
      return { ...frame, luma: Uint8Array.from(changed) };
    });
}

function lighter(luma: Uint8ClampedArray): Uint8ClampedArray {
  return luma.map((value) => 1.1 * value);
}

function mirrored(luma: Uint8ClampedArray, width: number): Uint8ClampedArray {
  return luma.map((_, i) => luma[i - (i % width) + width - 1 - (i % width)] ?? 0);
}

function shifted(luma: Uint8ClampedArray, width: number, height: number): Uint8ClampedArray {
  return luma.map((_, i) => {
    const x = Math.min(width - 1, (i % width) + 1);
    const y = Math.min(height - 1, Math.floor(i / width) + 1);
    return luma[y * width + x] ?? 0;
  });
}

/** Normal noise (Box and Muller 1958) out of a table that each row enters elsewhere. */
function noisier(luma: Uint8ClampedArray, width: number, _height: number, index: number) {
  return luma.map((value, i) => {
    const row = Math.floor(i / width);
    return value + (NOISE[(i + row * 7919 + index * 104_729) % NOISE.length] ?? 0);
  });
}

const NOISE = noiseTable(65_521);

function noiseTable(length: number): Float32Array {
  let state = 12_345;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Float32Array.from(
    { length },
    () => NOISE_LEVELS * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()),
  );
}

function unmirrored(said: Said): Said {
  const back = (box: Box): Box => ({ ...box, x: 1 - box.x - box.width });
  return {
    ...said,
    objects: said.objects.map((object) => ({
      ...object,
      box: back(object.box),
      mover: object.mover && { ...object.mover, box: back(object.mover.box) },
    })),
  };
}
