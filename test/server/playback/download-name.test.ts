/** Names of downloaded files. */
import { describe, expect, it } from "vitest";
import { attachment, downloadName } from "../../../server/playback/download-name.ts";

const atMs = Date.UTC(2026, 0, 15, 3, 4, 5);

describe("downloadName", () => {
  it.each([
    ["Cổng làng Đông", "Cổng làng Đông 2026-01-15 10.04.05.mp4"],
    ["../../etc/passwd", "etc passwd 2026-01-15 10.04.05.mp4"],
    ['a"b\\c:d\r\nX: y', "a b c d X y 2026-01-15 10.04.05.mp4"],
    ["  ...  ", "camera 2026-01-15 10.04.05.mp4"],
  ])("%s", (name, wanted) => {
    expect(downloadName(name, atMs, "Asia/Ho_Chi_Minh", "mp4")).toBe(wanted);
  });
});

describe("attachment", () => {
  it("carries any script, and a plain name for old programs", () => {
    expect(attachment("Cổng Đông's.mp4")).toBe(
      `attachment; filename="Cong Dong's.mp4"; filename*=UTF-8''C%E1%BB%95ng%20%C4%90%C3%B4ng%27s.mp4`,
    );
  });

  it("is one ASCII line without a loose quote", () => {
    const header = attachment('x"; filename=evil.exe; y="é\u4e2d.mp4');
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(header.split('"')).toHaveLength(3);
  });
});
