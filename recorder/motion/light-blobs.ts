/**
 * Blobs that are light and no things: a lamp's glow, a shadow's soft edge, a cloud, the exposure after
 * something large went. Light has no edge of its own: the steps across the blob's border are what they
 * were before, and where there is structure it is the same. Pure.
 */
import type { BackgroundModel } from "./background-model.ts";
import type { Blob } from "./blobs.ts";
import { borderSteps, edgeLikeness } from "./patch.ts";

/** Smaller blobs are judged by whether they travel. */
const LEAST_SHARE = 0.02;
/** Steps across the border may differ so much, in levels of luma. */
const EDGE_LEVELS = 3;
const SOFT_LEVELS = 5;
const ALIKE = 0.7;

export function isLight(blob: Blob, picture: Float32Array, background: BackgroundModel): boolean {
  const { foreground, mean, width, height } = background;
  if (blob.pixels < LEAST_SHARE * foreground.length) return false;
  const steps = borderSteps(foreground, picture, mean, width, height, blob);
  if (Math.abs(steps.now - steps.before) > EDGE_LEVELS) return false;
  const { value, flat } = edgeLikeness(picture, mean, width, height, blob, foreground);
  return flat ? steps.now < SOFT_LEVELS : value > ALIKE;
}

/** Marks the blob's foreground in `take`. */
export function markBlob(
  blob: Blob,
  foreground: Uint8Array,
  width: number,
  take: Uint8Array,
): void {
  for (let y = blob.y0; y < blob.y1; y += 1) {
    for (let i = y * width + blob.x0; i < y * width + blob.x1; i += 1)
      if (foreground[i] === 1) take[i] = 1;
  }
}
