/** The box reader against files that ffmpeg wrote, and what ffprobe says about them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  boxSize,
  boxType,
  mimeOf,
  readInit,
  readMoof,
} from "../../../web/src/player/playback-boxes.ts";

const folder = mkdtempSync(join(tmpdir(), "boxes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function encode(name: string, codecArgs: readonly string[]): string {
  const file = join(folder, name);
  const input = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=15:duration=4"];
  const sound = ["-f", "lavfi", "-i", "sine=sample_rate=16000:duration=4", "-c:a", "aac"];
  const fragments = ["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4"];
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-y",
    ...input,
    ...sound,
    ...codecArgs,
    ...fragments,
    file,
  ]);
  return file;
}

function probeTimes(file: string): number[] {
  const wanted = ["-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0"];
  const text = execFileSync("ffprobe", ["-v", "error", "-ignore_editlist", "1", ...wanted, file], {
    encoding: "utf8",
  });
  return text
    .split("\n")
    .map((line) => Number.parseFloat(line))
    .filter((time) => !Number.isNaN(time))
    .sort((a, b) => a - b);
}

function readFile(file: string) {
  const bytes = new Uint8Array(readFileSync(file));
  const moofs: Uint8Array[] = [];
  let initEnd = 0;
  for (let at = 0; at < bytes.length; at += boxSize(bytes, at)) {
    const box = bytes.subarray(at, at + boxSize(bytes, at));
    if (boxType(bytes, at) === "moov") initEnd = at + box.length;
    if (boxType(bytes, at) === "moof") moofs.push(box);
  }
  const tracks = readInit(bytes.subarray(0, initEnd));
  return { tracks, times: moofs.map((moof) => readMoof(moof, tracks)) };
}

const X264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "30", "-preset", "ultrafast"];

describe("boxes of recorded files", () => {
  test.each([
    ["without B-frames", [...X264, "-bf", "0"]],
    ["with B-frames", ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "30", "-bf", "2"]],
  ])("frame times are those of ffprobe, %s", (name, args) => {
    const file = encode(`${name}.mp4`, args);
    const { times } = readFile(file);
    const frames = times.flatMap((one) => one?.framesS ?? []).sort((a, b) => a - b);
    const expected = probeTimes(file);
    expect(frames).toHaveLength(expected.length);
    for (const [index, frame] of frames.entries()) expect(frame).toBeCloseTo(expected[index]!, 3);
  });

  test("the codec string names profile and level, and the sound", () => {
    const { tracks } = readFile(encode("codec.mp4", X264));
    expect(tracks.map((track) => track.kind)).toEqual(["video", "audio"]);
    expect(mimeOf(tracks)).toMatch(/^video\/mp4; codecs="avc1\.[0-9a-f]{6},mp4a\.40\.2"$/);
  });

  test("H.265 has a codec string too", () => {
    const { tracks } = readFile(
      encode("hevc.mp4", [
        "-c:v",
        "libx265",
        "-pix_fmt",
        "yuv420p",
        "-tag:v",
        "hvc1",
        "-x265-params",
        "log-level=error",
      ]),
    );
    expect(tracks[0]?.codec).toMatch(/^hvc1\.1\.6\.L\d+/);
  });
});
