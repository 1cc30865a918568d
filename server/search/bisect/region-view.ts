/**
 * What a picture shows of the region: its edges (gradients), not its brightness, so that clouds, dusk
 * and a camera's exposure change little; and whether the camera sees in colour or by infrared. Pure.
 */
import type { RawPicture } from "#storage";
import type { RegionFrame } from "./region-frame.ts";

export type Light = "colour" | "infrared";

export interface RegionView {
  readonly light: Light;
  /** Central differences of the smoothed luma, in grey levels a raster pixel. */
  readonly gx: Float32Array;
  readonly gy: Float32Array;
}

/** Infrared pictures have no colour but the coder's crumbs: mean of |R−G| + |B−G|. */
const LEAST_COLOUR = 5;
const COLOUR_STEP_PX = 16;

export function regionView(picture: RawPicture, frame: RegionFrame): RegionView {
  const luma = smooth(sampleLuma(picture, frame), frame.width, frame.height);
  return { light: lightOf(picture), ...gradients(luma, frame.width, frame.height) };
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
  const luma = new Float32Array(width * height);
  const stepX = (crop.width * picture.width) / width;
  const stepY = (crop.height * picture.height) / height;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let part = 0; part < 4; part += 1) {
        const px = crop.x * picture.width + (x + 0.25 + 0.5 * (part & 1)) * stepX - 0.5;
        const py = crop.y * picture.height + (y + 0.25 + 0.5 * (part >> 1)) * stepY - 0.5;
        sum += bilinear(picture, px, py);
      }
      luma[y * width + x] = sum / 4;
    }
  }
  return luma;
}

function bilinear({ rgb, width, height }: RawPicture, px: number, py: number): number {
  const x = Math.min(Math.max(px, 0), width - 1.001);
  const y = Math.min(Math.max(py, 0), height - 1.001);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const grey = (column: number, row: number) => {
    const at = (row * width + column) * 3;
    return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
  };
  const dx = x - left;
  const above = grey(left, top) * (1 - dx) + grey(left + 1, top) * dx;
  const below = grey(left, top + 1) * (1 - dx) + grey(left + 1, top + 1) * dx;
  return above + (below - above) * (y - top);
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

function gradients(luma: Float32Array, width: number, height: number): Omit<RegionView, "light"> {
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
