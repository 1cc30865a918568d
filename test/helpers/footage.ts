/**
 * Real footage for tests: ffmpeg encodes a clip once, its GOPs are then committed through storage at
 * any wall time, as the recorder would. Times are epoch UTC milliseconds.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { StreamKind } from "#base/link";
import {
  type Catalogue,
  type DataFolder,
  FragmentParser,
  type NewCamera,
  patchPrft,
  type Segment,
  SegmentFile,
  type SegmentInit,
} from "#storage";

export interface SampleGop {
  readonly bytes: Buffer;
  readonly mediaTime: number;
  readonly durationTicks: number;
  readonly frames: number;
}

/** An encoded clip: what a camera's stream looks like once it is fragments. */
export interface SampleClip {
  readonly init: SegmentInit;
  readonly gops: readonly SampleGop[];
}

export interface ClipOptions {
  readonly seconds: number;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
  readonly gopSeconds?: number;
  readonly audio?: boolean;
  readonly bFrames?: number;
  readonly codec?: "libx264" | "libx265";
}

const run = promisify(execFile);

/** Encodes a test picture with a running time code; about a second of work for ten of clip. */
export async function encodeClip(options: ClipOptions): Promise<SampleClip> {
  const { seconds, width = 320, height = 180, fps = 10, gopSeconds = 1, audio = false } = options;
  const { bFrames = 0, codec = "libx264" } = options;
  const sound = audio
    ? ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000", "-c:a", "aac", "-b:a", "32k"]
    : [];
  const { stdout } = await run(
    "ffmpeg",
    [
      "-hide_banner",
      "-loglevel",
      "error",
      "-f",
      "lavfi",
      "-i",
      `testsrc=size=${width}x${height}:rate=${fps}`,
    ]
      .concat(sound)
      .concat(["-t", String(seconds), "-c:v", codec, "-preset", "ultrafast", "-pix_fmt", "yuv420p"])
      .concat([
        "-g",
        String(fps * gopSeconds),
        "-keyint_min",
        String(fps * gopSeconds),
        "-sc_threshold",
        "0",
      ])
      .concat(["-bf", String(bFrames), "-threads", "1", "-f", "mp4"])
      .concat([
        "-movflags",
        "+frag_keyframe+empty_moov+default_base_moof",
        "-write_prft",
        "wallclock",
        "pipe:1",
      ]),
    { encoding: "buffer", maxBuffer: 256 << 20 },
  );
  return parseClip(stdout);
}

/** Init and GOPs of a fragmented MP4. */
export function parseClip(mp4: Buffer): SampleClip {
  let init: SegmentInit | undefined;
  let videoTrackId = 0;
  const gops: SampleGop[] = [];
  const parser = new FragmentParser({
    init: (bytes, info) => {
      const { timescale, codec, width, height, audioCodec } = info;
      videoTrackId = info.video.trackId;
      init = { bytes, timescale, codec, width, height, audioCodec };
    },
    fragment: ({ head, payload, moof }) => {
      const video = moof.tracks.find((track) => track.trackId === videoTrackId);
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
  if (!init) throw new Error("the clip has no init");
  return { init, gops };
}

export interface CommitOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly clip: SampleClip;
  readonly runId: string;
  /** Wall time of the first GOP. */
  readonly startMs: number;
  /** A segment begins every so many GOPs; all in one when absent. */
  readonly gopsPerSegment?: number;
}

/** Writes the clip as one run of finished segments. */
export async function commitClip(options: CommitOptions): Promise<Segment[]> {
  const segments: Segment[] = [];
  const { clip, gopsPerSegment = clip.gops.length } = options;
  for (let from = 0; from < clip.gops.length; from += gopsPerSegment) {
    const file = await writeOpen(options, from, from + gopsPerSegment);
    const segment = await file.commit();
    if (segment) segments.push(segment);
  }
  return segments;
}

/** Writes GOPs `[from, to)` of the clip into a file that is still open; `commit()` finishes it. */
export async function writeOpen(
  options: CommitOptions,
  from: number,
  to: number,
): Promise<SegmentFile> {
  const { clip, startMs, folder, catalogue, cameraId, stream, runId } = options;
  const wallMs = (gop: SampleGop) =>
    startMs + Math.round((gop.mediaTime * 1000) / clip.init.timescale);
  const gops = clip.gops.slice(from, to);
  const [first] = gops;
  if (!first) throw new Error("no GOP to write");
  const file = new SegmentFile({
    folder,
    catalogue,
    cameraId,
    stream,
    runId,
    startMs: wallMs(first),
  });
  await file.start(clip.init);
  for (const gop of gops) {
    const { mediaTime, durationTicks, frames } = gop;
    const bytes = Buffer.from(gop.bytes);
    patchPrft(bytes, wallMs(gop));
    await file.appendFragment(bytes, { mediaTime, durationTicks, frames, startMs: wallMs(gop) });
  }
  return file;
}

/** A camera's row with sane settings. */
export function cameraRow(id: string, change: Partial<NewCamera> = {}): NewCamera {
  return {
    id,
    name: `Camera ${id}`,
    place_id: null,
    enabled: 1,
    sort_order: 0,
    source: "rtsp",
    main_url: `rtsp://127.0.0.1:9/${id}/main`,
    sub_url: `rtsp://127.0.0.1:9/${id}/sub`,
    username: null,
    password_sealed: null,
    push_key_sealed: null,
    transport: "tcp",
    audio: "auto",
    timestamps: "camera",
    onvif_url: null,
    manufacturer: null,
    model: null,
    retention_days: null,
    retention_basis: null,
    map_x: null,
    map_y: null,
    created_ms: 0,
    updated_ms: 0,
    ...change,
  };
}
