/**
 * A day's (or block's) seconds as bits, 32 a word: second i is bit i & 31 of word i >> 5. What is
 * asked of whole stretches goes word by word. Owns no meaning of a bit; nothing here fails, seconds
 * outside are the caller's business.
 */
export class SecondBits {
  readonly words: Int32Array;

  constructor(spanS: number) {
    this.words = new Int32Array((spanS + 31) >> 5);
  }

  clear(): this {
    this.words.fill(0);
    return this;
  }

  has(second: number): boolean {
    return (((this.words[second >> 5] ?? 0) >> (second & 31)) & 1) === 1;
  }

  add(second: number): void {
    this.words[second >> 5] = (this.words[second >> 5] ?? 0) | (1 << (second & 31));
  }

  /** Adds the seconds from `from` to `to`, which is not included. */
  addStretch(from: number, to: number): void {
    if (to <= from) return;
    const words = this.words;
    const first = from >> 5;
    const last = (to - 1) >> 5;
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - ((to - 1) & 31));
    if (first === last) {
      words[first] = (words[first] as number) | (head & tail);
      return;
    }
    words[first] = (words[first] as number) | head;
    words.fill(-1, first + 1, last);
    words[last] = (words[last] as number) | tail;
  }

  /** Adds from `second` on those of `length` seconds whose bit is set in `bits`, from bit `at` on. */
  addWhere(bits: Int32Array, at: number, second: number, length: number): void {
    const words = this.words;
    for (let done = 0; done < length; ) {
      const place = at + done;
      const to = second + done;
      const shift = place & 31;
      // Shifted twice, because a shift by 32 would be one by 0.
      const upper = ((bits[(place >> 5) + 1] as number) << 1) << (31 - shift);
      const taken = ((bits[place >> 5] as number) >>> shift) | upper;
      const count = Math.min(32 - (to & 31), length - done);
      const kept = taken & (-1 >>> (32 - count));
      words[to >> 5] = (words[to >> 5] as number) | (kept << (to & 31));
      done += count;
    }
  }

  /** The first second at or after `from` that is in; `to` when there is none before it. */
  next(from: number, to: number): number {
    if (from >= to) return to;
    const words = this.words;
    let index = from >> 5;
    let word = (words[index] as number) & (-1 << (from & 31));
    while (word === 0) {
      index += 1;
      if (index << 5 >= to) return to;
      word = words[index] as number;
    }
    return Math.min(to, (index << 5) + 31 - Math.clz32(word & -word));
  }

  /** The first second at or after `from` that is not in; `to` when there is none before it. */
  nextOut(from: number, to: number): number {
    if (from >= to) return to;
    const words = this.words;
    let index = from >> 5;
    let word = ~(words[index] as number) & (-1 << (from & 31));
    while (word === 0) {
      index += 1;
      if (index << 5 >= to) return to;
      word = ~(words[index] as number);
    }
    return Math.min(to, (index << 5) + 31 - Math.clz32(word & -word));
  }

  /** How many seconds from `from` to `to` are in. */
  count(from: number, to: number): number {
    let sum = 0;
    for (let at = this.next(from, to); at < to; ) {
      const end = this.nextOut(at, to);
      sum += end - at;
      at = this.next(end, to);
    }
    return sum;
  }
}
