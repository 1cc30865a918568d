/** The GOP table's bytes: round trip over many tables, size, and refusal of damage. */
import { describe, expect, test } from "vitest";
import { decodeGopTable, encodeGopTable, type Gop, gopsEndMs } from "#storage";

/** A small repeatable source of numbers (mulberry32), so that a failure can be looked at again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function randomGops(seed: number, timescale: number): Gop[] {
  const next = numbers(seed);
  const gops: Gop[] = [];
  let mediaTime = next(2) === 0 ? 0 : next(2 ** 30) * 2 ** 20;
  let startMs = 1_700_000_000_000 + next(10 ** 9);
  let offset = next(5_000);
  const count = next(80);
  for (let index = 0; index < count; index++) {
    const durationTicks = next(10) === 0 ? next(timescale * 100) : timescale * 2;
    const sizeBytes = 1 + next(2 ** 22);
    gops.push({
      mediaTime,
      durationTicks,
      startMs,
      offset,
      sizeBytes,
      frames: next(6) === 0 ? next(500) : 50,
    });
    mediaTime += next(8) === 0 ? next(timescale) : durationTicks;
    startMs += next(8) === 0 ? next(100_000) - 50_000 : 2_000 + next(3) - 1;
    offset += sizeBytes + (next(12) === 0 ? next(1_000) : 0);
  }
  return gops;
}

describe("encoding and decoding", () => {
  test("any table comes back as it went in", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const timescale = [1_000, 12_800, 15_360, 90_000][seed % 4] ?? 90_000;
      const gops = randomGops(seed, timescale);
      expect(decodeGopTable(encodeGopTable(gops, timescale)), `seed ${seed}`).toEqual(gops);
    }
  });

  test("negative media times and a clock set back are carried", () => {
    const gops: Gop[] = [
      {
        mediaTime: -3_000,
        durationTicks: 90_000,
        startMs: 1_000_000,
        offset: 0,
        sizeBytes: 10,
        frames: 1,
      },
      {
        mediaTime: 87_000,
        durationTicks: 90_000,
        startMs: 900_000,
        offset: 10,
        sizeBytes: 10,
        frames: 1,
      },
    ];
    expect(decodeGopTable(encodeGopTable(gops, 90_000))).toEqual(gops);
  });

  test("a minute of two-second GOPs with a jitter of a millisecond takes at most seven bytes a GOP", () => {
    const gops: Gop[] = Array.from({ length: 30 }, (_, index) => ({
      mediaTime: index * 180_000,
      durationTicks: 180_000,
      startMs: 1_768_446_000_000 + index * 2_000 + (index % 3),
      offset: 900 + index * 501_234,
      sizeBytes: 501_234,
      frames: 30,
    }));
    expect(encodeGopTable(gops, 90_000).byteLength).toBeLessThanOrEqual(30 * 7);
  });

  test("what is no whole number is refused", () => {
    const gop: Gop = {
      mediaTime: 0,
      durationTicks: 1,
      startMs: 0,
      offset: 0,
      sizeBytes: 1.5,
      frames: 1,
    };
    expect(() => encodeGopTable([gop], 90_000)).toThrow(
      expect.objectContaining({ reason: "gop_table.bad_number" }),
    );
  });
});

test("every cut and every alien version is refused as corrupt", () => {
  const bytes = encodeGopTable(randomGops(7, 90_000), 90_000);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeGopTable(bytes.subarray(0, length)), `${length} bytes`).toThrow(
      expect.objectContaining({ code: "corrupt" }),
    );
  }
  expect(() => decodeGopTable(Uint8Array.from([...bytes, 0]))).toThrow(
    expect.objectContaining({ code: "corrupt" }),
  );
  expect(() => decodeGopTable(Uint8Array.from([2, 0, 0]))).toThrow(
    expect.objectContaining({ code: "corrupt" }),
  );
  expect(() => decodeGopTable(Uint8Array.from([1, 255, 255, 255, 255, 15, 1]))).toThrow(
    expect.objectContaining({ code: "corrupt" }),
  );
});

test("the end is the last GOP's start and length", () => {
  expect(gopsEndMs([], 90_000)).toBeUndefined();
  const gop: Gop = {
    mediaTime: 5,
    durationTicks: 45_000,
    startMs: 1_000,
    offset: 0,
    sizeBytes: 1,
    frames: 1,
  };
  expect(gopsEndMs([gop], 90_000)).toBe(1_500);
});
