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

/** Of each symbol its code, lowest bit first. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(SYMBOLS);
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      if (lengths[symbol] !== length + 1) continue;
      codes[symbol] = reversed(code, length);
      code += 1;
    }
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let turned = 0;
  for (let bit = 0; bit < length; bit++) if (code & (1 << bit)) turned |= 1 << (length - 1 - bit);
  return turned;
}

/** Writes the decoding table of one set of lengths into `table` at `offset`. */
export function fillTable(lengths: Uint8Array, table: Uint8Array, offset: number): void {
  const codes = codesOf(lengths);
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const length = (lengths[symbol] ?? 0) - 1;
    if (length < 0) continue;
    const entry = (symbol << 4) | length;
    for (let index = codes[symbol] ?? 0; index < TABLE_SIZE; index += 1 << length)
      table[offset + index] = entry;
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
