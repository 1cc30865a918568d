/**
 * What a picture shows of the region: its edges (gradients), not its brightness, so that clouds, dusk
 * and a camera's exposure change little; and whether the camera sees in colour or by infrared. Pure.
 */
import type { Box } from "#base/grid";
import type { RawPicture } from "#storage";
import type { RegionFrame } from "./region-frame.ts";

export type Light = "colour" | "infrared";

export interface RegionView {
  readonly light: Light;
  /** Smoothed, 0 … 255; to be compared only where the light is the same. */
  readonly luma: Float32Array;
  /** Central differences of the smoothed luma, in grey levels a raster pixel. */
  readonly gx: Float32Array;
  readonly gy: Float32Array;
}

/** Infrared pictures have no colour but the coder's crumbs: mean of |R−G| + |B−G|. */
const LEAST_COLOUR = 5;
const COLOUR_STEP_PX = 16;

export function regionView(picture: RawPicture, frame: RegionFrame): RegionView {
  const luma = smooth(sampleLuma(picture, frame), frame.width, frame.height);
  return { light: lightOf(picture), luma, ...gradients(luma, frame.width, frame.height) };
}

export function lightOf({ rgb, width, height }: RawPicture): Light {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += COLOUR_STEP_PX) {
    for (let x = 0; x < width; x += COLOUR_STEP_PX) {
      const at = (y * width + x) * 3;
      const green = rgb[at + 1] ?? 0;
      sum += Math.abs((rgb[at] ?? 0) - green) + Math.abs((rgb[at + 2] ?? 0) - green);
      count += 1;
    }
  }
  return sum < LEAST_COLOUR * count ? "infrared" : "colour";
}

/** Each raster pixel is the mean of four bilinear samples: enough for scales from ×4 to ÷3. */
function sampleLuma(picture: RawPicture, { crop, width, height }: RegionFrame): Float32Array {
  const grey = greyPart(picture, crop);
  const luma = new Float32Array(width * height);
  const stepX = (crop.width * picture.width) / width;
  const stepY = (crop.height * picture.height) / height;
  const left = crop.x * picture.width - grey.left - 0.5;
  const top = crop.y * picture.height - grey.top - 0.5;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let part = 0; part < 4; part += 1) {
        const px = left + (x + 0.25 + 0.5 * (part & 1)) * stepX;
        const py = top + (y + 0.25 + 0.5 * (part >> 1)) * stepY;
        sum += bilinear(grey, px, py);
      }
      luma[y * width + x] = sum / 4;
    }
  }
  return luma;
}

interface Grey {
  readonly luma: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Where it lies in the picture. */
  readonly left: number;
  readonly top: number;
}

/** The luma (BT.601) of the cut-out part, with a pixel around it for the samples at its edge. */
function greyPart({ rgb, width, height }: RawPicture, crop: Box): Grey {
  const left = Math.max(0, Math.floor(crop.x * width) - 1);
  const top = Math.max(0, Math.floor(crop.y * height) - 1);
  const right = Math.min(width, Math.ceil((crop.x + crop.width) * width) + 1);
  const bottom = Math.min(height, Math.ceil((crop.y + crop.height) * height) + 1);
  const luma = new Float32Array((right - left) * (bottom - top));
  let i = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 3; at < (y * width + right) * 3; at += 3) {
      luma[i] = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      i += 1;
    }
  }
  return { luma, width: right - left, height: bottom - top, left, top };
}

function bilinear({ luma, width, height }: Grey, px: number, py: number): number {
  const x = Math.min(Math.max(px, 0), width - 1.001);
  const y = Math.min(Math.max(py, 0), height - 1.001);
  const column = Math.floor(x);
  const at = Math.floor(y) * width + column;
  const dx = x - column;
  const above = (luma[at] ?? 0) * (1 - dx) + (luma[at + 1] ?? 0) * dx;
  const below = (luma[at + width] ?? 0) * (1 - dx) + (luma[at + width + 1] ?? 0) * dx;
  return above + (below - above) * (y - Math.floor(y));
}

/** Binomial 1-2-1 in both directions: takes sensor noise, leaves edges. */
function smooth(luma: Float32Array, width: number, height: number): Float32Array {
  const across = new Float32Array(luma.length);
  const out = new Float32Array(luma.length);
  for (let i = 0; i < luma.length; i += 1) {
    const x = i % width;
    const left = luma[x > 0 ? i - 1 : i] ?? 0;
    const right = luma[x < width - 1 ? i + 1 : i] ?? 0;
    across[i] = (left + 2 * (luma[i] ?? 0) + right) / 4;
  }
  for (let i = 0; i < luma.length; i += 1) {
    const above = across[i >= width ? i - width : i] ?? 0;
    const below = across[i < (height - 1) * width ? i + width : i] ?? 0;
    out[i] = (above + 2 * (across[i] ?? 0) + below) / 4;
  }
  return out;
}

function gradients(
  luma: Float32Array,
  width: number,
  height: number,
): Pick<RegionView, "gx" | "gy"> {
  const gx = new Float32Array(luma.length);
  const gy = new Float32Array(luma.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      gx[i] = ((luma[i + 1] ?? 0) - (luma[i - 1] ?? 0)) / 2;
      gy[i] = ((luma[i + width] ?? 0) - (luma[i - width] ?? 0)) / 2;
    }
  }
  return { gx, gy };
}
