/**
 * One long-running ffmpeg that turns coded frames into small pictures. Frames go in as fragmented MP4
 * on its standard input, each with a number of the caller; pictures come out with that number, so
 * whoever feeds knows exactly which frame a picture is, whatever was left out or could not be
 * decoded. Frames must be fed in decode order from a keyframe on; any keyframe may follow any frame.
 *
 * The number travels as the frame's time stamp, and whether its picture is wanted as the stamp's
 * lowest bit: frames that are only needed to decode others are neither scaled nor sent back.
 */
import type { Clock } from "#base/clock";
import { type FfmpegExit, type FfmpegProcess, spawnFfmpegReading } from "./ffmpeg.ts";
import { ffmpegArgs } from "./ffmpeg-args.ts";
import { buildFragmentHead } from "./moof.ts";
import type { InitInfo } from "./mp4-init.ts";
import { NutReader, type TakeMemory } from "./nut-reader.ts";
import type { OutputSockets } from "./output-sockets.ts";
import { i420Bytes, type PictureSize, type SmallPicture } from "./small-picture.ts";

export interface FrameToDecode {
  /** Rises from frame to frame over the decoder's life. */
  readonly number: number;
  readonly isWanted: boolean;
  readonly isSync: boolean;
  /** How many frames later it is shown than its place in decode order says; 0 without B-frames. */
  readonly shownLater: number;
  /** Length-prefixed NAL units. */
  readonly bytes: Uint8Array;
}

export interface SmallDecoderOptions {
  /** `ftyp` + `moov`; what else than the picture is in there is not looked at. */
  readonly init: Buffer;
  readonly info: InitInfo;
  readonly size: PictureSize;
  readonly sockets: OutputSockets;
  readonly clock: Clock;
  /** The picture's memory is the receiver's: it came from `takeMemory`, or is new. */
  readonly onPicture: (number: number, picture: SmallPicture) => void;
  readonly takeMemory?: TakeMemory;
  /** What ffmpeg complains about. */
  readonly onLine: (line: string) => void;
  /** Waited for right before the child is started. */
  readonly turn: () => Promise<void>;
}

/** Ticks between two frames; only the order and the lowest bit count. */
const STEP = 64;

export class SmallDecoder {
  readonly #options: SmallDecoderOptions;
  readonly #reader: NutReader;
  #child: FfmpegProcess | undefined;
  /** Numbers of fed frames by their place in order of presentation, where both differ. */
  readonly #reordered = new Map<number, number>();
  #sequence = 0;
  #broken = false;

  constructor(options: SmallDecoderOptions) {
    this.#options = options;
    const stepsPerSecond = options.info.timescale / STEP;
    this.#reader = new NutReader(({ seconds, bytes }) => {
      if (bytes.length !== i420Bytes(options.size)) return;
      options.onPicture(this.#numberAt(Math.round(seconds * stepsPerSecond)), {
        ...options.size,
        i420: bytes,
      });
    }, options.takeMemory);
  }

  /** Resolves when the child runs. */
  async start(): Promise<void> {
    const { init, info, size, sockets, clock, onLine, turn } = this.#options;
    this.#child = await spawnFfmpegReading({
      args: decoderArgs(size, info.timescale),
      stdin: "open",
      sockets,
      outputs: [(bytes) => this.#read(bytes)],
      onLine,
      clock,
      turn,
    });
    this.#child.write(init);
  }

  /** Resolves when the child is gone; never rejects. */
  get ended(): Promise<FfmpegExit> {
    return this.#child?.ended ?? Promise.resolve({ code: null, signal: null });
  }

  /** Bytes that the child has not taken yet: it lags behind. */
  get queuedBytes(): number {
    return this.#child?.unwrittenBytes ?? 0;
  }

  /** Hands frames over; their bytes are copied. */
  feed(frames: readonly FrameToDecode[]): void {
    const [first] = frames;
    if (!first || !this.#child) return;
    this.#sequence += 1;
    // Only the first sample of a fragment has a time of its own: the others follow by durations.
    const stamps = frames.map(stampOf);
    const samples = frames.map((frame, index) => ({
      durationTicks: (stamps[index + 1] ?? stampOf(frame) + STEP) - stampOf(frame),
      sizeBytes: frame.bytes.length,
      compositionTicks: frame.shownLater * STEP,
      isSync: frame.isSync,
    }));
    for (const { number, shownLater } of frames)
      if (shownLater !== 0) this.#reordered.set(number + shownLater, number);
    const { trackId } = this.#options.info.video;
    const head = buildFragmentHead({
      sequence: this.#sequence,
      wallMs: 0,
      tracks: [{ trackId, baseTicks: stampOf(first), samples }],
    });
    this.#child.write(Buffer.concat([head, ...frames.map((frame) => frame.bytes)]));
  }

  /** Ends the child; idempotent. */
  async close(): Promise<void> {
    this.#broken = true;
    this.#child?.kill();
    await this.ended;
  }

  #numberAt(place: number): number {
    const number = this.#reordered.get(place) ?? place;
    for (const old of this.#reordered.keys()) {
      if (old > place) break;
      this.#reordered.delete(old);
    }
    return number;
  }

  #read(bytes: Uint8Array): void {
    if (this.#broken) return;
    try {
      this.#reader.push(bytes);
    } catch (thrown) {
      // What cannot be read has no next frame: the child's end tells whoever feeds it.
      this.#broken = true;
      this.#options.onLine(`output of the decoder: ${String(thrown)}`);
      this.#child?.kill();
    }
  }
}

function stampOf(frame: FrameToDecode): number {
  return frame.number * STEP + (frame.isWanted ? 0 : 1);
}

/** Decoding starts with the first frame: everything else about the stream is in the init bytes. */
function decoderArgs({ width, height }: PictureSize, timescale: number): string[] {
  const scale = `scale=${width}:${height}:flags=area:out_range=tv`;
  return ffmpegArgs({
    global: ["-loglevel", "error", "-filter_threads", "1"],
    input: {
      source: "pipe:0",
      format: "mov",
      options: [
        ...["-threads", "1", "-flags", "low_delay", "-copyts"],
        ...["-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0"],
      ],
    },
    outputs: [
      {
        target: "pipe:1",
        format: "nut",
        options: [
          ...["-map", "0:v:0", "-map_metadata", "-1"],
          ...["-vf", `select=not(mod(pts\\,2)),${scale},format=yuv420p`],
          ...["-fps_mode", "passthrough", "-enc_time_base", `1:${timescale}`],
          ...["-avoid_negative_ts", "disabled", "-write_index", "0", "-flush_packets", "1"],
          // More threads would hold pictures back.
          ...["-c:v", "rawvideo", "-threads", "1"],
        ],
      },
    ],
  });
}
