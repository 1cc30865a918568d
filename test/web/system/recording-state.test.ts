/** How fresh a camera's recording is called. */
import { describe, expect, test } from "vitest";
import { freshness, lastRecorded } from "../../../web/src/system/recording-state.ts";

const NOW = 1_000_000_000;

function camera(
  mainAgeMs: number | null,
  subAgeMs: number | null,
  phase: "recording" | "off" = "recording",
) {
  const stream = (name: "main" | "sub", ageMs: number | null) => ({
    stream: name,
    phase,
    cause: null,
    detail: null,
    sinceMs: 0,
    lastRecordedMs: ageMs === null ? null : NOW - ageMs,
    bitrateKbps: null,
    framesPerSecond: null,
    codec: null,
    width: null,
    height: null,
    audioCodec: null,
    cameraClockOffsetMs: null,
    retryAtMs: null,
  });
  const status = { cameraId: "cam-01", phase, cause: null, sinceMs: 0, warnings: [] };
  return {
    enabled: true,
    status: { ...status, main: stream("main", mainAgeMs), sub: stream("sub", subAgeMs) },
  };
}

describe("how fresh a camera's recording is", () => {
  test.each([
    [2000, 2000, "fresh"],
    [15_000, 2000, "late"],
    [2000, 90_000, "stale"],
    [null, null, "stale"],
  ] as const)("main %s and sub %s ms old is %s", (main, sub, expected) => {
    expect(freshness(camera(main, sub), NOW)).toBe(expected);
  });

  test("the stream further behind counts", () => {
    expect(lastRecorded(camera(15_000, 2000))).toBe(NOW - 15_000);
  });

  test("a camera that is switched off is not late", () => {
    expect(freshness(camera(null, null, "off"), NOW)).toBe("off");
    expect(freshness({ ...camera(null, null), enabled: false }, NOW)).toBe("off");
  });
});
