/** Coded frames for tests of watching: a clip drawn by ffmpeg, cut into frames with wall times. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { FragmentParser, type InitInfo } from "#storage";
import type { CodedFrame } from "../../../recorder/motion/gop-memory.ts";
import type { CodedFrames } from "../../../recorder/motion/worker-messages.ts";

export interface CodedClip {
  readonly init: Buffer;
  readonly info: InitInfo;
  readonly frames: readonly CodedFrame[];
}

export const T0 = Date.UTC(2026, 0, 15, 3, 0, 0);

/**
 * Ten frames a second, a keyframe each `gop` frames; `picture` is a lavfi source. The first frame is
 * of `T0`.
 */
export async function codedClip(
  picture: string,
  frames: number,
  gop: number,
  more: readonly string[] = [],
): Promise<CodedClip> {
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [
      ...["-v", "error", "-f", "lavfi", "-i", picture, ...more, "-frames:v", String(frames)],
      ...["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"],
      ...["-g", String(gop), "-keyint_min", String(gop), "-sc_threshold", "0", "-f", "mp4"],
      ...["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "pipe:1"],
    ],
    { encoding: "buffer", maxBuffer: 64 << 20 },
  );
  return cutClip(stdout);
}

function cutClip(mp4: Buffer): CodedClip {
  const frames: CodedFrame[] = [];
  let found: { init: Buffer; info: InitInfo } | undefined;
  const parser = new FragmentParser({
    init: (init, info) => {
      found = { init, info };
    },
    fragment: ({ moof, payload }) => {
      const track = moof.tracks.find(({ trackId }) => trackId === found?.info.video.trackId);
      const bytes = Buffer.concat(payload);
      let at = 0;
      for (const { isSync, sizeBytes } of track?.samples ?? []) {
        const atMs = T0 + frames.length * 100;
        frames.push({ atMs, isSync, shownLater: 0, bytes: bytes.subarray(at, at + sizeBytes) });
        at += sizeBytes;
      }
    },
  });
  parser.push(mp4);
  if (!found) throw new Error("the clip has no init");
  return { ...found, frames };
}

export function asBatch(cameraId: string, frames: readonly CodedFrame[]): CodedFrames {
  const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
  return {
    cameraId,
    atMs: frames.map((frame) => frame.atMs),
    sizes: frames.map((frame) => frame.bytes.length),
    syncs: frames.map((frame) => (frame.isSync ? 1 : 0)),
    shownLater: frames.map((frame) => frame.shownLater),
    bytes: new Uint8Array(bytes),
  };
}
