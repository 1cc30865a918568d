/**
 * From ffmpeg's bytes to recorded GOPs and live frames: parser → time line → GOPs → wall time →
 * segment writer, and the live feed beside it. Owns the order of these steps for one run; no
 * process. All is done as bytes come: no timer, no queue before the writer's.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Cause } from "#base/link";
import type { InitInfo } from "#storage";
import { CameraClock } from "./camera-clock.ts";
import type { FrameTap } from "./frame-tap.ts";
import { GopAssembler, type GopFrames, MAX_GOP_SECONDS } from "./gop-assembler.ts";
import { GopStamper } from "./gop-stamper.ts";
import { readHostMs } from "./host-clock.ts";
import type { LiveFeed } from "./live-feed.ts";
import type { ArrivingFrame, MediaFrame } from "./media-frame.ts";
import { findSps } from "./parameter-sets.ts";
import { asPlayable } from "./playable-init.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import { type Arrival, StreamIntake } from "./stream-intake.ts";
import { TimeLine } from "./time-line.ts";
import { ArrivalPairs, WallClock } from "./wall-clock.ts";

export interface StreamReaderOptions {
  readonly clock: Clock;
  /** See `deliveryDelayFrames`. */
  readonly delayFrames: number;
  /** Whether ffmpeg was told to put out sound. */
  readonly withSound: boolean;
  readonly live: LiveFeed;
  /** Gets the picture's frames with their wall times, from when these are sure. */
  readonly tap?: FrameTap | undefined;
  /** What arrives is read late just now, see `SpawnGate`. */
  readonly isBusy: () => boolean;
  /** Called once, when the stream is known; makes the writer of this run. */
  readonly onInit: (
    init: Buffer,
    info: InitInfo,
    release: (gop: GopFrames) => void,
  ) => SegmentWriter;
  /** The run cannot go on; called once. */
  readonly onFault: (cause: Cause, detail: string) => void;
}

export interface StreamFacts {
  readonly info: InitInfo | undefined;
  readonly frames: number;
  readonly hasBFrames: boolean;
  readonly longestGopMs: number;
  readonly cameraClockOffsetMs: number | null;
  readonly stampsUseless: boolean;
  readonly clockJumps: number;
}

interface Running {
  readonly info: InitInfo;
  readonly codec: "avc" | "hevc";
  readonly line: TimeLine;
  readonly gops: GopAssembler;
  readonly stamper: GopStamper;
  readonly writer: SegmentWriter;
}

/** The stamps of the first frames of a stream may be spoilt, see `straightenStart`. */
const UNSURE_FRAMES = 8;

