/** Playlists over real HTTP play in ffmpeg's HLS demuxer; recorded files come whole and in part. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "#base/log";
import { deleteSegments } from "#storage";
import { commitClip, writeOpen } from "../../helpers/footage.ts";
import { frameTimes, PlaybackRig, playlistPath, range, t0 } from "./playback-rig.ts";

const rig = new PlaybackRig();
beforeAll(() => rig.start());
afterAll(() => rig.close());

describe("a playlist", () => {
  it("plays in another program: every frame, in order", async () => {
    const headers = `Cookie: ${rig.officer.cookie}\r\n`;
    const times = await frameTimes(`${rig.server.url}${playlistPath(t0, t0 + 12_000)}`, [
      "-headers",
      headers,
    ]);
    expect(times).toHaveLength(120);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("adds up to the footage's length and starts with the GOP that holds the start", async () => {
    const { text, status, headers } = await rig.officer.get(playlistPath(t0 + 2_500, t0 + 60_000));
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^application\/vnd\.apple\.mpegurl/);
    const total = [...text.matchAll(/#EXTINF:([\d.]+)/g)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
    expect(total).toBeCloseTo(10 + 12 + 4, 3);
    expect(text).toContain(`PROGRAM-DATE-TIME:${new Date(t0 + 2_000).toISOString()}`);
    expect(text.match(/DISCONTINUITY/g)).toHaveLength(2);
    expect(text).toContain("#EXT-X-ENDLIST");
  });

  it("reaches the newest whole GOP of the file being written, and its addresses outlive the finishing", async () => {
    const startMs = rig.server.clock.nowMs() - 6_000;
    const options = {
      folder: rig.server.folder,
      catalogue: rig.server.catalogue,
      cameraId: "cam-2",
      stream: "main" as const,
    };
    const file = await writeOpen({ ...options, clip: rig.clip, runId: "r9", startMs }, 0, 6);
    const before = (await rig.admin.get(playlistPath(startMs, startMs + 60_000, "cam-2"))).text;
    expect(before).toContain("EXT-X-PLAYLIST-TYPE:EVENT");
    expect(before).not.toContain("ENDLIST");
    const url = before.split("\n").find((line) => line.startsWith("segments/")) ?? "";
    const fetchFirst = () =>
      rig.admin.send("GET", `/api/playback/cam-2/main/${url}`, undefined, { range: "bytes=0-99" });
    const open = await fetchFirst();
    expect(open.status).toBe(206);
    const timeline = await rig.admin.get(
      `/api/playback/cam-2/timeline?${range(startMs, startMs + 60_000)}`,
    );
    expect(timeline.json.spans).toEqual([{ startMs, endMs: startMs + 6_000 }]);
    await file.commit();
    const closed = await fetchFirst();
    expect([closed.status, closed.text]).toEqual([206, open.text]);
    const after = (await rig.admin.get(playlistPath(startMs, startMs + 60_000, "cam-2"))).text;
    expect(after.startsWith(before)).toBe(true);
  });
});

describe("a recorded file", () => {
  const path = (id: number | string, camera = "cam-1", stream = "main") =>
    `/api/playback/${camera}/${stream}/segments/${id}.mp4`;

  it("comes whole, in part, or not again", async () => {
    const [segment] = rig.segments;
    if (!segment) throw new Error("no segment");
    const whole = await rig.officer.get(path(segment.id));
    expect(whole.status).toBe(200);
    expect(Number(whole.headers.get("content-length"))).toBe(segment.size_bytes);
    const part = await rig.officer.send("GET", path(segment.id), undefined, { range: "bytes=4-7" });
    expect([part.status, part.text]).toEqual([206, "ftyp"]);
    expect(part.headers.get("content-range")).toBe(`bytes 4-7/${segment.size_bytes}`);
    const beyond = await rig.officer.send("GET", path(segment.id), undefined, {
      range: "bytes=99999999-",
    });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([
      416,
      `bytes */${segment.size_bytes}`,
    ]);
    const etag = whole.headers.get("etag") ?? "";
    expect(
      (await rig.officer.send("GET", path(segment.id), undefined, { "if-none-match": etag }))
        .status,
    ).toBe(304);
    const stale = { range: "bytes=4-7", "if-range": '"other"' };
    expect((await rig.officer.send("GET", path(segment.id), undefined, stale)).status).toBe(200);
  });

  it.each([
    [
      "of another camera",
      () => path(rig.segments[0]?.id ?? 0, "cam-2"),
      "playback.segment_unknown",
    ],
    [
      "of another stream",
      () => path(rig.segments[0]?.id ?? 0, "cam-1", "sub"),
      "playback.segment_unknown",
    ],
    ["that was never there", () => path(999_999), "playback.segment_gone"],
    [
      "with a lasting name that names none",
      () => path("open-2026-01-15-020000000-zz"),
      "playback.segment_gone",
    ],
    [
      "with a name that is no time",
      () => path("open-2026-99-99-020000000-zz"),
      "playback.segment_unknown",
    ],
    ["with a lasting name of nothing", () => path("open-x"), "playback.segment_unknown"],
  ])("%s is not found", async (_, address, reason) => {
    const { status, json } = await rig.admin.get(address());
    expect([status, json.reason]).toEqual([404, reason]);
  });

  it.each(["..%2f..%2fcatalogue.sqlite", "open-..%2f..%2fsecret.key", "1.mp4%00", "1"])(
    "a name made to leave the folder is refused: %s",
    async (name) => {
      const { status, text } = await rig.admin.get(`/api/playback/cam-1/main/segments/${name}.mp4`);
      expect([400, 404, 200]).toContain(status);
      if (name !== "1") expect(status).not.toBe(200);
      expect(text).not.toContain("SQLite format");
    },
  );

  it("that retention deleted after the playlist was read is gone, and says so", async () => {
    const options = {
      folder: rig.server.folder,
      catalogue: rig.server.catalogue,
      cameraId: "cam-2",
      stream: "sub" as const,
    };
    const [segment] = await commitClip({
      ...options,
      clip: rig.otherClip,
      runId: "old",
      startMs: t0 - 3_600_000,
    });
    if (!segment) throw new Error("no segment");
    expect((await rig.admin.get(path(segment.id, "cam-2", "sub"))).status).toBe(200);
    await deleteSegments({
      folder: rig.server.folder,
      catalogue: rig.server.catalogue,
      clock: rig.server.clock,
      log: silentLog,
      segmentIds: [segment.id],
      reason: "age",
    });
    const { status, json } = await rig.admin.get(path(segment.id, "cam-2", "sub"));
    expect([status, json.reason]).toEqual([404, "playback.segment_gone"]);
  });
});
