/** From the frame's bytes to the work picture: see `../work-picture.ts`. Addresses are bytes. */

/** 2×2 means: `width` × `height` floats from a frame whose rows are `frameWidth` bytes. */
export function halve(frame: usize, frameWidth: i32, into: usize, width: i32, height: i32): void {
  const quarter = f32x4.splat(0.25);
  for (let y = 0; y < height; y++) {
    let upper = frame + <usize>(2 * y * frameWidth);
    let lower = upper + <usize>frameWidth;
    let x = 0;
    for (; x + 8 <= width; x += 8) {
      const sums = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(upper)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(lower)),
      );
      const left = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(sums));
      const right = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(sums));
      v128.store(into, f32x4.mul(left, quarter));
      v128.store(into + 16, f32x4.mul(right, quarter));
      upper += 16;
      lower += 16;
      into += 32;
    }
    for (; x < width; x++) {
      const sum =
        <i32>load<u8>(upper) +
        <i32>load<u8>(upper + 1) +
        <i32>load<u8>(lower) +
        <i32>load<u8>(lower + 1);
      store<f32>(into, <f32>sum * 0.25);
      upper += 2;
      lower += 2;
      into += 4;
    }
  }
}

/** As it is, where the frame is small: `bytes` of them, rounded up to 16. */
export function widen(frame: usize, into: usize, bytes: i32): void {
  for (let i = 0; i < bytes; i += 16) {
    const sixteen = v128.load(frame + <usize>i);
    const low = i16x8.extend_low_i8x16_u(sixteen);
    const high = i16x8.extend_high_i8x16_u(sixteen);
    const at = into + ((<usize>i) << 2);
    v128.store(at, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)));
    v128.store(at + 16, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)));
    v128.store(at + 32, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)));
    v128.store(at + 48, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)));
  }
}
