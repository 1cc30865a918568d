/**
 * Times of day: how colours are graded, how the sun casts shadows, how far the infrared lamp of a
 * night camera reaches, and how grainy the sensor is.
 */
import type { Grade } from "./raster.ts";
import type { LightName } from "./scene.ts";
import type { SunLight } from "./sprite-store.ts";

export interface Light {
  readonly grade: Grade;
  readonly sun: SunLight;
  readonly shadowStrength: number;
  /** Strength for ffmpeg's `noise` filter on luma. */
  readonly sensorNoise: number;
  readonly hasHeadlights: boolean;
  /** Brightness factor at a place given as fractions of the picture. */
  readonly gainAt: (fractionX: number, fractionY: number) => number;
}

const clamp = (value: number): number => Math.max(0, Math.min(255, value));

const day: Light = {
  grade: (r, g, b) => {
    const mean = (r + g + b) / 3;
    const mix = (value: number): number => clamp((mean + (value - mean) * 0.9 - 128) * 1.04 + 128);
    return [mix(r), mix(g), mix(b)];
  },
  sun: { alongX: 0.62, alongY: -0.16 },
  shadowStrength: 0.42,
  sensorNoise: 3,
  hasHeadlights: false,
  gainAt: () => 1,
};

const dusk: Light = {
  grade: (r, g, b) => [clamp(r * 0.86 + 16), clamp(g * 0.69 + 8), clamp(b * 0.56 + 18)],
  sun: { alongX: -1.15, alongY: -0.12 },
  shadowStrength: 0.3,
  sensorNoise: 5,
  hasHeadlights: true,
  gainAt: () => 1,
};

const night: Light = {
  grade: (r, g, b) => {
    const luma = (0.32 * r + 0.55 * g + 0.13 * b) / 255;
    const gray = clamp(255 * (0.06 + 0.66 * luma ** 0.85));
    return [gray, gray, gray];
  },
  sun: { alongX: 0.12, alongY: -0.28 },
  shadowStrength: 0.45,
  sensorNoise: 7,
  hasHeadlights: true,
  gainAt: (x, y) => {
    const dx = (x - 0.5) / 0.46;
    const dy = (y - 0.66) / 0.44;
    return 0.3 + 0.95 * Math.exp(-(dx * dx + dy * dy));
  },
};

export const LIGHTS: Readonly<Record<LightName, Light>> = { day, dusk, night };
