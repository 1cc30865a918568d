/**
 * Small frames of a clip as the recorder's eyes get them: five a second, about as many pixels as
 * 320×180, luma only. Decoded by ffmpeg, outside of what is measured.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { sizeOfArea } from "#storage";
import type { LumaFrame } from "../../recorder/motion/facts.ts";
import type { MotionClip, PictureSize } from "./motion-truth.ts";

const AREA = 57_600;
const FRAME_MS = 200;
const RATE = 1000 / FRAME_MS;

export function sizeOfFile(path: string): PictureSize {
  const args = ["-v", "error", "-select_streams", "v:0", "-show_entries"];
  const entries = "stream=width,height:format=duration";
  const text = execFileSync("ffprobe", [...args, entries, "-of", "json", path], {
    encoding: "utf8",
  });
  const { streams, format } = JSON.parse(text) as {
    streams: { width: number; height: number }[];
    format: { duration?: string };
  };
  const { width = 0, height = 0 } = streams[0] ?? {};
  return { width, height, durationS: Number(format.duration ?? 0) };
}

/** All frames of a clip, in memory; a minute is about 17 MB. */
export async function framesOf(clip: MotionClip): Promise<LumaFrame[]> {
  const { width, height } = sizeOfArea(sizeOfFile(clip.path), AREA);
  const rescale = `scale=${width}:${height}:flags=area,format=gray`;
  // A bare H.264 stream has no clock: every n-th frame instead of so many a second.
  const step = Math.round((clip.rawFps ?? RATE) / RATE);
  const pick = clip.rawFps === undefined ? `fps=${RATE}` : `select=not(mod(n\\,${step}))`;
  const child = spawn(
    "ffmpeg",
    ["-v", "error", "-i", clip.path, "-an", "-vf", `${pick},${rescale}`].concat([
      "-fps_mode",
      "passthrough",
      "-f",
      "rawvideo",
      "pipe:1",
    ]),
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  const bytes = Buffer.concat(chunks);
  const frameBytes = width * height;
  return Array.from({ length: Math.floor(bytes.length / frameBytes) }, (_, i) => ({
    luma: bytes.subarray(i * frameBytes, (i + 1) * frameBytes),
    width,
    height,
    atMs: i * FRAME_MS,
  }));
}
