/** Segment paths say what a segment is, and nothing outside the segments folder passes for one. */
import { expect, test } from "vitest";
import { absolutePath, parseSegmentPath, segmentPath } from "#storage";

const NAME = {
  cameraId: "cam-03",
  stream: "main",
  startMs: Date.UTC(2026, 0, 5, 23, 59, 0, 7),
  runId: "9f3a",
} as const;

test("a path comes from a name and goes back to it", () => {
  const path = segmentPath(NAME);
  expect(path).toBe("cam-03/main/2026-01-05/235900007-9f3a.mp4");
  expect(parseSegmentPath(path)).toEqual({ ...NAME, open: false });
  expect(parseSegmentPath(path.replace(".mp4", ".part"))).toEqual({ ...NAME, open: true });
  expect(absolutePath("/data/segments", path)).toBe(`/data/segments/${path}`);
});

test.each([
  "cam-03/main/2026-01-05/235900007-9f3a.mp4/x",
  "../main/2026-01-05/235900007-9f3a.mp4",
  "cam-03/third/2026-01-05/235900007-9f3a.mp4",
  "cam-03/main/2026-13-05/235900007-9f3a.mp4",
  "cam-03/main/2026-01-05/256000007-9f3a.mp4",
  "cam-03/main/2026-01-05/235900007-9F3A.mp4",
  "cam-03/main/2026-01-05/235900007-.mp4",
  "cam-03/main/2026-01-05/235900007-9f3a.mp4.bak",
  "cam-03/main/2026-01-05",
  "",
])("%o is no segment", (path) => {
  expect(parseSegmentPath(path)).toBeUndefined();
});
