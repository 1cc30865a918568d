/** Seconds as bits do what a plain list of flags does, at every place within a word. */
import { expect, test } from "vitest";
import { SecondBits } from "../../../storage/motion/second-bits.ts";
import { seeded } from "../helpers/made-motion.ts";

const SPAN_S = 420;

function flagsOf(bits: SecondBits): number[] {
  return Array.from({ length: SPAN_S }, (_, second) => (bits.has(second) ? 1 : 0));
}

test("stretches, single seconds and laid-over bits are those of a plain list", () => {
  const random = seeded(3);
  const below = (end: number) => Math.floor(random() * end);
  for (let round = 0; round < 300; round++) {
    const bits = new SecondBits(SPAN_S);
    const plain = new Array<number>(SPAN_S).fill(0);
    for (let step = 0; step < 3; step++) {
      const second = below(SPAN_S);
      bits.add(second);
      plain[second] = 1;
      const from = below(SPAN_S);
      const to = from + below(SPAN_S - from + 1);
      bits.addStretch(from, to);
      plain.fill(1, from, to);
      const source = Int32Array.from({ length: 16 }, () => below(2 ** 32) & below(2 ** 32));
      const [at, start] = [below(60), below(SPAN_S)];
      const length = below(Math.min(SPAN_S - start, 300) + 1);
      bits.addWhere(source, at, start, length);
      for (let index = 0; index < length; index++)
        if (((source[(at + index) >> 5] ?? 0) >> ((at + index) & 31)) & 1) plain[start + index] = 1;
    }
    expect(flagsOf(bits)).toEqual(plain);
  }
});

test("the next second in and the next out are found across words, and never beyond the end asked", () => {
  const random = seeded(8);
  const bits = new SecondBits(SPAN_S);
  for (let count = 0; count < 12; count++) {
    const from = Math.floor(random() * SPAN_S);
    bits.addStretch(from, Math.min(SPAN_S, from + Math.floor(random() ** 3 * 120)));
  }
  const plain = flagsOf(bits);
  const firstOf = (flag: number, from: number, to: number) => {
    const at = plain.indexOf(flag, from);
    return at < 0 || at > to ? to : at;
  };
  for (let from = 0; from < SPAN_S; from++)
    for (const to of [from, from + 1, from + 40, SPAN_S]) {
      if (to > SPAN_S) continue;
      expect(bits.next(from, to)).toBe(firstOf(1, from, to));
      expect(bits.nextOut(from, to)).toBe(firstOf(0, from, to));
      expect(bits.count(from, to)).toBe(plain.slice(from, to).reduce((sum, each) => sum + each, 0));
    }
  expect(flagsOf(bits.clear())).toEqual(new Array(SPAN_S).fill(0));
});
