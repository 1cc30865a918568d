/**
 * The strong half of a node's story: of the children that moved in a second, which moved strongly.
 * Told only for seconds in which the node itself moved strongly and more than one child moved.
 * Mostly all of them did, so a stream is the cheaper of three: empty (always all of them), plain (a
 * code a second), or runs (how many seconds all of them did, then the code of one that is otherwise,
 * and so on; it ends with a run). Its first bit is 0 for plain and 1 for runs. Run lengths are
 * written in groups of three bits, lowest first, each after a bit that says whether more follow.
 */
import type { BitWriter } from "./prefix-code.ts";
import { SYMBOLS, TABLE_SIZE } from "./prefix-code.ts";
import { STRONG_CONTEXT, type TreeCodes, TreeCounts } from "./tree-codes.ts";

/** The context of what is told of a second, 255 when nothing is. */
export function strongContext(moved: number, before: number): number {
  return STRONG_CONTEXT[(moved << 4) | ((before >> 4) & moved)] ?? 255;
}

/** Where the counts and codes of a context of `strong` lie. */
export function strongPlace(level: number, context: number): number {
  return TreeCounts.base(level) + context * SYMBOLS;
}

/** Collects what is told of a node, then writes it the cheapest way. */
export class StrongWriter {
  #places: number[] = [];
  #all: boolean[] = [];

  /** `strong` of `moved` in `context` at `level`. */
  add(level: number, context: number, moved: number, strong: number): void {
    this.#places.push(strongPlace(level, context) + strong);
    this.#all.push(strong === moved);
  }

  write(codes: TreeCodes, bits: BitWriter): void {
    if (!this.#all.every((each) => each)) {
      const plain = this.#writePlain(codes, undefined);
      const runs = this.#writeRuns(codes, undefined);
      if (plain <= runs) this.#writePlain(codes, bits);
      else this.#writeRuns(codes, bits);
    }
    this.#places = [];
    this.#all = [];
  }

  #writePlain(codes: TreeCodes, bits: BitWriter | undefined): number {
    bits?.write(0, 1);
    let length = 1;
    for (const place of this.#places) length += writeCode(codes, place, bits);
    return length;
  }

  #writeRuns(codes: TreeCodes, bits: BitWriter | undefined): number {
    bits?.write(1, 1);
    let length = 1;
    let run = 0;
    for (const [index, place] of this.#places.entries()) {
      if (this.#all[index]) {
        run += 1;
        continue;
      }
      length += writeRun(run, bits) + writeCode(codes, place, bits);
      run = 0;
    }
    return length + writeRun(run, bits);
  }
}

function writeCode(codes: TreeCodes, place: number, bits: BitWriter | undefined): number {
  const length = (codes.lengths[place] ?? 1) - 1;
  bits?.write(codes.codes[place] ?? 0, length);
  return length;
}

function writeRun(run: number, bits: BitWriter | undefined): number {
  let rest = run;
  let length = 0;
  do {
    const more = rest > 7 ? 1 : 0;
    bits?.write(more | ((rest & 7) << 1), 4);
    rest >>>= 3;
    length += 4;
  } while (rest > 0);
  return length;
}

/** Reads a node's stream, which is not empty. Past its end it reads something, but never fails. */
export class StrongReader {
  readonly #bytes: Uint8Array;
  readonly #table: Uint8Array;
  readonly #runs: boolean;
  /** Of so many told seconds from here on all that moved was strong; a code tells of the next. */
  run: number;
  #at: number;
  #buffer = 0;
  #bits = 0;

  constructor(bytes: Uint8Array, at: number, table: Uint8Array) {
    this.#bytes = bytes;
    this.#table = table;
    this.#at = at;
    this.#runs = this.#take(1) === 1;
    this.run = this.#runs ? this.#readRun() : 0;
  }

  /** Which of the children `moved` moved strongly; `before` is the pattern of the second before. */
  code(moved: number, before: number): number {
    const context = STRONG_CONTEXT[(moved << 4) | ((before >> 4) & moved)] as number;
    if (this.#bits < 8) this.#fill();
    const at = context * TABLE_SIZE + (this.#buffer & 255);
    const entry = this.#table[at] as number;
    this.#buffer >>>= entry & 15;
    this.#bits -= entry & 15;
    if (this.#runs) this.run = this.#readRun();
    return entry >> 4;
  }

  #readRun(): number {
    let run = 0;
    for (let shift = 0; shift < 24; shift += 3) {
      const group = this.#take(4);
      run |= (group >> 1) << shift;
      if ((group & 1) === 0) break;
    }
    return run;
  }

  #take(count: number): number {
    if (this.#bits < 8) this.#fill();
    const value = this.#buffer & ((1 << count) - 1);
    this.#buffer >>>= count;
    this.#bits -= count;
    return value;
  }

  #fill(): void {
    this.#buffer |= (this.#bytes[this.#at++] ?? 0) << this.#bits;
    this.#bits += 8;
  }
}
