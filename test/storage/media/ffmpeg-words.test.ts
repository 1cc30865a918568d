/** What ffmpeg is told and what it says, in tables. */
import { describe, expect, it } from "vitest";
import { classifyFfmpegError, ffmpegArgs, inputScript, scriptInput } from "#storage";
import { parseFfmpegVersion } from "../../../storage/media/ffmpeg-version.ts";

describe("classifyFfmpegError", () => {
  const open = "[concat @ 0x55d0] Impossible to open 'rtsp://***@10.0.0.5/x'";
  it.each([
    [
      "unreachable",
      [
        "[tcp @ 0x5571068ade80] Connection to tcp://10.0.0.5:554?timeout=0 failed: Connection refused",
        open,
        "pipe:0: Connection refused",
      ],
    ],
    [
      "unreachable",
      [
        "[tcp @ 0x55] Failed to resolve hostname camera.lan: Name or service not known",
        open,
        "pipe:0: Input/output error",
      ],
    ],
    ["unreachable", ["[tcp @ 0x55] Connection attempt failed: No route to host", open]],
    [
      "wrong_password",
      [
        "[rtsp @ 0x56] method DESCRIBE failed: 401 Unauthorized",
        open,
        "pipe:0: Server returned 401 Unauthorized (authorization failed)",
      ],
    ],
    [
      "not_found",
      [
        "[rtsp @ 0x56] method DESCRIBE failed: 404 Not Found",
        open,
        "pipe:0: Server returned 404 Not Found",
      ],
    ],
    [
      "codec_unsupported",
      [
        "[mp4 @ 0x55] Could not find tag for codec pcm_mulaw in stream #1, codec not currently supported in container",
      ],
    ],
    ["write_failed", ["av_interleaved_write_frame(): No space left on device"]],
    ["bad_data", ["[h264 @ 0x55] non-existing PPS 0 referenced"]],
    ["bad_data", [open, "pipe:0: Invalid data found when processing input"]],
    ["unknown", ["something new under the sun"]],
    ["unknown", ["Exiting normally, received signal 2."]],
  ] as const)("%s", (cause, lines) => {
    expect(classifyFfmpegError(lines).cause).toBe(cause);
  });

  it("gives the telling line without ffmpeg's addresses in memory", () => {
    expect(
      classifyFfmpegError(["[rtsp @ 0x56abc] method DESCRIBE failed: 401 Unauthorized"]).detail,
    ).toBe("method DESCRIBE failed: 401 Unauthorized");
  });
});

describe("parseFfmpegVersion", () => {
  it.each([
    ["ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000", 5, 1],
    ["ffmpeg version n7.0.2 Copyright", 7, 0],
    ["ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", 4, 4],
    ["ffmpeg version N-112345-gabcdef Copyright", 999, 0],
  ])("%s", (output, major, minor) => {
    expect(parseFfmpegVersion(output)).toMatchObject({ major, minor });
  });
});

describe("ffmpegArgs", () => {
  it("puts input options before the input, output options before their output, and never overwrites", () => {
    const args = ffmpegArgs({
      global: ["-loglevel", "error"],
      input: scriptInput(["-use_wallclock_as_timestamps", "1"]),
      outputs: [{ target: "/tmp/x.mp4", format: "mp4", options: ["-c", "copy"] }],
    });
    expect(args.indexOf("-use_wallclock_as_timestamps")).toBeLessThan(args.indexOf("-i"));
    expect(args.indexOf("concat")).toBeLessThan(args.indexOf("-i"));
    expect(args.indexOf("copy")).toBeGreaterThan(args.indexOf("-i"));
    expect(args.at(-1)).toBe("/tmp/x.mp4");
    expect(args).not.toContain("-y");
  });
});

describe("inputScript", () => {
  it("quotes what is in it, so that nothing can break out", () => {
    expect(inputScript("rtsp://a'b\nfile 'c", { x: "1'2" })).toBe(
      "ffconcat version 1.0\nfile 'rtsp://a'\\''bfile '\\''c'\noption x '1'\\''2'\n",
    );
  });
});
