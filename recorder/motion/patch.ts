/**
 * Questions about a piece of the picture: is it the same structure in another light, and is an edge
 * around it now or was one before. Pure; rectangles in work pixels, half-open.
 */
export interface Rect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export function grown(rect: Rect, by: number, width: number, height: number): Rect {
  return {
    x0: Math.max(0, rect.x0 - by),
    y0: Math.max(0, rect.y0 - by),
    x1: Math.min(width, rect.x1 + by),
    y1: Math.min(height, rect.y1 + by),
  };
}

export function areaOf({ x0, y0, x1, y1 }: Rect): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

export function overlapOf(a: Rect, b: Rect): number {
  return areaOf({
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  });
}

/** Intersection over union. */
export function iou(a: Rect, b: Rect): number {
  const both = overlapOf(a, b);
  return both / Math.max(1, areaOf(a) + areaOf(b) - both);
}

/**
 * Normalised cross-correlation of two pictures inside a rectangle: 1 = the same but for light and
 * contrast, 0 = unlike; only where `mask` is 1, if given. `flat` when either has too little structure to tell.
 * `shift`: pixels by which `a` is read farther on.
 */
export function likeness(
  a: Float32Array,
  b: Float32Array,
  width: number,
  rect: Rect,
  mask?: Uint8Array,
  shift = 0,
): { value: number; flat: boolean } {
  let [sumA, sumB, sumAA, sumBB, sumAB, count] = [0, 0, 0, 0, 0, 0];
  for (let y = rect.y0; y < rect.y1; y += 1) {
    for (let i = y * width + rect.x0; i < y * width + rect.x1; i += 1) {
      if (mask && mask[i] !== 1) continue;
      const p = a[i + shift] as number;
      const q = b[i] as number;
      sumA += p;
      sumB += q;
      sumAA += p * p;
      sumBB += q * q;
      sumAB += p * q;
      count += 1;
    }
  }
  if (count === 0) return { value: 0, flat: true };
  const varA = sumAA / count - (sumA / count) ** 2;
  const varB = sumBB / count - (sumB / count) ** 2;
  const shared = sumAB / count - (sumA / count) * (sumB / count);
  const flat = varA < 12 || varB < 12;
  return { value: shared / Math.sqrt(Math.max(1e-6, varA * varB)), flat };
}

/** Gradients below this, in levels, are noise. */
const LEAST_GRADIENT = 4;

/**
 * How alike the edges inside a mask are in two pictures: the correlation of their gradients, 1 = the
 * same edges, 0 = others. `flat` where neither has any; light that changes keeps edges, a body does not.
 */
export function edgeLikeness(
  a: Float32Array,
  b: Float32Array,
  width: number,
  height: number,
  rect: Rect,
  mask: Uint8Array,
): { value: number; flat: boolean } {
  let [squaresA, squaresB, products, count] = [0, 0, 0, 0];
  const to = { x: Math.min(width - 1, rect.x1), y: Math.min(height - 1, rect.y1) };
  for (let y = Math.max(1, rect.y0); y < to.y; y += 1) {
    for (let x = Math.max(1, rect.x0); x < to.x; x += 1) {
      const i = y * width + x;
      if (mask[i] !== 1) continue;
      const acrossA = (a[i + 1] as number) - (a[i - 1] as number);
      const acrossB = (b[i + 1] as number) - (b[i - 1] as number);
      const downA = (a[i + width] as number) - (a[i - width] as number);
      const downB = (b[i + width] as number) - (b[i - width] as number);
      squaresA += acrossA * acrossA + downA * downA;
      squaresB += acrossB * acrossB + downB * downB;
      products += acrossA * acrossB + downA * downB;
      count += 1;
    }
  }
  const least = LEAST_GRADIENT * LEAST_GRADIENT * count;
  const flat = squaresA < least && squaresB < least;
  return { value: products / Math.sqrt(Math.max(1, squaresA * squaresB)), flat };
}

/** Mean step across the border of a mask, in each of two pictures: where a thing ends there is one. */
export function borderSteps(
  mask: Uint8Array,
  now: Float32Array,
  before: Float32Array,
  width: number,
  height: number,
  rect: Rect,
): { now: number; before: number; length: number } {
  let [stepNow, stepBefore, length] = [0, 0, 0];
  const wide = grown(rect, 1, width, height);
  const across = (inside: number, outside: number): void => {
    stepNow += Math.abs((now[inside] as number) - (now[outside] as number));
    stepBefore += Math.abs((before[inside] as number) - (before[outside] as number));
    length += 1;
  };
  for (let y = wide.y0; y < wide.y1; y += 1) {
    for (let x = wide.x0; x < wide.x1; x += 1) {
      const i = y * width + x;
      if (mask[i] !== 1) continue;
      // Two pixels apart: edges are soft in a picture made smaller.
      if (x > 1 && mask[i - 1] !== 1) across(i, i - 2);
      if (x < width - 2 && mask[i + 1] !== 1) across(i, i + 2);
      if (y > 1 && mask[i - width] !== 1) across(i, i - 2 * width);
      if (y < height - 2 && mask[i + width] !== 1) across(i, i + 2 * width);
    }
  }
  const count = Math.max(1, length);
  return { now: stepNow / count, before: stepBefore / count, length };
}

/** Mean strength of edges inside a rectangle. */
export function edgeStrength(
  picture: Float32Array,
  width: number,
  height: number,
  rect: Rect,
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.max(1, rect.y0); y < Math.min(height - 1, rect.y1); y += 1) {
    for (let x = Math.max(1, rect.x0); x < Math.min(width - 1, rect.x1); x += 1) {
      const i = y * width + x;
      const across = (picture[i + 1] as number) - (picture[i - 1] as number);
      const down = (picture[i + width] as number) - (picture[i - width] as number);
      sum += Math.abs(across) + Math.abs(down);
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}
