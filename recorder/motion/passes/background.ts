/**
 * The background model's passes over all pixels: see `../background-model.ts` for what they mean.
 * Addresses are bytes; `pixels` is a multiple of 16; masks are bytes of 0 or 1.
 */
import { bytesOf, countOf, isZero, lanesOf, sumOf } from "./lanes.ts";

/**
 * Least and greatest mean of each 3×3 neighbourhood, columns first. `rows`: scratch for two rows, each
 * of `width` + 8 floats. Zeroes 16 floats behind `low` and `high`.
 */
export function bounds(
  mean: usize,
  low: usize,
  high: usize,
  rows: usize,
  width: i32,
  height: i32,
): void {
  const pitch = (<usize>width) << 2;
  const rowLow = rows + 16;
  const rowHigh = rowLow + pitch + 32;
  for (let y = 0; y < height; y++) {
    const here = mean + <usize>y * pitch;
    const above = y > 0 ? here - pitch : here;
    const below = y < height - 1 ? here + pitch : here;
    for (let x: usize = 0; x < pitch; x += 16) {
      const a = v128.load(here + x);
      const b = v128.load(above + x);
      const c = v128.load(below + x);
      v128.store(rowLow + x, f32x4.pmin(a, f32x4.pmin(b, c)));
      v128.store(rowHigh + x, f32x4.pmax(a, f32x4.pmax(b, c)));
    }
    repeatEnds(rowLow, pitch);
    repeatEnds(rowHigh, pitch);
    const lowRow = low + <usize>y * pitch;
    const highRow = high + <usize>y * pitch;
    for (let x: usize = 0; x < pitch; x += 16) {
      const l = rowLow + x;
      const h = rowHigh + x;
      const least = f32x4.pmin(v128.load(l - 4), v128.load(l + 4));
      const most = f32x4.pmax(v128.load(h - 4), v128.load(h + 4));
      v128.store(lowRow + x, f32x4.pmin(v128.load(l), least));
      v128.store(highRow + x, f32x4.pmax(v128.load(h), most));
    }
  }
  // What is compared behind the last pixel is never foreground.
  memory.fill(low + <usize>height * pitch, 0, 64);
  memory.fill(high + <usize>height * pitch, 0, 64);
}

/** The neighbour outside the picture is the pixel at its edge. */
function repeatEnds(row: usize, pitch: usize): void {
  store<f32>(row - 4, load<f32>(row));
  store<f32>(row + pitch, load<f32>(row + pitch - 4));
}

/** Marks what leaves its bounds by more than `level` + `deviations` × its deviation; how many do. */
export function compare(
  picture: usize,
  low: usize,
  high: usize,
  deviation: usize,
  foreground: usize,
  pixels: i32,
  level: f32,
  deviations: f32,
): i32 {
  const levels = f32x4.splat(level);
  const factors = f32x4.splat(deviations);
  const one = i8x16.splat(1);
  let count = 0;
  for (let i: usize = 0; i < <usize>pixels; i += 16) {
    const at = i << 2;
    const mask = bytesOf(
      leaves(picture + at, low + at, high + at, deviation + at, levels, factors),
      leaves(
        picture + at + 16,
        low + at + 16,
        high + at + 16,
        deviation + at + 16,
        levels,
        factors,
      ),
      leaves(
        picture + at + 32,
        low + at + 32,
        high + at + 32,
        deviation + at + 32,
        levels,
        factors,
      ),
      leaves(
        picture + at + 48,
        low + at + 48,
        high + at + 48,
        deviation + at + 48,
        levels,
        factors,
      ),
    );
    v128.store(foreground + i, v128.and(mask, one));
    count += popcnt(i8x16.bitmask(mask));
  }
  return count;
}

function leaves(
  picture: usize,
  low: usize,
  high: usize,
  deviation: usize,
  levels: v128,
  factors: v128,
): v128 {
  const value = v128.load(picture);
  const over = f32x4.sub(value, v128.load(high));
  const under = f32x4.sub(v128.load(low), value);
  const bound = f32x4.add(levels, f32x4.mul(factors, v128.load(deviation)));
  return f32x4.gt(f32x4.pmax(over, under), bound);
}

/** Takes out of `foreground` what does not reach `factorOf` (a float a pixel; 0 = never) × the bound; how much is left. */
export function demandMore(
  picture: usize,
  low: usize,
  high: usize,
  deviation: usize,
  foreground: usize,
  factorOf: usize,
  pixels: i32,
  level: f32,
  deviations: f32,
): i32 {
  let count = 0;
  for (let i: usize = 0; i < <usize>pixels; i++) {
    if (load<u8>(foreground + i) === 0) continue;
    const at = i << 2;
    const factor = load<f32>(factorOf + at);
    const value = load<f32>(picture + at);
    const off = max(value - load<f32>(high + at), load<f32>(low + at) - value);
    const bound = (level + deviations * load<f32>(deviation + at)) * factor;
    const is = factor > 0 && off > bound;
    store<u8>(foreground + i, is ? 1 : 0);
    if (is) count++;
  }
  return count;
}

