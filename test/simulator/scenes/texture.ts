/**
 * Grain that makes flat drawing look like a place: noise laid on the ground in metres (so it shrinks
 * with distance), and the lamp's falling off towards the edges at night. Seeded, so that a scene
 * looks the same at every first start.
 */
import type { Picture } from "./raster.ts";
import { DESIGN_HEIGHT, DESIGN_WIDTH, type View } from "./scene.ts";

const LATTICE = 256;

/** A small seeded generator (mulberry32), 0 ≤ value < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function lattice(seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: LATTICE * LATTICE }, () => random() * 2 - 1);
}

function smooth(grid: Float32Array, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const a = grid[(y0 & 255) * LATTICE + (x0 & 255)] as number;
  const b = grid[(y0 & 255) * LATTICE + ((x0 + 1) & 255)] as number;
  const c = grid[((y0 + 1) & 255) * LATTICE + (x0 & 255)] as number;
  const d = grid[((y0 + 1) & 255) * LATTICE + ((x0 + 1) & 255)] as number;
  return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
}

/** Patches of metres and grains of centimetres on everything below the horizon; soft mottling above. */
export function addGrain(picture: Picture, view: View, strength: number, seed: number): void {
  if (strength <= 0) return;
  const grid = lattice(seed);
  const scale = picture.width / DESIGN_WIDTH;
  for (let row = 0; row < picture.height; row++) {
    const designY = (row * DESIGN_HEIGHT) / picture.height;
    const below = designY - view.horizonY;
    const onGround = below > 6;
    const zM = (view.focal * view.cameraHeightM) / Math.max(6, below);
    const fine = Math.min(1, 14 / zM);
    for (let column = 0; column < picture.width; column++) {
      const designX = column / scale;
      const i = row * picture.width + column;
      const luma = picture.y[i] as number;
      let noise: number;
      if (onGround) {
        const xM = ((designX - DESIGN_WIDTH / 2) * zM) / view.focal;
        noise =
          smooth(grid, xM * 0.7, zM * 0.35) * 0.5 +
          smooth(grid, xM * 5 + 31, zM * 2.5) * 0.6 * fine;
        noise += (grid[(row * 7919 + column * 104_729) & 65_535] as number) * 0.45 * fine;
      } else {
        noise =
          smooth(grid, designX * 0.21, designY * 0.21) * 0.35 +
          smooth(grid, designX * 0.03, designY * 0.03) * 0.3;
        noise *= luma > 175 ? 0.15 : 1;
      }
      picture.y[i] = Math.max(16, Math.min(235, luma + noise * strength * 0.11 * luma));
    }
  }
}

export function addFalloff(picture: Picture, gainAt: (x: number, y: number) => number): void {
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      const i = row * picture.width + column;
      const gain = gainAt(column / picture.width, row / picture.height);
      picture.y[i] = Math.min(235, 16 + ((picture.y[i] as number) - 16) * gain);
    }
  }
}
