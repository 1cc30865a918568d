/** What the playback player loads, where a seek lands, how gaps are crossed. */
import { describe, expect, test } from "vitest";
import * as plan from "../../../web/src/player/playback-plan.ts";
import type { Chunk } from "../../../web/src/player/playback-playlist.ts";

function chunk(startMs: number, endMs: number): Chunk {
  const source = { url: "http://host/1.mp4", range: null };
  return {
    key: `${startMs}-${endMs}`,
    startMs,
    endMs,
    media: source,
    init: source,
    discontinuous: false,
  };
}

/** 0–12 s and 60–68 s: a gap of 48 s between. */
const CHUNKS = [
  chunk(0, 4000),
  chunk(4000, 8000),
  chunk(8000, 12_000),
  chunk(60_000, 64_000),
  chunk(64_000, 68_000),
];
const none = () => false;
const these =
  (...chunks: (Chunk | undefined)[]) =>
  (one: Chunk) =>
    chunks.includes(one);

describe("what is loaded next", () => {
  test("the chunk under the playhead comes first", () => {
    expect(plan.nextToLoad(CHUNKS, 5000, 10_000, none)).toBe(CHUNKS[1]);
  });

  test("then the following ones, as far as wanted", () => {
    expect(plan.nextToLoad(CHUNKS, 5000, 10_000, these(CHUNKS[1]))).toBe(CHUNKS[2]);
    expect(plan.nextToLoad(CHUNKS, 5000, 10_000, these(CHUNKS[1], CHUNKS[2]))).toBeUndefined();
  });

  test("footage behind a gap is loaded before the playhead gets there", () => {
    expect(plan.nextToLoad(CHUNKS, 11_000, 60_000, these(CHUNKS[2]))).toBe(CHUNKS[3]);
  });

  test("a chunk whose time is covered by overlapping ones is not loaded again", () => {
    const overlapping = [chunk(0, 4000), chunk(2000, 4000), chunk(4000, 6000)];
    expect(plan.nextToLoad(overlapping, 100, 10_000, these(overlapping[0]))).toBe(overlapping[2]);
  });
});

describe("where a seek lands", () => {
  test.each([
    [5000, { kind: "play", atMs: 5000 }],
    [59_000, { kind: "play", atMs: 60_001 }],
    [12_300, { kind: "play", atMs: 11_940 }],
    [30_000, { kind: "noFootage" }],
    [90_000, { kind: "noFootage" }],
  ] as const)("%i is %j", (atMs, expected) => {
    expect(plan.planSeek(CHUNKS, atMs, 2000)).toEqual(expected);
  });

  test("no footage at all is no footage", () => {
    expect(plan.planSeek([], 5000, 2000)).toEqual({ kind: "noFootage" });
  });
});

describe("gaps while playing", () => {
  test("unbroken footage ends where the gap begins", () => {
    expect(plan.unbrokenUntil(CHUNKS, 100)).toBe(12_000);
    expect(plan.unbrokenUntil(CHUNKS, 30_000)).toBeUndefined();
  });

  test("playback goes on at the first chunk after the gap", () => {
    expect(plan.chunkAfter(CHUNKS, 12_000 - 40)).toBe(CHUNKS[3]);
    expect(plan.chunkAfter(CHUNKS, 68_000)).toBeUndefined();
  });

  test("a hole of rounding is no gap", () => {
    expect(plan.unbrokenUntil([chunk(0, 3990), chunk(4000, 8000)], 100)).toBe(8000);
  });
});

describe("single frames", () => {
  const frames = [1000, 1066.7, 1133.3];

  test("the neighbour is the next frame at its own instant", () => {
    expect(plan.neighbourFrame(frames, 1067, 1)).toBe(1133.3);
    expect(plan.neighbourFrame(frames, 1067, -1)).toBe(1000);
    expect(plan.neighbourFrame(frames, 1133, 1)).toBeUndefined();
  });

  test("beyond a chunk its neighbour goes on, over a gap too", () => {
    expect(plan.chunkBeside(CHUNKS, CHUNKS[1]!, -1)).toBe(CHUNKS[0]);
    expect(plan.chunkBeside(CHUNKS, CHUNKS[2]!, 1)).toBe(CHUNKS[3]);
    expect(plan.chunkBeside(CHUNKS, CHUNKS[4]!, 1)).toBeUndefined();
  });
});

describe("the known chunks", () => {
  test("a fresh list replaces what begins at the same instant and keeps the rest", () => {
    const grown = chunk(8000, 14_000);
    const merged = plan.mergeChunks(CHUNKS, [grown, chunk(14_000, 16_000)]);
    expect(merged.map((one) => one.startMs)).toEqual([0, 4000, 8000, 14_000, 60_000, 64_000]);
    expect(merged[2]).toBe(grown);
  });

  test("what is far behind or far ahead is forgotten", () => {
    const loaded = CHUNKS.map((one) => ({ chunk: one }));
    const forgotten = plan.toForget(loaded, 62_000, 20_000, 30_000);
    expect(forgotten.map(({ chunk: one }) => one.startMs)).toEqual([0, 4000, 8000]);
  });

  test("a chunk that reaches into the one behind it costs that one, and only that", () => {
    const loaded = CHUNKS.map((one) => ({ chunk: one, framesMs: [one.startMs], endMs: one.endMs }));
    const fresh = { chunk: chunk(4000, 8001), framesMs: [4000, 7900], endMs: 8000.01 };
    expect(plan.damagedBy(fresh, loaded).map((one) => one.chunk.startMs)).toEqual([8000]);
    expect(plan.damagedBy({ ...fresh, endMs: 7999 }, loaded)).toEqual([]);
  });

  test("more is held ready at speed, within bounds", () => {
    expect(plan.aheadFor(0.25)).toBe(10_000);
    expect(plan.aheadFor(4)).toBe(32_000);
    expect(plan.aheadFor(16)).toBeLessThanOrEqual(120_000);
  });
});
