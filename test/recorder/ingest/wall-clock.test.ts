/** Wall time under jitter, drift and a host clock that is set. */
import { describe, expect, it } from "vitest";
import { ArrivalPairs, WallClock } from "../../../recorder/ingest/wall-clock.ts";

const HOST_MS = 1_780_000_000_000;

/** Deterministic noise in [0, 1). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Camera {
  readonly driftPpm: number;
  /** Delay of a frame, given how long the run lasts. */
  readonly delayMs: (elapsedMs: number) => number;
  readonly hours: number;
}

/** Largest error of recorded time over a run with a GOP of 2 s, after its first minute and in it. */
function recordFor(camera: Camera): { firstMinuteMs: number; laterMs: number } {
  const clock = new WallClock();
  clock.follow(HOST_MS);
  const worst = { firstMinuteMs: 0, laterMs: 0 };
  const stepMs = 500;
  for (let elapsedMs = 0; elapsedMs < camera.hours * 3_600_000; elapsedMs += stepMs) {
    const mediaMs = elapsedMs * (1 + camera.driftPpm / 1e6);
    clock.observe(mediaMs, elapsedMs + camera.delayMs(elapsedMs));
    if (elapsedMs % 2000 !== 0) continue;
    const error = Math.abs(clock.wallMs(mediaMs, elapsedMs + 5) - (HOST_MS + elapsedMs));
    const key = elapsedMs < 60_000 ? "firstMinuteMs" : "laterMs";
    worst[key] = Math.max(worst[key], error);
  }
  return worst;
}

describe("WallClock", () => {
  const random = noise(7);
  const jitter = () => 5 + 60 * random() ** 3;
  const spikes = (elapsedMs: number) => ((elapsedMs + 45_000) % 90_000 < 4000 ? 2500 : jitter());
  it.each([
    ["a crystal 100 ppm fast over three days", { driftPpm: 100, delayMs: jitter, hours: 72 }],
    ["a crystal 100 ppm slow over three days", { driftPpm: -100, delayMs: jitter, hours: 72 }],
    [
      "network stalls of some seconds every minute and a half",
      { driftPpm: 30, delayMs: spikes, hours: 6 },
    ],
    ["a perfect camera", { driftPpm: 0, delayMs: () => 0, hours: 1 }],
  ])("keeps recorded time within 50 ms with %s", (_what, camera) => {
    const worst = recordFor(camera);
    expect(worst.laterMs).toBeLessThan(50);
    expect(worst.firstMinuteMs).toBeLessThan(100);
  });

  it("takes a less delayed frame at once when time was late by much", () => {
    const clock = new WallClock();
    clock.follow(HOST_MS);
    clock.observe(0, 900);
    expect(clock.wallMs(0, 900)).toBe(HOST_MS + 900);
    clock.observe(20_000, 20_010);
    expect(clock.wallMs(20_000, 20_010)).toBe(HOST_MS + 20_010);
  });

  it("does not follow jitter upwards faster than a crystal may drift", () => {
    const clock = new WallClock();
    clock.follow(HOST_MS);
    clock.observe(0, 10);
    clock.wallMs(0, 10);
    for (let ms = 1000; ms <= 200_000; ms += 1000) clock.observe(ms, ms + 200);
    const error = clock.wallMs(200_000, 200_200) - (HOST_MS + 200_010);
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThanOrEqual(200);
  });

  it.each([
    ["forward", 5000],
    ["back", -3_600_000],
    ["by a little more than reading it costs", 60],
  ])("tells that the host's clock was set %s", (_what, byMs) => {
    const clock = new WallClock();
    expect(clock.follow(HOST_MS)).toBe(0);
    expect(clock.follow(HOST_MS + 0.6)).toBe(0);
    expect(Math.round(clock.follow(HOST_MS + byMs))).toBeCloseTo(byMs, -1);
    clock.observe(0, 0);
    expect(Math.abs(clock.wallMs(0, 0) - (HOST_MS + byMs))).toBeLessThan(2);
  });

  it("is settled when frames stop coming faster than they were made", () => {
    const clock = new WallClock();
    for (let frame = 0; frame < 20; frame++) clock.observe(frame * 67, 2000 + frame);
    expect(clock.isSettled(2020)).toBe(false);
    for (let frame = 20; frame < 25; frame++)
      clock.observe(frame * 67, 2000 + frame * 67 - 19 * 67);
    expect(clock.isSettled(2400)).toBe(true);
  });

  it("counts as settled after three seconds whatever comes", () => {
    const clock = new WallClock();
    for (let frame = 0; frame < 60; frame++) clock.observe(frame * 1000, 5000 + frame * 100);
    expect(clock.isSettled(5000)).toBe(false);
    expect(clock.isSettled(8100)).toBe(true);
  });
});

describe("ArrivalPairs", () => {
  it("tells of each frame when it began to arrive, so many deliveries before its own", () => {
    const pairs = new ArrivalPairs(2);
    expect([10, 20, 30, 40].map((atMs) => pairs.pair(atMs))).toEqual([
      undefined,
      undefined,
      10,
      20,
    ]);
  });
});
