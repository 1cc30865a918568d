/** HLS playlists from GOP tables. */
import { describe, expect, it } from "vitest";
import type { FootageFile, FootageGop } from "../../../server/playback/footage.ts";
import { buildPlaylist } from "../../../server/playback/playlist.ts";

const startMs = Date.UTC(2026, 0, 15, 3);

function gops(count: number, seconds: number, fromSeconds = 0): FootageGop[] {
  return Array.from({ length: count }, (_, i) => ({
    mediaTime: (fromSeconds + i * seconds) * 1000,
    durationTicks: seconds * 1000,
    startMs: startMs + (fromSeconds + i * seconds) * 1000,
    endMs: startMs + (fromSeconds + (i + 1) * seconds) * 1000,
    offset: 700 + i * 1000,
    sizeBytes: 1000,
    frames: 10,
  }));
}

function file(name: string, change: Partial<FootageFile> = {}): FootageFile {
  return {
    name,
    lastingName: `open-2026-01-15-${name}`,
    path: `cam-1/main/2026-01-15/${name}.mp4`,
    isOpen: false,
    runId: "run1",
    initBytes: 700,
    initSha: "a",
    audioCodec: null,
    width: 640,
    height: 360,
    codec: "avc1.640028",
    timescale: 1000,
    gops: gops(4, 2),
    ...change,
  };
}

const urls = (text: string) => text.split("\n").filter((line) => line.startsWith("segments/"));
const count = (text: string, tag: string) =>
  text.split("\n").filter((line) => line.startsWith(tag)).length;

describe("buildPlaylist", () => {
  it("lists whole GOPs as byte ranges with their wall times", () => {
    const text = buildPlaylist([file("7", { gops: gops(2, 2) })], { growing: false });
    expect(text).toBe(
      `${[
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:2",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="segments/7.mp4",BYTERANGE="700@0"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-01-15T03:00:00.000Z",
        "#EXTINF:2.000000,",
        "#EXT-X-BYTERANGE:1000@700",
        "segments/7.mp4",
        "#EXT-X-PROGRAM-DATE-TIME:2026-01-15T03:00:02.000Z",
        "#EXTINF:2.000000,",
        "#EXT-X-BYTERANGE:1000@1700",
        "segments/7.mp4",
        "#EXT-X-ENDLIST",
      ].join("\n")}\n`,
    );
  });

  it("joins short GOPs and leaves no footage out", () => {
    const text = buildPlaylist([file("7", { gops: gops(5, 1) })], { growing: false });
    const lengths = [...text.matchAll(/#EXTINF:([\d.]+)/g)].map((match) => Number(match[1]));
    expect(lengths).toEqual([2, 2, 1]);
    expect(text).toContain("#EXT-X-BYTERANGE:2000@700");
  });

  it("marks a new run, a hole in a run and a new codec, and nothing else", () => {
    const files = [
      file("1", { gops: gops(2, 2) }),
      file("2", { gops: gops(2, 2, 4) }),
      file("3", { gops: gops(2, 2, 30) }),
      file("4", { gops: gops(2, 2, 34), runId: "run2" }),
      file("5", { gops: gops(2, 2, 38), runId: "run2", initSha: "b" }),
    ];
    const text = buildPlaylist(files, { growing: false });
    expect(count(text, "#EXT-X-DISCONTINUITY")).toBe(3);
    expect(count(text, "#EXT-X-MAP")).toBe(2);
    expect(urls(text)).toHaveLength(10);
  });

  it("grows only at its end, and keeps every address when the open file is finished", () => {
    const open = (n: number) =>
      file("9", { isOpen: true, gops: gops(n, 1), name: "open-2026-01-15-9" });
    let before = buildPlaylist([file("8"), open(1)], { growing: true });
    for (let n = 2; n < 12; n += 1) {
      const text = buildPlaylist([file("8"), open(n)], { growing: true });
      expect(text.startsWith(before)).toBe(true);
      before = text;
    }
    const finished = buildPlaylist([file("8"), file("9", { name: "1234", gops: gops(12, 1) })], {
      growing: true,
    });
    expect(finished.startsWith(before)).toBe(true);
    expect(finished).not.toContain("ENDLIST");
  });

  it("never has a piece longer than its target duration", () => {
    const text = buildPlaylist([file("7", { gops: gops(2, 7) })], { growing: false });
    expect(text).toContain("#EXT-X-TARGETDURATION:7");
  });
});
