/**
 * One minute of footage with the simulator's time code in its picture, as fragments: encoded once,
 * then written again and again at other times. Tick = 1/30 s within the clip.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { drawTimecode, TICKS_PER_SECOND } from "#simulator";
import { FragmentParser, type SegmentInit } from "#storage";
import type { CodeFormat } from "./camera-source.ts";

export const CLIP_SECONDS = 60;

export const CODE: CodeFormat = {
  cells: 22,
  cellWidth: 1 / 60,
  cellHeight: 1 / 45,
  edge: "bottom",
  lead: [true, false],
  bits: 12,
  gray: false,
};

export interface CodedGop {
  readonly bytes: Buffer;
  readonly mediaTime: number;
  readonly durationTicks: number;
  readonly frames: number;
}

export interface CodedClip {
  readonly init: SegmentInit;
  readonly gops: readonly CodedGop[];
}

export interface Rendition {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly gopSeconds: number;
  readonly bitrateKbps: number;
}

export const MAIN: Rendition = {
  width: 1920,
  height: 1080,
  fps: 15,
  gopSeconds: 2,
  bitrateKbps: 2000,
};
export const SUB: Rendition = { width: 640, height: 360, fps: 10, gopSeconds: 1, bitrateKbps: 300 };

export async function encodeCodedClip(rendition: Rendition): Promise<CodedClip> {
  const { width, height, fps, gopSeconds, bitrateKbps } = rendition;
  const rate = `${bitrateKbps}k`;
  const child = spawn(
    "ffmpeg",
    [
      "-v",
      "error",
      "-f",
      "rawvideo",
      "-pix_fmt",
      "gray",
      "-s",
      `${width}x${height}`,
      "-r",
      String(fps),
      "-i",
      "pipe:0",
    ]
      .concat([
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-threads",
        "2",
        "-bf",
        "0",
      ])
      .concat([
        "-g",
        String(fps * gopSeconds),
        "-keyint_min",
        String(fps * gopSeconds),
        "-sc_threshold",
        "0",
      ])
      .concat(["-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-f", "mp4"])
      .concat([
        "-movflags",
        "+frag_keyframe+empty_moov+default_base_moof",
        "-write_prft",
        "wallclock",
        "pipe:1",
      ]),
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const parts: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => parts.push(bytes));
  const ended = once(child, "close");
  const pictures = drawPictures(rendition);
  for (let frame = 0; frame < fps * CLIP_SECONDS; frame += 1) {
    const luma = Buffer.from(pictures[frame % PICTURES] ?? []);
    drawTimecode(luma, width, height, (frame * TICKS_PER_SECOND) / fps);
    if (!child.stdin.write(luma)) await once(child.stdin, "drain");
  }
  child.stdin.end();
  const [status] = await ended;
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  return parseCodedClip(Buffer.concat(parts));
}

/** Pictures that differ in noise, so that the encoder has as much to do as with a street. */
const PICTURES = 6;

function drawPictures({ width, height }: Rendition): Buffer[] {
  let noise = 1;
  return Array.from({ length: PICTURES }, (_, picture) => {
    const luma = Buffer.alloc(width * height);
    for (let i = 0; i < luma.length; i += 1) {
      noise = (noise * 1103515245 + 12345) & 0x7fffffff;
      luma[i] = 60 + (((i >> 3) + picture * 4) & 63) + ((noise >> 16) & 15);
    }
    return luma;
  });
}

/** Init and GOPs of a fragmented MP4. */
export function parseCodedClip(mp4: Buffer): CodedClip {
  let init: SegmentInit | undefined;
  const gops: CodedGop[] = [];
  const parser = new FragmentParser({
    init: (bytes, { timescale, codec, width, height, audioCodec }) => {
      init = { bytes, timescale, codec, width, height, audioCodec };
    },
    fragment: ({ head, payload, moof }) => {
      const video = moof.tracks[0];
      if (!video) return;
      gops.push({
        bytes: Buffer.concat([...head, ...payload]),
        mediaTime: video.baseTicks,
        durationTicks: video.samples.reduce((sum, sample) => sum + sample.durationTicks, 0),
        frames: video.samples.length,
      });
    },
  });
  parser.push(mp4);
  if (!init) throw new Error("the clip has no head");
  return { init, gops };
}
