/**
 * Gathers frames into GOPs: a keyframe and what depends on it, with the sound that came meanwhile.
 * Owns the frames of the open GOP (live viewers start from them); knows no files and no wall time.
 */
import { type GopBuffer, GopBufferPool } from "./gop-buffer.ts";
import type { ArrivingFrame, MediaFrame } from "./media-frame.ts";
import { straightenStart } from "./straight-start.ts";

export interface GopFrames {
  /** In decode order; the first is a keyframe. */
  readonly video: readonly MediaFrame[];
  readonly audio: readonly MediaFrame[];
  readonly sizeBytes: number;
  /** Their bytes; goes back to the assembler by `release` when they are written. */
  readonly buffer: GopBuffer;
}

/** Gets each finished GOP and the keyframe that ended it; undefined when the stream is over. */
export type OnGop = (gop: GopFrames, next: MediaFrame | undefined) => void;

/** A GOP longer or larger than this is no stream that can be recorded in pieces. */
export const MAX_GOP_SECONDS = 60;
const MAX_GOP_BYTES = 96 * 2 ** 20;

export class GopAssembler {
  readonly #timescale: number;
  readonly #onGop: OnGop;
  readonly #pool = new GopBufferPool();
  #frames: MediaFrame[] = [];
  #buffer: GopBuffer = this.#pool.take();
  #isFirst = true;

  constructor(timescale: number, onGop: OnGop) {
    this.#timescale = timescale;
    this.#onGop = onGop;
  }

  /** Frames of the open GOP in the order in which they came; their bytes are valid until the next `push`. */
  open(): ArrivingFrame[] {
    return this.#frames.map((frame) => ({ frame, data: [this.#buffer.bytes(frame)] }));
  }

  /** Whether the open GOP has grown beyond what may be held in memory. */
  get tooLong(): boolean {
    const first = this.#frames[0];
    const last = this.#frames.at(-1);
    if (!first || !last?.isVideo) return false;
    const ticks = last.dtsTicks - first.dtsTicks;
    return this.#buffer.sizeBytes > MAX_GOP_BYTES || ticks > MAX_GOP_SECONDS * this.#timescale;
  }

  /** Takes a frame whose `dtsTicks` are on the run's time line. What comes before the first keyframe is dropped. */
  push({ frame, data }: ArrivingFrame): void {
    if (frame.isVideo && frame.isSync) this.#close(frame);
    if (this.#frames.length === 0 && !(frame.isVideo && frame.isSync)) return;
    frame.offset = this.#buffer.append(frame.isVideo, data, frame.sizeBytes);
    this.#frames.push(frame);
  }

  /** Takes back the buffer of a GOP that is written. */
  release(gop: GopFrames): void {
    this.#pool.give(gop.buffer);
  }

  /** Ends the open GOP as it is: the stream is over. */
  flush(): void {
    this.#close(undefined);
  }

  #close(next: MediaFrame | undefined): void {
    const frames = this.#frames;
    if (frames.length === 0) return;
    const buffer = this.#buffer;
    this.#frames = [];
    this.#buffer = this.#pool.take();
    const video = frames.filter((frame) => frame.isVideo);
    const audio = frames.length === video.length ? [] : frames.filter((frame) => !frame.isVideo);
    if (this.#isFirst) straightenStart(video);
    this.#isFirst = false;
    setDurations(video, next?.dtsTicks);
    setDurations(audio, undefined);
    this.#onGop({ video, audio, sizeBytes: buffer.sizeBytes, buffer }, next);
  }
}

/** A frame lasts until the next begins; the last until `nextDtsTicks`, or as long as ffmpeg said. */
function setDurations(frames: readonly MediaFrame[], nextDtsTicks: number | undefined): void {
  for (const [index, frame] of frames.entries()) {
    const next = frames[index + 1]?.dtsTicks ?? nextDtsTicks;
    if (next === undefined) continue;
    frame.durationTicks = Math.max(1, next - frame.dtsTicks);
  }
  // A frame may not begin before the one before it has ended, whatever the time stamps say.
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    if (before) frame.dtsTicks = before.dtsTicks + before.durationTicks;
  }
}