/** Mean and deviation follow, but where `held`; foreground's mean at the rate `stirred`, the rest `calm`. */
export function learn(
  picture: usize,
  mean: usize,
  deviation: usize,
  foreground: usize,
  held: usize,
  pixels: i32,
  calm: f32,
  stirred: f32,
  unrest: f32,
  maxDeviation: f32,
): void {
  for (let i: usize = 0; i < <usize>pixels; i += 16) {
    const free = isZero(v128.load(held + i));
    if (!v128.any_true(free)) continue;
    const quiet = isZero(v128.load(foreground + i));
    for (let lane: usize = 0; lane < 4; lane++) {
      const at = (i + (lane << 2)) << 2;
      const may = lanesOf(free, lane);
      const value = v128.load(picture + at);
      const before = v128.load(mean + at);
      const off = f32x4.sub(value, before);
      const rate = v128.bitselect(f32x4.splat(calm), f32x4.splat(stirred), lanesOf(quiet, lane));
      const after = f32x4.add(before, f32x4.mul(rate, off));
      v128.store(mean + at, v128.bitselect(after, before, may));
      const usual = v128.load(deviation + at);
      const change = f32x4.mul(f32x4.splat(unrest), f32x4.sub(f32x4.abs(off), usual));
      const next = f32x4.pmin(f32x4.splat(maxDeviation), f32x4.add(usual, change));
      v128.store(deviation + at, v128.bitselect(next, usual, may));
    }
  }
}

/** The mean in another light; 255 is the lightest. */
export function brighten(mean: usize, pixels: i32, gain: f32): void {
  const most = f32x4.splat(255);
  for (let i: usize = 0; i < (<usize>pixels) << 2; i += 16) {
    const lit = f32x4.mul(v128.load(mean + i), f32x4.splat(gain));
    v128.store(mean + i, f32x4.pmin(most, lit));
  }
}

/**
 * What the free pixels of every second row of a block differ from the mean by: answers the sum and
 * leaves the number of pixels at `countAt` (int32). Free is neither foreground nor held.
 */
export function blockOffset(
  picture: usize,
  mean: usize,
  foreground: usize,
  held: usize,
  width: i32,
  x0: i32,
  x1: i32,
  y0: i32,
  y1: i32,
  countAt: usize,
): f32 {
  let sums = f32x4.splat(0);
  let counts = i32x4.splat(0);
  let sum: f32 = 0;
  let count = 0;
  for (let y = y0; y < y1; y += 2) {
    let i = <usize>(y * width + x0);
    const end = <usize>(y * width + x1);
    for (; i + 4 <= end; i += 4) {
      const free = fourFree(foreground + i, held + i);
      const off = f32x4.sub(v128.load(picture + (i << 2)), v128.load(mean + (i << 2)));
      sums = f32x4.add(sums, v128.and(off, free));
      counts = i32x4.sub(counts, free);
    }
    for (; i < end; i++) {
      if (load<u8>(foreground + i) !== 0 || load<u8>(held + i) !== 0) continue;
      sum += load<f32>(picture + (i << 2)) - load<f32>(mean + (i << 2));
      count++;
    }
  }
  store<i32>(countAt, count + countOf(counts));
  return sum + sumOf(sums);
}

/** Adds `shift` to the mean of a block where nothing is held, within what luma can be. */
export function shiftBlock(
  mean: usize,
  held: usize,
  width: i32,
  x0: i32,
  x1: i32,
  y0: i32,
  y1: i32,
  shift: f32,
): void {
  const most = f32x4.splat(255);
  for (let y = y0; y < y1; y++) {
    let i = <usize>(y * width + x0);
    const end = <usize>(y * width + x1);
    for (; i + 4 <= end; i += 4) {
      const at = mean + (i << 2);
      const by = v128.and(f32x4.splat(shift), fourFree(held + i, held + i));
      const shifted = f32x4.add(v128.load(at), by);
      v128.store(at, f32x4.pmax(f32x4.splat(0), f32x4.pmin(most, shifted)));
    }
    for (; i < end; i++) {
      if (load<u8>(held + i) !== 0) continue;
      const at = mean + (i << 2);
      store<f32>(at, max(0, min(255, load<f32>(at) + shift)));
    }
  }
}

/** Lanes of four pixels that are 0 in both masks. */
function fourFree(a: usize, b: usize): v128 {
  return lanesOf(isZero(v128.or(v128.load32_zero(a), v128.load32_zero(b))), 0);
}