export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #intake: StreamIntake;
  readonly #wall = new WallClock();
  readonly #cameraClock = new CameraClock();
  readonly #arrivals: ArrivalPairs;
  #running: Running | undefined;
  #faulted = false;
  #sps: Buffer | undefined;
  #frames = 0;
  #hasBFrames = false;
  #offsetTicks = 0;
  #longestGopMs = 0;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    this.#arrivals = new ArrivalPairs(options.delayFrames);
    this.#intake = new StreamIntake({
      clock: options.clock,
      withSound: options.withSound,
      onBegin: (bytes, info) => this.#begin(bytes, info),
      onFrame: (arriving, arrival) => this.#frame(arriving, arrival),
    });
  }

  get facts(): StreamFacts {
    const line = this.#running?.line;
    return {
      info: this.#running?.info,
      frames: this.#frames,
      hasBFrames: this.#hasBFrames,
      longestGopMs: this.#longestGopMs,
      cameraClockOffsetMs: this.#cameraClock.offsetMs,
      stampsUseless: line?.verdict === "useless",
      clockJumps: line?.jumps ?? 0,
    };
  }

  /** Bytes of ffmpeg's pipe:1. */
  pushPicture(chunk: Buffer): void {
    this.#guarded(() => this.#intake.pushPicture(chunk));
  }

  /** Bytes of ffmpeg's sound pipe. */
  pushSound(chunk: Buffer): void {
    this.#guarded(() => this.#intake.pushSound(chunk));
  }

  /**
   * The stream is over: the open GOP is written as it is and the segment committed. `wasCut`: ffmpeg
   * was stopped and did not end by itself, so it may have kept frames back.
   */
  async close(cause: Cause, wasCut: boolean): Promise<void> {
    this.#options.live.end(cause);
    if (this.#running) this.#options.tap?.end();
    if (wasCut) this.#running?.stamper.cut(this.#options.clock.monotonicMs());
    this.#running?.gops.flush();
    await this.#running?.writer.close();
  }

  #begin(bytes: Buffer, info: InitInfo): void {
    const playable = asPlayable(bytes, info);
    if (!playable) {
      this.#fault("codec_unsupported", `the camera sends ${info.codec}; H.264 or H.265 is needed`);
      return;
    }
    const gops = new GopAssembler(info.timescale, (gop, next) => this.#gop(gop, next));
    this.#running = {
      info: playable.info,
      codec: playable.codec,
      line: new TimeLine(info.timescale),
      gops,
      stamper: new GopStamper(this.#wall, info.timescale),
      writer: this.#options.onInit(playable.bytes, playable.info, (gop) => gops.release(gop)),
    };
    this.#options.live.begin(playable.info, () => gops.open());
    this.#options.tap?.begin(playable.bytes, playable.info);
  }

  #frame(arriving: ArrivingFrame, arrival: Arrival): void {
    const running = this.#running;
    if (!running || this.#faulted) return;
    const { frame } = arriving;
    if (frame.isVideo) this.#video(running, arriving, arrival);
    else
      frame.dtsTicks = running.line.placeOther(frame.dtsTicks, running.info.audio?.timescale ?? 1);
    if (this.#faulted) return;
    running.gops.push(arriving);
    this.#options.live.frame(arriving);
    if (frame.isVideo && running.stamper.isSure)
      this.#options.tap?.frame(arriving, this.#wallMs(frame, running.info));
  }

  #video(running: Running, arriving: ArrivingFrame, { atMs, prftMs }: Arrival): void {
    const { line, info, gops } = running;
    const { frame } = arriving;
    this.#frames += 1;
    frame.dtsTicks = line.place(frame.dtsTicks, atMs);
    frame.isGuess = line.isGuess;
    // A constant offset only shifts all frames; a changing one reorders them.
    if (this.#frames === UNSURE_FRAMES) this.#offsetTicks = frame.compositionTicks;
    else if (this.#frames > UNSURE_FRAMES && frame.compositionTicks !== this.#offsetTicks)
      this.#hasBFrames = true;
    const mediaMs = presentationMs(frame, info);
    const arrivedMs = this.#arrivals.pair(atMs);
    if (arrivedMs !== undefined && this.#frames <= UNSURE_FRAMES)
      this.#wall.observeRoughly(mediaMs, arrivedMs, frame.isGuess);
    else if (arrivedMs !== undefined && !frame.isGuess) this.#wall.observe(mediaMs, arrivedMs);
    if (!frame.isSync) {
      if (gops.tooLong)
        this.#fault("bad_data", `the camera has sent no keyframe for ${MAX_GOP_SECONDS} s`);
      return;
    }
    this.#measureCamera(frame, prftMs);
    if (this.#pictureChanged(running, arriving)) {
      this.#fault("stream_changed", "the camera changed its picture in mid-stream");
      return;
    }
  }

  /** ffmpeg's RTP parser hands a frame's report to the frame before it: what is told is the next one's time. */
  #measureCamera(frame: MediaFrame, prftMs: number | undefined): void {
    const { delayFrames, clock } = this.#options;
    const timescale = this.#running?.info.timescale ?? 1;
    if (prftMs === undefined || delayFrames < 2) return;
    this.#cameraClock.observe(
      prftMs,
      clock.nowMs(),
      ((delayFrames - 1) * frame.durationTicks * 1000) / timescale,
    );
  }

  #wallMs(frame: MediaFrame, info: InitInfo): number {
    const nowMs = this.#options.clock.monotonicMs();
    return Math.round(this.#wall.wallMs(presentationMs(frame, info), nowMs));
  }

  #pictureChanged(running: Running, { data }: ArrivingFrame): boolean {
    const sps = findSps(
      data.length === 1 && data[0] ? data[0] : Buffer.concat(data),
      running.codec,
    );
    if (!sps) return false;
    if (!this.#sps) this.#sps = Buffer.from(sps);
    return !this.#sps.equals(sps);
  }

  #gop(gop: GopFrames, next: MediaFrame | undefined): void {
    const running = this.#running;
    if (!running) return;
    const { clock } = this.#options;
    const stamped = running.stamper.push(gop, {
      nextMediaMs: next && presentationMs(next, running.info),
      nowMs: clock.monotonicMs(),
      hostMs: readHostMs(clock),
      isBusy: this.#options.isBusy(),
    });
    for (const each of stamped) {
      this.#longestGopMs = Math.max(this.#longestGopMs, each.endMs - each.startMs);
      if (each.beginsRun) running.writer.beginRun();
      running.writer.push(each.gop, each.startMs, each.endMs);
    }
  }

  /** What cannot be read ends the run; after that nothing more is read. */
  #guarded(read: () => void): void {
    if (this.#faulted) return;
    try {
      read();
    } catch (thrown) {
      if (!(thrown instanceof VmsError)) throw thrown;
      this.#fault(thrown.code === "unsupported" ? "codec_unsupported" : "bad_data", thrown.message);
    }
  }

  #fault(cause: Cause, detail: string): void {
    if (this.#faulted) return;
    this.#faulted = true;
    this.#options.onFault(cause, detail);
  }
}

function presentationMs(frame: MediaFrame, info: InitInfo): number {
  return ((frame.dtsTicks + frame.compositionTicks) * 1000) / info.timescale;
}
