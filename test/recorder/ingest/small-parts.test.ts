/** The small pure parts of the ingest floor, each in a table. */
import { describe, expect, it } from "vitest";
import { CameraClock } from "../../../recorder/ingest/camera-clock.ts";
import { AudioEar, audioModeFor } from "../../../recorder/ingest/heard-audio.ts";
import { ingestArgs } from "../../../recorder/ingest/ingest-args.ts";
import { findSps } from "../../../recorder/ingest/parameter-sets.ts";
import {
  deliveryDelayFrames,
  type StreamSource,
  sourceScript,
  streamUrl,
} from "../../../recorder/ingest/source.ts";
import { judgeSilence, SilenceMeter } from "../../../recorder/ingest/stall.ts";

const source: StreamSource = {
  cameraId: "cam-01",
  stream: "main",
  kind: "rtsp",
  url: "rtsp://10.0.0.5:554/Streaming/Channels/101?a=b'c",
  username: "admin",
  password: "p@ss:w/rd'1%",
  transport: "udp",
  audio: "auto",
  timestamps: "camera",
};

describe("streamUrl", () => {
  it.each([
    ["rtsp://h/x", "u", "p", "rtsp://u:p@h/x"],
    ["rtsp://old:secret@h/x", "u", "p", "rtsp://u:p@h/x"],
    ["rtsp://h/x@y", "u", null, "rtsp://u@h/x@y"],
    ["rtsp://h:8554/x", "a b", "p@:/?#", "rtsp://a%20b:p%40%3A%2F%3F%23@h:8554/x"],
    ["rtsp://h/x", null, null, "rtsp://h/x"],
    [" rtsp://h/x ", null, null, "rtsp://h/x"],
    ["nonsense", "u", "p", "nonsense"],
  ])("%s with user %s", (url, user, password, expected) => {
    expect(streamUrl(url, user, password)).toBe(expected);
  });
});

describe("the input script", () => {
  it("carries the password where nobody else can read it, and quotes what ffmpeg would stumble over", () => {
    const script = sourceScript(source);
    expect(script).toContain(
      "file 'rtsp://admin:p%40ss%3Aw%2Frd'\\''1%25@10.0.0.5:554/Streaming/Channels/101?a=b'\\''c'",
    );
    expect(script).toContain("option rtsp_transport 'udp'");
  });

  it("cannot be given further lines by an address", () => {
    const script = sourceScript({ ...source, url: "rtsp://h/x\nfile '/etc/passwd'" });
    expect(script.split("\n").filter((line) => line.startsWith("file"))).toHaveLength(1);
  });

  it("does not make ffmpeg listen when the source is RTMP", () => {
    expect(
      sourceScript({ ...source, url: "rtmp://127.0.0.1:1935/push/x", username: null }),
    ).not.toMatch(/option timeout/);
  });

  it("knows how many frames ffmpeg lags behind", () => {
    expect(deliveryDelayFrames(source)).toBe(2);
    expect(deliveryDelayFrames({ kind: "push", url: "rtmp://127.0.0.1/push/x" })).toBe(1);
  });
});

describe("ingestArgs", () => {
  it.each([
    ["copy", "camera", ["-c:a", "pipe:3"], ["-use_wallclock_as_timestamps", "aac"]],
    ["transcode", "camera", ["aac", "pipe:3"], ["-use_wallclock_as_timestamps"]],
    ["off", "arrival", ["-use_wallclock_as_timestamps"], ["-c:a", "pipe:3"]],
  ] as const)("sound %s, stamps by %s", (audio, timestamps, present, absent) => {
    const args = ingestArgs({ audio, timestamps });
    for (const word of present) expect(args).toContain(word);
    for (const word of absent) expect(args).not.toContain(word);
    expect(args.join(" ")).not.toContain("rtsp:/");
  });
});

