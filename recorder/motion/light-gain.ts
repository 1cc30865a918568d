/**
 * One number for a light that changes over the whole picture: the median of how much lighter blocks
 * of the picture are than the same blocks of the background. Objects cover fewer than half of the
 * blocks and do not sway a median. Pure.
 */
const COLUMNS = 8;
const ROWS = 6;
/** Blocks darker than this say nothing about a gain. */
const DARK = 12;
/** Smaller changes are left to the slow mean. */
const SMALL = 0.012;

const ratios = COLUMNS * ROWS;

/** 1 when the light is the same, or too few blocks can tell. */
export function lightGain(
  picture: Float32Array,
  mean: Float32Array,
  width: number,
  height: number,
): number {
  const found: number[] = [];
  for (let block = 0; block < ratios; block += 1) {
    const x0 = Math.floor(((block % COLUMNS) * width) / COLUMNS);
    const x1 = Math.floor((((block % COLUMNS) + 1) * width) / COLUMNS);
    const y0 = Math.floor((Math.floor(block / COLUMNS) * height) / ROWS);
    const y1 = Math.floor(((Math.floor(block / COLUMNS) + 1) * height) / ROWS);
    let now = 0;
    let usual = 0;
    let count = 0;
    for (let y = y0; y < y1; y += 2) {
      for (let i = y * width + x0; i < y * width + x1; i += 2) {
        now += picture[i] as number;
        usual += mean[i] as number;
        count += 1;
      }
    }
    if (count > 0 && usual / count > DARK) found.push((now + count) / (usual + count));
  }
  if (found.length < ratios / 4) return 1;
  found.sort((a, b) => a - b);
  const gain = found[found.length >> 1] ?? 1;
  return Math.abs(gain - 1) < SMALL ? 1 : gain;
}
