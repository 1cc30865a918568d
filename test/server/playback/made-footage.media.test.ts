/** What is made of recorded footage when it is asked for plays elsewhere; both streams stand in one list. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitClip, encodeClip } from "../../helpers/footage.ts";
import { frameTimes, PlaybackRig, range, runProgram, t0 } from "./playback-rig.ts";

const rig = new PlaybackRig();
/** A camera that sends what many browsers cannot play, and nothing small. */
const hevcMs = t0 + 600_000;

beforeAll(async () => {
  await rig.start();
  const { catalogue, folder } = rig.server;
  const clip = await encodeClip({ seconds: 8, gopSeconds: 2, codec: "libx265" });
  const where = { folder, catalogue, cameraId: "cam-1", clip, runId: "h1", startMs: hevcMs };
  await commitClip({ ...where, stream: "main" });
  const sub = await encodeClip({ seconds: 8, fps: 5, width: 160, height: 90 });
  await commitClip({ ...where, clip: sub, stream: "sub" });
});
afterAll(() => rig.close());

async function bytesOf(path: string): Promise<Buffer> {
  const response = await fetch(rig.server.url + path, { headers: { cookie: rig.officer.cookie } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Init and parts of a made playlist, one behind the other, as a file. */
async function wholeOf(kind: "keys" | "small", fromMs: number, toMs: number): Promise<string> {
  const folder = `/api/playback/cam-1/main/made/${kind}`;
  const { text } = await rig.officer.get(`${folder}/playlist.m3u8?${range(fromMs, toMs)}`);
  const init = /MAP:URI="([^"]+)"/.exec(text)?.[1] ?? "";
  const parts = text.split("\n").filter((line) => /^\d+-\d+\.mp4$/.test(line));
  const bytes = await Promise.all([init, ...parts].map((name) => bytesOf(`${folder}/${name}`)));
  const file = join(rig.folder, `${kind}.mp4`);
  await writeFile(file, Buffer.concat(bytes));
  return file;
}

describe("keyframes alone", () => {
  it("are the camera's own pictures, one every two seconds, and play without the sound's track", async () => {
    const file = await wholeOf("keys", t0, t0 + 5_000);
    expect(await frameTimes(file)).toEqual([0, 2, 4]);
    const { stderr } = await runProgram("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"]);
    expect(stderr).toBe("");
    const tracks = await runProgram("ffprobe", [
      ...["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", file],
    ]);
    expect(tracks.stdout.trim()).toBe("video");
  });
});

describe("a small copy", () => {
  it("is H.264 of every frame of footage that is not", async () => {
    const file = await wholeOf("small", hevcMs, hevcMs + 3_000);
    const { stdout } = await runProgram("ffprobe", [
      ...["-v", "error", "-count_frames", "-show_entries", "stream=codec_name,nb_read_frames"],
      ...["-of", "csv=p=0", file],
    ]);
    expect(stdout.trim()).toBe("h264,40");
  });

  it("is refused with a reason when too many want one at once", async () => {
    const path = `/api/playback/cam-1/main/made/small/${hevcMs}-${hevcMs + 4_000}.mp4`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => rig.officer.get(path)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(refused.map(({ json }) => json.reason)).toEqual(
      Array.from({ length: 4 }, () => "playback.transcode_busy"),
    );
  });
});

describe("the list of both streams", () => {
  it("names codec, size and bandwidth of each, and leads to their playlists", async () => {
    const folder = "/api/playback/cam-1";
    const { text, headers } = await rig.officer.get(
      `${folder}/master.m3u8?${range(hevcMs, hevcMs + 8_000)}`,
    );
    expect(headers.get("content-type")).toMatch(/^application\/vnd\.apple\.mpegurl/);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.startsWith("#EXT-X-STREAM-INF"))).toEqual([
      expect.stringMatching(/CODECS="hvc1\.[^"]+",RESOLUTION=320x180,FRAME-RATE=10\.000$/),
      expect.stringMatching(/CODECS="avc1\.[^"]+",RESOLUTION=160x90,FRAME-RATE=5\.000$/),
    ]);
    const lists = lines.filter((line) => line !== "" && !line.startsWith("#"));
    expect(lists).toHaveLength(2);
    for (const list of lists) {
      expect((await rig.officer.get(`${folder}/${list}`)).text).toContain("#EXT-X-ENDLIST");
    }
  });

  it("plays in another program", async () => {
    const url = `${rig.server.url}/api/playback/cam-1/master.m3u8?${range(hevcMs, hevcMs + 8_000)}`;
    const headers = `Cookie: ${rig.officer.cookie}\r\n`;
    expect(await frameTimes(url, ["-headers", headers])).toHaveLength(80);
  });
});
