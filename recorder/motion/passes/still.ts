/** For how long each pixel has stood as something else than the background: see `../still-pixels.ts`. */

/** The pixels' planes, then numbers in seconds and levels of luma; answers how many stand for `minS`. */
export function stand(
  picture: usize,
  short: usize,
  low: usize,
  high: usize,
  deviation: usize,
  foreground: usize,
  factorOf: usize,
  stillS: usize,
  held: usize,
  moving: usize,
  standing: usize,
  pixels: i32,
  follow: f32,
  same: f32,
  other: f32,
  level: f32,
  deviations: f32,
  dtS: f32,
  minS: f32,
  holdS: f32,
  maxS: f32,
  forgetS: f32,
): i32 {
  const zero = f32x4.splat(0);
  let count = 0;
  for (let i: usize = 0; i < <usize>pixels; i += 4) {
    const at = i << 2;
    const value = v128.load(picture + at);
    const memory = v128.load(short + at);
    const off = f32x4.sub(value, memory);
    const size = f32x4.abs(off);
    // Something else is there: the memory begins anew and does not creep up to it.
    const crept = f32x4.add(memory, f32x4.mul(f32x4.splat(follow), off));
    const mean = v128.bitselect(value, crept, f32x4.gt(size, f32x4.splat(other)));
    v128.store(short + at, mean);
    const over = f32x4.sub(mean, v128.load(high + at));
    const under = f32x4.sub(v128.load(low + at), mean);
    const stir = f32x4.mul(f32x4.splat(deviations), v128.load(deviation + at));
    const differs = f32x4.gt(f32x4.pmax(over, under), f32x4.add(f32x4.splat(level), stir));
    const before = v128.load(stillS + at);
    const longer = f32x4.pmin(f32x4.splat(maxS), f32x4.add(before, f32x4.splat(dtS)));
    const halted = f32x4.pmax(zero, f32x4.sub(before, f32x4.splat(0.5 * dtS)));
    const there = v128.bitselect(longer, halted, f32x4.lt(size, f32x4.splat(same)));
    // What has gone is forgotten within a second, however long it stood.
    const rest = f32x4.sub(f32x4.pmin(before, f32x4.splat(forgetS)), f32x4.splat(3 * dtS));
    let now = v128.bitselect(there, f32x4.pmax(zero, rest), differs);
    if (factorOf !== 0) now = v128.and(now, f32x4.gt(v128.load(factorOf + at), zero));
    v128.store(stillS + at, now);
    storeMask(held + i, f32x4.gt(now, f32x4.splat(holdS)));
    const stands = f32x4.ge(now, f32x4.splat(minS));
    storeMask(standing + i, stands);
    count += popcnt(i32x4.bitmask(stands));
    // A byte of 0 or 1 each: what is foreground and does not stand yet moves.
    store<u32>(moving + i, load<u32>(foreground + i) & ~load<u32>(standing + i));
  }
  return count;
}

/** Four lanes to four bytes of 0 or 1. */
function storeMask(at: usize, lanes: v128): void {
  const words = i16x8.narrow_i32x4_s(lanes, lanes);
  const bytes = v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1));
  store<i32>(at, i32x4.extract_lane(bytes, 0));
}
