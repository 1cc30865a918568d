/**
 * Still lives that live a little: sun and shadow through the day, infrared at night, sensor noise,
 * passers-by. Works on decoded pictures in place of their own copies. The same at every run.
 */
import type { Box } from "#base/grid";

/** `hour` is local. */
export const LIGHTS = ["morning", "noon", "afternoon", "dusk", "night"] as const;
export type DayLight = (typeof LIGHTS)[number];

export function lightAt(hour: number): DayLight {
  if (hour < 5.5 || hour >= 18.5) return "night";
  if (hour < 10) return "morning";
  if (hour < 14) return "noon";
  return hour < 17 ? "afternoon" : "dusk";
}

export interface Picture {
  readonly rgb: Buffer;
  readonly width: number;
  readonly height: number;
}

interface Look {
  readonly gain: number;
  readonly gamma: number;
  /** Where the edge of a long shadow runs, in shares of the width; what lies left of it is darker. */
  readonly shadowX: number | undefined;
  readonly noise: number;
  readonly infrared: boolean;
}

const LOOKS: Readonly<Record<DayLight, Look>> = {
  morning: { gain: 0.85, gamma: 1, shadowX: 0.35, noise: 3, infrared: false },
  noon: { gain: 1.12, gamma: 0.95, shadowX: undefined, noise: 2, infrared: false },
  afternoon: { gain: 0.95, gamma: 1.05, shadowX: 0.7, noise: 3, infrared: false },
  dusk: { gain: 0.55, gamma: 1.1, shadowX: undefined, noise: 6, infrared: false },
  night: { gain: 0.75, gamma: 0.8, shadowX: undefined, noise: 8, infrared: true },
};

/** Grain of a camera's sensor, drawn once: a picture begins somewhere in it. */
const GRAIN = 1 << 16;
function grains(sigma: number): Int8Array {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  return Int8Array.from({ length: GRAIN }, () => Math.round((next() + next() - 1) * 2 * sigma));
}

/** Lights pictures one after the other; each gets grain of its own. */
export class Lamp {
  readonly #look: Look;
  readonly #curve: Uint8Array;
  readonly #grains: Int8Array;
  #grainAt = 0;

  constructor(light: DayLight) {
    this.#look = LOOKS[light];
    const { gain, gamma, noise } = this.#look;
    this.#curve = Uint8Array.from({ length: 256 }, (_, value) =>
      Math.min(255, Math.round(255 * gain * (value / 255) ** gamma)),
    );
    this.#grains = grains(noise);
  }

  /** A copy of the picture in this light. */
  shine({ rgb, width, height }: Picture): Picture {
    const { shadowX, infrared } = this.#look;
    const out = new Uint8ClampedArray(rgb.length);
    this.#grainAt = (this.#grainAt + 7919) % GRAIN;
    for (let y = 0; y < height; y += 1) {
      const edge = shadowX === undefined ? -1 : (shadowX + (0.15 * y) / height) * width;
      const down = (y / height - 0.5) ** 2;
      for (let x = 0; x < width; x += 1) {
        const at = (y * width + x) * 3;
        const grain = this.#grains[(at + this.#grainAt) % GRAIN] ?? 0;
        if (infrared) this.#infrared(rgb, out, at, ((x / width - 0.5) ** 2 + down) * 0.9, grain);
        else this.#colour(rgb, out, at, x < edge ? 0.72 : 1, grain);
      }
    }
    return { rgb: Buffer.from(out.buffer), width, height };
  }

  #colour(rgb: Buffer, out: Uint8ClampedArray, at: number, shade: number, grain: number): void {
    for (let i = at; i < at + 3; i += 1) {
      const value = (this.#curve[rgb[i] ?? 0] ?? 255) * shade + grain;
      out[i] = value;
    }
  }

  /** By infrared light red things are bright; lamps leave the corners dark. */
  #infrared(rgb: Buffer, out: Uint8ClampedArray, at: number, dark: number, grain: number): void {
    const grey = 0.6 * (rgb[at] ?? 0) + 0.25 * (rgb[at + 1] ?? 0) + 0.15 * (rgb[at + 2] ?? 0);
    const value = (this.#curve[(grey * (1 - dark)) | 0] ?? 255) + grain;
    out.fill(value, at, at + 3);
  }
}

/**
 * Draws somebody who walks past: `share` 0 … 1 of his way from left to right through the box; 0.5 =
 * right in front of it. He is as tall as three boxes, at least a fifth of the picture.
 */
export function drawPasser(picture: Picture, box: Box, share: number): void {
  const { rgb, width, height } = picture;
  const tall = Math.max(0.2, box.height * 2.5) * height;
  const wide = tall * 0.3;
  const feetY = Math.min(height - 1, (box.y + box.height * 1.1) * height);
  const middleX = (box.x + box.width / 2) * width + (share - 0.5) * (box.width * width + wide * 6);
  for (let y = Math.max(0, Math.floor(feetY - tall)); y < feetY; y += 1) {
    const up = (feetY - y) / tall;
    const half = up > 0.85 ? wide * 0.25 : up > 0.45 ? wide * 0.5 : wide * 0.38;
    for (let x = Math.floor(middleX - half); x < middleX + half; x += 1) {
      if (x < 0 || x >= width) continue;
      const at = (y * width + x) * 3;
      const fold = ((x * 7 + y * 3) % 11) * 3;
      const colour = up > 0.85 ? [150, 110, 90] : up > 0.45 ? [60, 70, 130] : [40, 40, 45];
      for (const [channel, value] of colour.entries()) rgb[at + channel] = value + fold;
    }
  }
}
