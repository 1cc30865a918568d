/**
 * Huffman codes for symbols below 16, at most 8 bits long, so that one look into a table of 256
 * decodes a symbol. Codes are canonical (lengths alone say them, as in RFC 1951 section 3.2.2) and
 * written from the lowest bit of each byte on. A set of which only one symbol occurs costs no bits.
 */
import { ByteList } from "./byte-list.ts";

export const SYMBOLS = 16;
const LONGEST = 8;
/** Entries of a decoding table: `symbol << 4 | length`. */
export const TABLE_SIZE = 1 << LONGEST;

/**
 * Code lengths of the symbols, plus 1; 0 = does not occur. Counts are halved until no code is
 * longer than 8 bits, which costs next to nothing for so few symbols.
 */
export function codeLengths(counts: ArrayLike<number>): Uint8Array {
  let weights = Array.from({ length: SYMBOLS }, (_, symbol) => counts[symbol] ?? 0);
  for (;;) {
    const lengths = huffmanLengths(weights);
    if (Math.max(...lengths) <= LONGEST + 1) return lengths;
    weights = weights.map((weight) => (weight > 0 ? (weight >> 1) + 1 : 0));
  }
}

interface Tree {
  readonly weight: number;
  readonly symbols: readonly number[];
}

function huffmanLengths(weights: readonly number[]): Uint8Array {
  const lengths = new Uint8Array(SYMBOLS);
  let trees: Tree[] = weights.flatMap((weight, symbol) =>
    weight > 0 ? [{ weight, symbols: [symbol] }] : [],
  );
  for (const tree of trees) for (const symbol of tree.symbols) lengths[symbol] = 1;
  while (trees.length > 1) {
    const [first, second, ...rest] = trees.sort((a, b) => a.weight - b.weight);
    if (!first || !second) break;
    const symbols = [...first.symbols, ...second.symbols];
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    trees = [{ weight: first.weight + second.weight, symbols }, ...rest];
  }
  return lengths;
}

/** Writes each symbol's code, lowest bit first, for the lengths that begin at `from`. */
export function fillCodes(
  lengths: Uint8Array,
  from: number,
  codes: Uint16Array,
  place: number,
): void {
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      if (lengths[from + symbol] !== length + 1) continue;
      codes[place + symbol] = (REVERSED[code & 255] ?? 0) >> (LONGEST - length);
      code += 1;
    }
    code <<= 1;
  }
}

/** Of each byte the one with its bits in reverse order. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let turned = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) turned |= 128 >> bit;
  return turned;
});

/** Writes the decoding table for the lengths that begin at `from` into `table` at `place`. */
export function fillTable(
  lengths: Uint8Array,
  from: number,
  table: Uint8Array,
  place: number,
): void {
  let code = 0;
  for (let length = 0; length <= LONGEST; length++) {
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      if (lengths[from + symbol] !== length + 1) continue;
      const entry = (symbol << 4) | length;
      const first = (REVERSED[code & 255] ?? 0) >> (LONGEST - length);
      for (let index = first; index < TABLE_SIZE; index += 1 << length)
        table[place + index] = entry;
      code += 1;
    }
    code <<= 1;
  }
}

/** Writes codes one after the other; `take` closes the last byte and begins anew. */
export class BitWriter {
  #out = new ByteList(256);
  #buffer = 0;
  #bits = 0;

  write(code: number, length: number): void {
    this.#buffer |= code << this.#bits;
    this.#bits += length;
    while (this.#bits >= 8) {
      this.#out.push(this.#buffer & 255);
      this.#buffer >>>= 8;
      this.#bits -= 8;
    }
  }

  take(): Uint8Array {
    if (this.#bits > 0) this.#out.push(this.#buffer & 255);
    const bytes = this.#out.view().slice();
    this.#out.length = 0;
    this.#buffer = 0;
    this.#bits = 0;
    return bytes;
  }
}
