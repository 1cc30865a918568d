/** Encodes pictures to a small stream as cameras send it: H.264, GOPs of two seconds, as fragments. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Picture } from "./bisect-pictures.ts";
import { type CodedClip, parseCodedClip } from "./coded-clip.ts";

export const GOP_SECONDS = 2;

export async function encodePictures(
  pictures: readonly Picture[],
  fps: number,
): Promise<CodedClip> {
  const [first] = pictures;
  if (!first) throw new Error("no pictures to encode");
  const gop = String(fps * GOP_SECONDS);
  const child = spawn(
    "ffmpeg",
    ["-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
      .concat(["-s", `${first.width}x${first.height}`, "-r", String(fps), "-i", "pipe:0"])
      .concat(["-c:v", "libx264", "-preset", "superfast", "-crf", "29", "-pix_fmt", "yuv420p"])
      .concat(["-threads", "2", "-bf", "0", "-g", gop, "-keyint_min", gop, "-sc_threshold", "0"])
      .concat(["-f", "mp4", "-movflags", "+frag_keyframe+empty_moov+default_base_moof"])
      .concat(["-write_prft", "wallclock", "pipe:1"]),
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const parts: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => parts.push(bytes));
  const ended = once(child, "close");
  for (const { rgb } of pictures) if (!child.stdin.write(rgb)) await once(child.stdin, "drain");
  child.stdin.end();
  const [status] = await ended;
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  return parseCodedClip(Buffer.concat(parts));
}
