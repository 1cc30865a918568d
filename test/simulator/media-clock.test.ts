/** The camera's oscillator and the strip that tells the time: pure parts of the simulator. */
import { describe, expect, test } from "vitest";
import { mediaAtWall, wallAtMedia, withDrift } from "./clips/media-clock.ts";
import { drawTimecode, MAX_TICKS, readTimecode, sentAtMs } from "./clips/timecode.ts";

const START_MS = 1_795_000_000_000;

describe("a drifting clock", () => {
  test("100 ppm fast is 8.64 s ahead after a day", () => {
    const clock = { epochMs: START_MS, driftPpm: 100 };
    expect(mediaAtWall(clock, START_MS + 86_400_000) - 86_400_000).toBeCloseTo(8640, 3);
  });

  test("goes there and back without loss", () => {
    const clock = { epochMs: START_MS, driftPpm: -85 };
    expect(wallAtMedia(clock, mediaAtWall(clock, START_MS + 12_345))).toBeCloseTo(
      START_MS + 12_345,
      2,
    );
  });

  test("a change of drift makes no jump in media time", () => {
    const atMs = START_MS + 3_600_000;
    const before = { epochMs: START_MS, driftPpm: 20 };
    const after = withDrift(before, -100, atMs);
    expect(mediaAtWall(after, atMs)).toBeCloseTo(mediaAtWall(before, atMs), 2);
  });
});

describe("the time code", () => {
  const sizes = [
    [1920, 1080],
    [1280, 720],
    [640, 360],
    [320, 180],
  ] as const;

  test.each(sizes)("every tick is read back at %i×%i", (width, height) => {
    const gray = new Uint8Array(width * height).fill(90);
    for (let tick = 0; tick < MAX_TICKS; tick += 37) {
      drawTimecode(gray, width, height, tick);
      expect(readTimecode(gray, width, height)).toBe(tick);
    }
  });

  test("a picture without a code gives none", () => {
    const gray = Uint8Array.from({ length: 320 * 180 }, (_, i) => (i * 7919) % 256);
    expect(readTimecode(gray, 320, 180)).toBeUndefined();
    expect(readTimecode(new Uint8Array(320 * 180).fill(128), 320, 180)).toBeUndefined();
  });

  test("one wrong bit is refused", () => {
    const gray = new Uint8Array(640 * 360);
    drawTimecode(gray, 640, 360, 1234);
    const cell = 640 / 60;
    for (let y = 350; y < 360; y++) {
      for (let x = Math.round(5 * cell); x < Math.round(6 * cell); x++) {
        gray[y * 640 + x] = 250 - (gray[y * 640 + x] ?? 0);
      }
    }
    expect(readTimecode(gray, 640, 360)).toBeUndefined();
  });

  test("the sending nearest to the hint is meant", () => {
    const clock = { epochMs: START_MS, driftPpm: 0, loopMs: 36_000 };
    const status = { cameras: [{ id: "cam-01", clock }] };
    const truthMs = START_MS + 5 * 36_000 + 10_000;
    expect(sentAtMs(status, "cam-01", 300, truthMs + 15_000)).toBeCloseTo(truthMs, 3);
    expect(sentAtMs(status, "cam-01", 300, truthMs - 15_000)).toBeCloseTo(truthMs, 3);
  });

  test("an unknown camera is an error", () => {
    expect(() => sentAtMs({ cameras: [] }, "cam-99", 0, START_MS)).toThrow(/cam-99/);
  });
});
