/**
 * From GOPs to segments: stamps each GOP with wall time, writes it as one fragment, begins a new
 * segment at the first keyframe on or after each full minute of the clock, and commits the finished one. Writing
 * goes through one queue a stream, so that the stream's reader never waits for the disk.
 * Invariant: within a run a GOP begins where the one before ended, in media and in wall time.
 */
import { VmsError } from "#base/errors";
import { randomHex } from "#base/ids";
import {
  buildFragmentHead,
  type InitInfo,
  type NewTrackFragment,
  type Segment,
  type SegmentInit,
} from "#storage";
import type { GopFrames } from "./gop-assembler.ts";
import type { MediaFrame } from "./media-frame.ts";

/** More unwritten bytes than this: the disk does not keep up. */
const MAX_QUEUED_BYTES = 96 * 2 ** 20;

/** The part of a segment file that the writer needs; `SegmentFile` of storage has it. */
export interface OpenSegment {
  readonly startMs: number;
  start(init: SegmentInit): Promise<void>;
  appendFragment(
    bytes: Uint8Array,
    gop: { mediaTime: number; durationTicks: number; startMs: number; frames: number },
  ): Promise<void>;
  commit(endMs?: number): Promise<Segment | undefined>;
  close(): Promise<void>;
}

export interface SegmentWriterOptions {
  readonly init: Buffer;
  readonly info: InitInfo;
  /** How long a segment is; segments begin at multiples of it on the clock. */
  readonly segmentMs: number;
  /** Files may be opened from then on. */
  readonly ready: Promise<void>;
  readonly openSegment: (runId: string, startMs: number) => OpenSegment;
  /** False while the disk is so full that what room is left is the catalogue's. */
  readonly mayWrite: () => boolean;
  /** Called when a GOP's buffer is free again. */
  readonly release: (gop: GopFrames) => void;
  /** A GOP is in the file (not yet synced). */
  readonly onWritten: (gop: WrittenGop) => void;
  readonly onCommitted: (segment: Segment) => void;
  /** Writing failed; nothing more will be written by this writer. */
  readonly onFailed: (thrown: unknown) => void;
}

export interface WrittenGop {
  readonly startMs: number;
  readonly endMs: number;
  readonly sizeBytes: number;
  readonly frames: number;
}

interface StampedGop {
  readonly frames: GopFrames;
  readonly startMs: number;
  readonly endMs: number;
  /** Begins a new run: its time does not follow from the one before. */
  readonly runId: string;
}

export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #runId = newRunId();
  #sequence = 0;
  #queue: Promise<void>;
  #queuedBytes = 0;
  #failed = false;
  #segment: OpenSegment | undefined;
  #segmentRunId = "";
  #lastEndMs: number | undefined;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    this.#queue = options.ready;
  }

  /** The host's clock was set, or the time line broke: what follows is a run of its own. */
  beginRun(): void {
    this.#runId = newRunId();
  }

  /** Whole milliseconds, epoch UTC; `endMs` is where the next GOP begins. */
  push(frames: GopFrames, startMs: number, endMs: number): void {
    if (this.#failed) return;
    this.#queuedBytes += frames.sizeBytes;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) {
      this.#fail(new Error("the disk does not keep up"));
      return;
    }
    const gop: StampedGop = { frames, startMs, endMs, runId: this.#runId };
    this.#enqueue(async () => {
      await this.#write(gop);
      this.#queuedBytes -= frames.sizeBytes;
      this.#options.release(frames);
    });
  }

  /** Writes what is queued and commits the open segment. */
  async close(): Promise<void> {
    this.#enqueue(() => this.#commit());
    await this.#queue;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((thrown: unknown) => this.#fail(thrown));
  }

  #fail(thrown: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailed(thrown);
  }

  async #write(gop: StampedGop): Promise<void> {
    // After a failure nothing may follow in the file: a hole inside a run would go unseen.
    if (this.#failed) return;
    if (!this.#options.mayWrite())
      throw new VmsError("storage_full", "storage.full", "The disk is full: no footage is written");
    const segment = await this.#segmentFor(gop);
    const first = gop.frames.video[0];
    if (!first) return;
    await segment.appendFragment(this.#fragment(gop), {
      mediaTime: first.dtsTicks,
      durationTicks: totalTicks(gop.frames.video),
      startMs: gop.startMs,
      frames: gop.frames.video.length,
    });
    this.#lastEndMs = gop.endMs;
    this.#options.onWritten({
      startMs: gop.startMs,
      endMs: gop.endMs,
      sizeBytes: gop.frames.sizeBytes,
      frames: gop.frames.video.length,
    });
  }

  async #segmentFor(gop: StampedGop): Promise<OpenSegment> {
    const open = this.#segment;
    if (open && this.#segmentRunId === gop.runId && !this.#isDue(open.startMs, gop.startMs))
      return open;
    await this.#commit();
    const { init, info } = this.#options;
    const segment = this.#options.openSegment(gop.runId, gop.startMs);
    await segment.start({
      bytes: init,
      timescale: info.timescale,
      codec: info.codec,
      width: info.width,
      height: info.height,
      audioCodec: info.audioCodec,
    });
    this.#segment = segment;
    this.#segmentRunId = gop.runId;
    return segment;
  }

  async #commit(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    if (!segment) return;
    const row = await segment.commit(this.#lastEndMs);
    if (row) this.#options.onCommitted(row);
  }

  /** Whether a boundary of the clock lies between both (or, after the clock was set back, before). */
  #isDue(startMs: number, nextMs: number): boolean {
    const { segmentMs } = this.#options;
    return Math.floor(startMs / segmentMs) !== Math.floor(nextMs / segmentMs);
  }

  #fragment(gop: StampedGop): Buffer {
    const { info } = this.#options;
    const tracks: NewTrackFragment[] = [trackOf(info.video.trackId, gop.frames.video)];
    if (info.audio && gop.frames.audio.length > 0)
      tracks.push(trackOf(info.audio.trackId, gop.frames.audio));
    this.#sequence += 1;
    const head = buildFragmentHead({ sequence: this.#sequence, wallMs: gop.startMs, tracks });
    return gop.frames.buffer.assemble(head);
  }
}

function trackOf(trackId: number, frames: readonly MediaFrame[]): NewTrackFragment {
  return { trackId, baseTicks: frames[0]?.dtsTicks ?? 0, samples: frames };
}

function totalTicks(frames: readonly MediaFrame[]): number {
  let ticks = 0;
  for (const frame of frames) ticks += frame.durationTicks;
  return ticks;
}

/** Sixteen lower-case hex digits: one run, never the same again. */
function newRunId(): string {
  return randomHex(8);
}
