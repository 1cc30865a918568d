/**
 * The prefix codes of one block, for what moved strongly: which of the children that moved in a
 * second did so (a part of the pattern, not empty), coded by the pattern and by what of it was
 * strong the second before. Made from the block's own counts, for each level of nodes. Where one
 * child moved alone there is nothing to tell.
 */
import type { ByteList, VarintReader } from "./byte-list.ts";
import { LEVELS } from "./grid-tree.ts";
import { codeLengths, fillCodes, fillTable, SYMBOLS, TABLE_SIZE } from "./prefix-code.ts";

/** Contexts of `strong` by `pattern << 4 | before`: their numbers, 255 where nothing is told. */
export const STRONG_CONTEXT = new Uint8Array(256).fill(255);
/** Of each context of `strong` its pattern. */
const CONTEXT_PATTERN: number[] = [];

for (let pattern = 1; pattern < 16; pattern++) {
  if ((pattern & (pattern - 1)) === 0) continue;
  for (let before = 0; before < 16; before++) {
    if ((before & ~pattern) !== 0) continue;
    STRONG_CONTEXT[(pattern << 4) | before] = CONTEXT_PATTERN.length;
    CONTEXT_PATTERN.push(pattern);
  }
}

const CONTEXTS = CONTEXT_PATTERN.length;

/** Counts of symbols by level and context: `(level * contexts + context) * 16 + symbol`. */
export class TreeCounts {
  readonly counts = new Uint32Array(LEVELS * CONTEXTS * SYMBOLS);

  /** Where the counts of a level begin. */
  static base(level: number): number {
    return level * CONTEXTS * SYMBOLS;
  }

  /** Writes the code lengths: per level which contexts occur, then a nibble a possible symbol. */
  write(out: ByteList): TreeCodes {
    const lengths = new Uint8Array(this.counts.length);
    for (let level = 0; level < LEVELS; level++) {
      const present = new Uint8Array(Math.ceil(CONTEXTS / 8));
      const nibbles: number[] = [];
      for (let context = 0; context < CONTEXTS; context++) {
        const at = TreeCounts.base(level) + context * SYMBOLS;
        const code = codeLengths(this.counts.subarray(at, at + SYMBOLS));
        if (code.every((length) => length === 0)) continue;
        lengths.set(code, at);
        present[context >> 3] = (present[context >> 3] ?? 0) | (1 << (context & 7));
        for (const symbol of POSSIBLE[context] ?? []) nibbles.push(code[symbol] ?? 0);
      }
      out.append(present);
      for (let index = 0; index < nibbles.length; index += 2)
        out.push((nibbles[index] ?? 0) | ((nibbles[index + 1] ?? 0) << 4));
    }
    return new TreeCodes(lengths);
  }
}

/** The symbols that a context can have. */
const POSSIBLE = Array.from({ length: CONTEXTS }, (_, context) => possible(context));

function possible(context: number): number[] {
  const pattern = CONTEXT_PATTERN[context] ?? 0;
  return Array.from({ length: 15 }, (_, index) => index + 1).filter(
    (symbol) => (symbol & ~pattern) === 0,
  );
}

export class TreeCodes {
  /** Lengths plus 1, indexed as the counts are. */
  readonly lengths: Uint8Array;
  readonly #tables: (Uint8Array | undefined)[] = [];
  #codes: Uint16Array | undefined;

  constructor(lengths: Uint8Array) {
    this.lengths = lengths;
  }

  static read(reader: VarintReader): TreeCodes {
    const lengths = new Uint8Array(LEVELS * CONTEXTS * SYMBOLS);
    const present = new Uint8Array(Math.ceil(CONTEXTS / 8));
    for (let level = 0; level < LEVELS; level++) {
      for (let index = 0; index < present.length; index++) present[index] = reader.byte();
      let half: number | undefined;
      for (let context = 0; context < CONTEXTS; context++) {
        if (((present[context >> 3] ?? 0) & (1 << (context & 7))) === 0) continue;
        const at = TreeCounts.base(level) + context * SYMBOLS;
        for (const symbol of POSSIBLE[context] ?? []) {
          const byte: number = half ?? reader.byte();
          lengths[at + symbol] = half === undefined ? byte & 15 : byte >> 4;
          half = half === undefined ? byte : undefined;
        }
      }
    }
    return new TreeCodes(lengths);
  }

  /** Codes, indexed as the counts are. */
  get codes(): Uint16Array {
    this.#codes ??= this.#makeCodes();
    return this.#codes;
  }

  /** Decoding tables of a level, `TABLE_SIZE` bytes a context; made when they are asked for. */
  table(level: number): Uint8Array {
    this.#tables[level] ??= this.#makeTable(level);
    return this.#tables[level];
  }

  #makeTable(level: number): Uint8Array {
    const table = new Uint8Array(CONTEXTS * TABLE_SIZE);
    for (let context = 0; context < CONTEXTS; context++) {
      const at = TreeCounts.base(level) + context * SYMBOLS;
      fillTable(this.lengths, at, table, context * TABLE_SIZE);
    }
    return table;
  }

  #makeCodes(): Uint16Array {
    const codes = new Uint16Array(this.lengths.length);
    for (let at = 0; at < codes.length; at += SYMBOLS) fillCodes(this.lengths, at, codes, at);
    return codes;
  }
}
