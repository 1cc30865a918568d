/**
 * What the passes share: masks of 16 bytes spread over four vectors of four 32-bit lanes. Every lane of
 * a mask is all ones or all zeros (WebAssembly 2.0, fixed-width SIMD).
 */

/** Lanes 4 × `quarter` … + 3 of 16 bytes of all ones or all zeros. */
export function lanesOf(bytes: v128, quarter: usize): v128 {
  if (quarter === 0) return i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes));
  if (quarter === 1) return i32x4.extend_high_i16x8_s(i16x8.extend_low_i8x16_s(bytes));
  if (quarter === 2) return i32x4.extend_low_i16x8_s(i16x8.extend_high_i8x16_s(bytes));
  return i32x4.extend_high_i16x8_s(i16x8.extend_high_i8x16_s(bytes));
}

/** The other way round: four masks of four lanes to 16 bytes. */
export function bytesOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

export function isZero(bytes: v128): v128 {
  return i8x16.eq(bytes, i64x2.splat(0));
}

/** The sum of four lanes. */
export function sumOf(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    f32x4.extract_lane(lanes, 2) +
    f32x4.extract_lane(lanes, 3)
  );
}

export function countOf(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
