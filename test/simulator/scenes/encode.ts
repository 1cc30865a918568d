/**
 * Pipes a scene's frames into one ffmpeg and keeps the elementary stream with an index beside it
 * (`<base>.h264` or `.h265`, `<base>.json`). Files appear under their names only when complete.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Codec } from "../clips/annexb.ts";
import { type RenditionIndex, TICKS_PER_SECOND } from "../clips/rendition.ts";

export interface EncodePlan {
  readonly codec: Codec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly durationS: number;
  readonly gopS: number;
  readonly bitrateKbps: number;
  readonly sensorNoise: number;
  readonly bFrames?: number;
  readonly slices?: number;
  readonly accessUnitDelimiters?: boolean;
}

/** Frames are asked for by tick; the bytes must stay valid until the next is asked for. */
export type FrameSource = (tick: number) => Uint8Array;

export async function encodeRendition(
  base: string,
  plan: EncodePlan,
  frameAt: FrameSource,
  onFrame: () => void,
): Promise<void> {
  const stream = `${base}.${plan.codec}`;
  const part = `${stream}.part`;
  const list = `${base}.frames.part`;
  // Plain names in ffmpeg's own folder: its tee syntax gives `|`, `[` and `:` a meaning.
  const ffmpeg = spawn("ffmpeg", ffmpegArgs(plan, basename(part), basename(list)), {
    cwd: dirname(base),
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaint = "";
  ffmpeg.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const ended = once(ffmpeg, "close");
  // A broken pipe shows as the exit status, with ffmpeg's own words.
  ffmpeg.stdin.on("error", () => undefined);
  const count = plan.durationS * plan.fps;
  for (let n = 0; n < count && ffmpeg.exitCode === null; n++) {
    const bytes = frameAt((n * TICKS_PER_SECOND) / plan.fps);
    await new Promise((resolve) => ffmpeg.stdin.write(bytes, resolve));
    onFrame();
  }
  ffmpeg.stdin.end();
  const [status] = (await ended) as [number | null];
  if (status !== 0) throw new Error(`ffmpeg could not encode ${base}: ${complaint.trim()}`);
  await writeFile(`${base}.json`, JSON.stringify(indexOf(plan, await readFile(list, "utf8"))));
  await rm(list);
  await rename(part, stream);
}

function ffmpegArgs(plan: EncodePlan, streamPath: string, listPath: string): string[] {
  const gop = String(plan.gopS * plan.fps);
  const noise = plan.sensorNoise > 0 ? ["-vf", `noise=c0s=${plan.sensorNoise}:c0f=t`] : [];
  return [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", "yuv420p"],
    ...[
      "-video_size",
      `${plan.width}x${plan.height}`,
      "-framerate",
      String(plan.fps),
      "-i",
      "pipe:0",
    ],
    ...noise,
    ...(plan.codec === "h264" ? x264Args(plan, gop) : x265Args(gop)),
    ...[
      "-b:v",
      `${plan.bitrateKbps}k`,
      "-maxrate",
      `${plan.bitrateKbps}k`,
      "-bufsize",
      `${plan.bitrateKbps}k`,
    ],
    ...[
      "-color_primaries",
      "bt709",
      "-color_trc",
      "bt709",
      "-colorspace",
      "bt709",
      "-color_range",
      "tv",
    ],
    ...["-map", "0:v", "-flags", "-global_header", "-f", "tee"],
    `[f=${plan.codec === "h264" ? "h264" : "hevc"}]${streamPath}|[f=framecrc]${listPath}`,
  ];
}

function x264Args(plan: EncodePlan, gop: string): string[] {
  // Few bits a pixel need the deblocking that `ultrafast` leaves out; few pixels can afford it.
  const preset = plan.height <= 360 ? "superfast" : "ultrafast";
  const settings = [
    `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=${plan.bFrames ?? 0}:b-adapt=0:rc-lookahead=0`,
    ...(plan.slices ? [`slices=${plan.slices}`] : []),
    ...(plan.accessUnitDelimiters ? ["aud=1"] : []),
  ];
  return [
    "-c:v",
    "libx264",
    "-preset",
    preset,
    "-tune",
    "zerolatency",
    "-threads",
    "1",
    "-x264-params",
    settings.join(":"),
  ];
}

function x265Args(gop: string): string[] {
  const settings = `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=0:repeat-headers=1:pools=1:frame-threads=1:log-level=error`;
  return ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", settings];
}

/** Reads ffmpeg's `framecrc` list: `stream, dts, pts, duration, size, crc` a frame, in time bases of one frame. */
function indexOf(plan: EncodePlan, list: string): RenditionIndex {
  const rows = list
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").map((field) => field.trim()));
  const times = rows.map((row) => Number(row[2]));
  const first = Math.min(...times);
  const ticksPerFrame = TICKS_PER_SECOND / plan.fps;
  const gop = plan.gopS * plan.fps;
  return {
    codec: plan.codec,
    width: plan.width,
    height: plan.height,
    fps: plan.fps,
    ticksPerLoop: plan.durationS * TICKS_PER_SECOND,
    frames: rows.map((row, i) => [
      Number(row[4]),
      ((times[i] ?? 0) - first) * ticksPerFrame,
      i % gop === 0 ? 1 : 0,
    ]),
  };
}
