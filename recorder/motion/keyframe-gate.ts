/**
 * Whether something changed from one keyframe to the next, while only keyframes are decoded: then the
 * frames between are worth decoding, although they have passed. Compares means of blocks of 8 × 8;
 * each block has its own usual change (a burnt-in clock, leaves), and a change of light that the
 * whole picture shares does not count. Rather too watchful: the analysis decides what is motion. Pure.
 */

const BLOCK = 8;
/** Levels of luma by which a block's mean changes visibly. */
const LEAST = 4;
/** Times the change that nine blocks of ten stay below. */
const OF_MOST = 3;
/** Times the block's own usual change. */
const OF_OWN = 3;
const FOLLOW = 0.12;
/** A usual change is forgotten more slowly than it is learnt. */
const FORGET = 0.03;

export class KeyframeGate {
  #width = 0;
  #height = 0;
  #means: Float32Array | undefined;
  #usual = new Float32Array(0);
  /** Blocks that opened the gate last, and by how much they had changed. */
  #openedBy: (readonly [block: number, size: number])[] = [];

  /** Takes the luma of the next keyframe; whether it differs from the one before. */
  push(luma: Uint8Array, width: number, height: number): boolean {
    const means = blockMeans(luma, width, height);
    const before = this.#means;
    const isNew = !before || width !== this.#width || height !== this.#height;
    this.#means = means;
    if (isNew) {
      this.#width = width;
      this.#height = height;
      this.#usual = new Float32Array(means.length).fill(LEAST / OF_OWN);
      return false;
    }
    return this.#compare(before, means);
  }

  /**
   * What opening led to: whether something moved indeed. Where nothing did, changes of this size are
   * usual from now on, until they stay away for a while.
   */
  learn(wasRight: boolean): void {
    for (const [block, size] of wasRight ? [] : this.#openedBy)
      this.#usual[block] = Math.max(this.#usual[block] ?? 0, size);
    this.#openedBy = [];
  }

  /** What comes next is not compared with what came. */
  forget(): void {
    this.#means = undefined;
  }

  #compare(before: Float32Array, means: Float32Array): boolean {
    const changes = means.map((mean, i) => mean - (before[i] ?? mean));
    const shared = quantile(changes, 0.5);
    const sizes = changes.map((change) => Math.abs(change - shared));
    const least = Math.max(LEAST, OF_MOST * quantile(sizes, 0.9));
    const openedBy: [number, number][] = [];
    for (const [i, size] of sizes.entries()) {
      const usual = this.#usual[i] ?? 0;
      if (size > Math.max(least, OF_OWN * usual)) openedBy.push([i, size]);
      this.#usual[i] = usual + (size > usual ? FOLLOW : FORGET) * (size - usual);
    }
    if (openedBy.length > 0) this.#openedBy = openedBy;
    return openedBy.length > 0;
  }
}

function blockMeans(luma: Uint8Array, width: number, height: number): Float32Array {
  const columns = Math.max(1, Math.floor(width / BLOCK));
  const rows = Math.max(1, Math.floor(height / BLOCK));
  const sums = new Float32Array(columns * rows);
  for (let y = 0; y < Math.min(height, rows * BLOCK); y += 1) {
    const start = Math.floor(y / BLOCK) * columns;
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      const from = y * width + column * BLOCK;
      for (let x = from; x < from + BLOCK; x += 1) sum += luma[x] ?? 0;
      sums[start + column] = (sums[start + column] ?? 0) + sum;
    }
  }
  return sums.map((sum) => sum / (BLOCK * BLOCK));
}

function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
