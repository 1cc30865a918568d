/** Downloads play in other programs and can be resumed; stills show the instant that they state. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  frameTimes,
  PlaybackRig,
  range,
  runProgram,
  secondMs,
  t0,
  thirdMs,
} from "./playback-rig.ts";

const rig = new PlaybackRig();
beforeAll(() => rig.start());
afterAll(() => rig.close());

describe("a download", () => {
  const path = (fromMs: number, toMs: number) =>
    `/api/playback/cam-1/main/download.mp4?${range(fromMs, toMs)}`;

  it("is one MP4 over a gap, exact to the GOP, and plays without an error", async () => {
    const response = await fetch(rig.server.url + path(t0 + 2_500, secondMs + 5_200), {
      headers: { cookie: rig.officer.cookie },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get("x-start-ms")).toBe(String(t0 + 2_000));
    expect(response.headers.get("x-end-ms")).toBe(String(secondMs + 6_000));
    expect(Number(response.headers.get("content-length"))).toBe(bytes.length);
    expect(response.headers.get("content-disposition")).toContain(
      "filename*=UTF-8''C%E1%BB%95ng%20l%C3%A0ng%20",
    );
    const file = join(rig.folder, "download.mp4");
    await writeFile(file, bytes);
    const times = await frameTimes(file);
    expect(times).toHaveLength(160);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const decoded = await runProgram("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"]);
    expect(decoded.stderr).toBe("");
    const probe = await runProgram("ffprobe", [
      "-v",
      "error",
      "-show_entries",
      "format=duration",
      "-of",
      "csv=p=0",
      file,
    ]);
    expect(Number(probe.stdout)).toBeCloseTo((secondMs + 6_000 - t0 - 2_000) / 1000, 0);
  });

  it("can be resumed anywhere", async () => {
    const url = path(t0, t0 + 12_000);
    const headers = { cookie: rig.officer.cookie };
    const whole = Buffer.from(await (await fetch(rig.server.url + url, { headers })).arrayBuffer());
    for (const [from, to] of [
      [0, 10],
      [500, 70_000],
      [whole.length - 5, whole.length],
      [whole.length >> 1, whole.length],
    ] as const) {
      const part = await fetch(rig.server.url + url, {
        headers: { ...headers, range: `bytes=${from}-${to - 1}` },
      });
      expect(part.status).toBe(206);
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to))).toBe(true);
    }
  });

  it("is planned with its parts and gaps; a part's address gives exactly the part", async () => {
    const plan = await rig.officer.get(
      `/api/playback/cam-1/main/download-plan?${range(t0, thirdMs + 10_000)}`,
    );
    expect(plan.json.parts).toMatchObject([
      { startMs: t0, endMs: thirdMs },
      { startMs: thirdMs, endMs: thirdMs + 4_000 },
    ]);
    expect(plan.json.gaps[0]).toMatchObject({
      cause: "unreachable",
      startMs: t0 + 12_000,
      endMs: secondMs,
    });
    for (const part of plan.json.parts) {
      const response = await fetch(rig.server.url + part.url, {
        headers: { cookie: rig.officer.cookie },
      });
      expect((await response.arrayBuffer()).byteLength).toBe(part.sizeBytes);
      expect(response.headers.get("x-end-ms")).toBe(String(part.endMs));
    }
    const whole = await rig.officer.get(path(t0, thirdMs + 4_000));
    expect([whole.status, whole.json.reason]).toEqual([409, "download.several_parts"]);
  });

  it("is for officers, not for the duty", async () => {
    const duty = await rig.server.user("duty");
    expect((await duty.get(path(t0, t0 + 5_000))).status).toBe(403);
  });
});

describe("a still", () => {
  const path = (atMs: number, more = "") =>
    `/api/playback/cam-1/still?at=${atMs}&stream=main&width=160${more}`;

  it.each([
    ["the keyframe before", t0 + 4_730, "", t0 + 4_000],
    ["the very frame", t0 + 4_730, "&exact=1", t0 + 4_700],
    ["the first frame of a GOP", t0 + 5_000, "&exact=1", t0 + 5_000],
    ["a frame a moment before footage begins", secondMs - 500, "", secondMs],
  ])("shows %s and says which instant it is", async (_, atMs, more, shownMs) => {
    const { status, headers, text } = await rig.officer.get(path(atMs, more));
    expect(status, text.slice(0, 200)).toBe(200);
    expect(headers.get("content-type")).toBe("image/jpeg");
    expect(headers.get("x-frame-time-ms")).toBe(String(shownMs));
    const again = await rig.officer.send("GET", path(atMs, more), undefined, {
      "if-none-match": headers.get("etag") ?? "",
    });
    expect(again.status).toBe(304);
  });

  it("differs from frame to frame", async () => {
    const picture = async (atMs: number) =>
      Buffer.from(
        await (
          await fetch(rig.server.url + path(atMs, "&exact=1"), {
            headers: { cookie: rig.officer.cookie },
          })
        ).arrayBuffer(),
      );
    const [first, second] = [await picture(t0 + 4_000), await picture(t0 + 4_700)];
    expect(first.equals(second)).toBe(false);
  });

  it("that cannot be had says why", async () => {
    const { status, json } = await rig.officer.get(path(t0 + 22_000));
    expect([status, json.reason, json.details.cause]).toEqual([
      404,
      "playback.no_footage",
      "unreachable",
    ]);
  });
});

describe("the time line", () => {
  it("holds spans, gaps with causes, and what is unexplained", async () => {
    const { json } = await rig.officer.get(
      `/api/playback/cam-1/timeline?${range(t0 - 60_000, t0 + 120_000)}`,
    );
    expect(json.spans).toEqual([
      { startMs: t0, endMs: t0 + 12_000 },
      { startMs: secondMs, endMs: thirdMs + 4_000 },
    ]);
    expect(json.gaps.map((gap: { cause: string }) => gap.cause)).toEqual([
      "unreachable",
      "recorder_stopped",
    ]);
    expect([json.firstMs, json.lastMs]).toEqual([t0, thirdMs + 4_000]);
  });

  it("knows the days with footage in the site's time zone", async () => {
    const { json } = await rig.officer.get("/api/playback/cam-1/calendar?month=2026-01");
    expect(json).toEqual({ month: "2026-01", timeZone: "Asia/Ho_Chi_Minh", days: [15] });
  });
});
