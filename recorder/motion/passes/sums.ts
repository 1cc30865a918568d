/** Sums over parts of a picture: light, shift and foreground by blocks. Addresses are bytes. */
import { sumOf } from "./lanes.ts";

/** Luma of picture and mean in every second row of a rectangle: two floats at `into`. */
export function lightOf(
  picture: usize,
  mean: usize,
  width: i32,
  x0: i32,
  x1: i32,
  y0: i32,
  y1: i32,
  into: usize,
): void {
  let nows = f32x4.splat(0);
  let usuals = f32x4.splat(0);
  let now: f32 = 0;
  let usual: f32 = 0;
  for (let y = y0; y < y1; y += 2) {
    let i = (<usize>(y * width + x0)) << 2;
    const end = (<usize>(y * width + x1)) << 2;
    for (; i + 16 <= end; i += 16) {
      nows = f32x4.add(nows, v128.load(picture + i));
      usuals = f32x4.add(usuals, v128.load(mean + i));
    }
    for (; i < end; i += 4) {
      now += load<f32>(picture + i);
      usual += load<f32>(mean + i);
    }
  }
  store<f32>(into, now + sumOf(nows));
  store<f32>(into + 4, usual + sumOf(usuals));
}

/**
 * What the picture shifted by (`dx`, `dy`) differs from `gain` × mean by, each pixel by `clip` at most,
 * in every third row inside a margin on all sides.
 */
export function shiftCost(
  picture: usize,
  mean: usize,
  width: i32,
  height: i32,
  margin: i32,
  dx: i32,
  dy: i32,
  gain: f32,
  clip: f32,
): f32 {
  let sums = f32x4.splat(0);
  const end = width - margin - 3;
  for (let y = margin; y < height - margin; y += 3) {
    const row = mean + ((<usize>(y * width)) << 2);
    const shifted = picture + ((<usize>((y + dy) * width + dx)) << 2);
    for (let x = margin; x < end; x += 4) {
      const usual = f32x4.mul(f32x4.splat(gain), v128.load(row + ((<usize>x) << 2)));
      const off = f32x4.sub(v128.load(shifted + ((<usize>x) << 2)), usual);
      sums = f32x4.add(sums, f32x4.pmin(f32x4.splat(clip), f32x4.abs(off)));
    }
  }
  return sumOf(sums);
}

/** Foreground pixels of each block of 4×4, one byte a block, row by row. */
export function countBlocks(mask: usize, width: i32, height: i32, counts: usize): void {
  const columns = (width + 3) >> 2;
  for (let y0 = 0; y0 < height; y0 += 4) {
    const rows = min(4, height - y0);
    const out = counts + <usize>((y0 >> 2) * columns);
    let x = 0;
    for (; x + 16 <= width; x += 16) {
      let sums = i8x16.splat(0);
      for (let y = y0; y < y0 + rows; y++)
        sums = i8x16.add(sums, v128.load(mask + <usize>(y * width + x)));
      const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sums));
      const words = i16x8.narrow_i32x4_u(fours, fours);
      const bytes = i8x16.narrow_i16x8_u(words, words);
      store<i32>(out + <usize>(x >> 2), i32x4.extract_lane(bytes, 0));
    }
    for (; x < width; x += 4) {
      let sum = 0;
      for (let y = y0; y < y0 + rows; y++) {
        for (let i = x; i < min(x + 4, width); i++) sum += load<u8>(mask + <usize>(y * width + i));
      }
      store<u8>(out + <usize>(x >> 2), <u8>sum);
    }
  }
}