describe("AudioEar", () => {
  const picture = "  Stream #0:0: Video: h264 (High), yuv420p, 640x360, 15 fps";
  const end = "Output #0, mp4, to 'pipe:1':";
  it.each([
    ["no sound", [picture, end, "  Stream #0:0: Video: h264"], null, "off"],
    [
      "G.711",
      [picture, "  Stream #0:1: Audio: pcm_mulaw, 8000 Hz, mono", end],
      "pcm_mulaw",
      "transcode",
    ],
    [
      "AAC with a language",
      [picture, "  Stream #0:1(eng): Audio: aac (LC), 16000 Hz", end],
      "aac",
      "copy",
    ],
    [
      "the output's own sound does not count",
      [picture, end, "  Stream #0:1: Audio: aac (LC)"],
      null,
      "off",
    ],
  ] as const)("%s", (_what, lines, heard, mode) => {
    const ear = new AudioEar();
    for (const line of lines) ear.line(line);
    expect(ear.heard).toBe(heard);
    expect(audioModeFor(heard)).toBe(mode);
  });

  it("knows nothing before the input is told", () => {
    const ear = new AudioEar();
    ear.line(picture);
    expect(ear.heard).toBeUndefined();
  });
});

describe("judgeSilence", () => {
  const limits = { firstFrameMs: 25_000, betweenFramesMs: 10_000 };
  it.each([
    ["connecting", 24_000, 24_000, 0, undefined],
    ["connected, never a picture", 26_000, 26_000, 0, "stalled"],
    ["frames come", 60_000, 0, 800, undefined],
    ["one frame every nine seconds", 60_000, 9000, 7, undefined],
    ["frames stopped", 60_000, 11_000, 800, "stalled"],
    ["one frame an hour", 30_000, 29_000, 1, "too_slow"],
  ] as const)("%s", (_what, ageMs, silentMs, frames, cause) => {
    expect(judgeSilence(limits, { ageMs, silentMs, frames })?.cause).toBe(cause);
  });

  it("counts a tick that comes late as one tick: a busy host is no silent camera", () => {
    const meter = new SilenceMeter(1000);
    expect([5, 5, 5, 6, 6].map((frames) => meter.tick(frames).silentMs)).toEqual([
      0, 1000, 2000, 0, 1000,
    ]);
  });
});

describe("CameraClock", () => {
  it("takes a time that ffmpeg wrote itself for no measurement", () => {
    const clock = new CameraClock();
    clock.observe(1_000_003, 1_000_005, 67);
    expect(clock.offsetMs).toBeNull();
  });

  it("measures how far the camera's clock is off, smooths noise, and follows when it is set", () => {
    const clock = new CameraClock();
    clock.observe(1_000_000 - 67 + 90_000, 1_000_000, 67);
    expect(clock.offsetMs).toBe(90_000);
    clock.observe(1_002_000 - 67 + 90_010, 1_002_000, 67);
    expect(clock.offsetMs).toBe(90_003);
    clock.observe(1_004_000 - 67 + 200, 1_004_000, 67);
    expect(clock.offsetMs).toBe(200);
  });
});

describe("findSps", () => {
  const nal = (...bytes: number[]) => Buffer.from([0, 0, 0, bytes.length, ...bytes]);
  it.each([
    [
      "AUD, SPS, PPS, slice",
      "avc",
      [nal(9, 0), nal(0x67, 1, 2), nal(0x68), nal(0x65, 9)],
      "670102",
    ],
    ["only a slice", "avc", [nal(0x65, 1)], undefined],
    ["an SPS after the slice is another frame's", "avc", [nal(0x65, 1), nal(0x67, 1)], undefined],
    ["HEVC with VPS before", "hevc", [nal(0x40, 1, 7), nal(0x42, 1, 8), nal(0x26, 1)], "420108"],
    ["a length beyond the end", "avc", [Buffer.from([0, 0, 1, 0, 0x67])], undefined],
  ] as const)("%s", (_what, codec, nals, expected) => {
    expect(findSps(Buffer.concat(nals), codec)?.toString("hex")).toBe(expected);
  });
});
