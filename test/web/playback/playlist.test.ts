/** Playlists into chunks on the wall clock. */
import { describe, expect, test } from "vitest";
import { parsePlaylist } from "../../../web/src/player/playback-playlist.ts";
import { parseRenditions } from "../../../web/src/player/playback-renditions.ts";

const BASE = "http://host/api/playback/cam-01/main/playlist.m3u8?from=1&to=2";
const T = Date.parse("2026-08-18T09:00:00.000Z");

const LIST = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:6
#EXT-X-MAP:URI="segments/11.mp4",BYTERANGE="800@0"
#EXT-X-PROGRAM-DATE-TIME:2026-08-18T09:00:00.000Z
#EXTINF:4.000,
#EXT-X-BYTERANGE:1000@800
segments/11.mp4
#EXTINF:2.5,
#EXT-X-BYTERANGE:500
segments/11.mp4
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="segments/12.mp4",BYTERANGE="820@0"
#EXT-X-PROGRAM-DATE-TIME:2026-08-18T16:10:00.250+07:00
#EXTINF:2.000,
#EXT-X-BYTERANGE:700@820
segments/12.mp4
#EXT-X-ENDLIST
`;

describe("a playlist of recorded footage", () => {
  test("each chunk stands at its own wall time, whatever the media clock says", () => {
    const { chunks, ended } = parsePlaylist(LIST, BASE);
    expect(ended).toBe(true);
    expect(chunks.map((chunk) => [chunk.startMs - T, chunk.endMs - T])).toEqual([
      [0, 4000],
      [4000, 6500],
      [600_250, 602_250],
    ]);
  });

  test("a byte range without an offset goes on where the last one ended", () => {
    const { chunks } = parsePlaylist(LIST, BASE);
    expect(chunks[1]?.media).toEqual({
      url: "http://host/api/playback/cam-01/main/segments/11.mp4",
      range: [1800, 500],
    });
  });

  test("a new init part and the discontinuity belong to the chunk after them", () => {
    const { chunks } = parsePlaylist(LIST, BASE);
    expect(chunks.map((chunk) => chunk.discontinuous)).toEqual([false, false, true]);
    expect(chunks[2]?.init).toEqual({
      url: "http://host/api/playback/cam-01/main/segments/12.mp4",
      range: [0, 820],
    });
  });

  test("a list that still grows is not ended, and unknown tags are skipped", () => {
    const { chunks, ended } = parsePlaylist(LIST.replace("#EXT-X-ENDLIST", "#EXT-X-NEW:1"), BASE);
    expect(ended).toBe(false);
    expect(chunks).toHaveLength(3);
  });

  test("footage without a wall time or an init part cannot be placed and is left out", () => {
    expect(parsePlaylist("#EXTM3U\n#EXTINF:2,\na.mp4\n", BASE).chunks).toEqual([]);
  });

  test("a web page instead of a playlist is refused", () => {
    expect(() => parsePlaylist("<html></html>", BASE)).toThrow("no playlist");
  });
});

describe("a list of renditions", () => {
  test("gives codecs and bandwidth of the streams it knows", () => {
    const text = [
      "#EXTM3U",
      '#EXT-X-STREAM-INF:BANDWIDTH=2500000,AVERAGE-BANDWIDTH=2000000,CODECS="hvc1.1.6.L120"',
      "main/playlist.m3u8?from=1&to=2",
      '#EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=300000,CODECS="avc1.42c01e,mp4a.40.2"',
      "sub/playlist.m3u8?from=1&to=2",
      "#EXT-X-STREAM-INF:BANDWIDTH=1",
      "third/playlist.m3u8",
    ].join("\n");
    expect(parseRenditions(text)).toEqual([
      { stream: "main", codecs: "hvc1.1.6.L120", averageKbps: 2000 },
      { stream: "sub", codecs: "avc1.42c01e,mp4a.40.2", averageKbps: 300 },
    ]);
  });
});
