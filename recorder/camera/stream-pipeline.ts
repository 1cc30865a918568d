/**
 * One stream of one camera for as long as it is to be recorded: run after run under `supervise`, with
 * its status, its gaps and its live feed. Owns what one run must remember for the next (sound that
 * has to be transcoded, time stamps that are no good). Knows no other stream.
 */
import type { BackoffPolicy } from "#base/backoff";
import { type Clock, delay } from "#base/clock";
import type { Cause, SegmentClosed, StreamStatus } from "#base/link";
import type { Log } from "#base/log";
import { type Catalogue, type DataFolder, type OutputSockets, SegmentFile } from "#storage";
import { explainEnd } from "../ingest/explain-end.ts";
import type { FrameTap } from "../ingest/frame-tap.ts";
import { audioModeFor } from "../ingest/heard-audio.ts";
import type { AudioMode } from "../ingest/ingest-args.ts";
import { type RunEnd, runOnce, type WriterStart } from "../ingest/ingest-run.ts";
import { LiveFeed } from "../ingest/live-feed.ts";
import { SegmentWriter, type WrittenGop } from "../ingest/segment-writer.ts";
import type { StreamSource } from "../ingest/source.ts";
import type { SpawnGate } from "../ingest/spawn-gate.ts";
import type { StreamFacts } from "../ingest/stream-reader.ts";
import { initialStatus, nextStatus, type StreamEvent } from "./camera-state.ts";
import { GapKeeper } from "./gap-keeper.ts";
import { RateMeter } from "./rate-meter.ts";
import { type LifeEnd, supervise } from "./supervise.ts";

export interface PipelineSurroundings {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly gate: SpawnGate;
  readonly sockets: OutputSockets;
  readonly segmentMs: number;
  readonly stallMs: number;
  /** Resolves when what a crash left is settled; files are written only then. */
  readonly recovered: Promise<void>;
  /** Whether there is room for footage. */
  readonly mayWrite: () => boolean;
  readonly onSegment: (segment: SegmentClosed) => void;
}

export interface StreamPipelineOptions extends PipelineSurroundings {
  readonly source: StreamSource;
  /** Where the stream's frames go besides, if anybody looks at them. */
  readonly tap?: FrameTap | undefined;
  /** Wait before the first try, so that not all cameras are asked at once. */
  readonly startAfterMs: number;
  /** The status changed. `isNews` = phase or cause, and not just numbers. */
  readonly onStatus: (isNews: boolean) => void;
}

/** A dead ffmpeg is back within a second; a camera that is off is tried every ten seconds or so. */
const RETRY: BackoffPolicy = { firstMs: 300, maxMs: 12_000, factor: 2 };
/** Cameras lock an account after some wrong passwords. */
const RETRY_PASSWORD: BackoffPolicy = { firstMs: 15_000, maxMs: 60_000, factor: 2 };
const GOOD_LIFE_MS = 20_000;
/** Connecting and analysing a stream may take this much longer than a silence. */
const CONNECT_EXTRA_MS = 15_000;

export class StreamPipeline {
  readonly live = new LiveFeed();
  readonly #options: StreamPipelineOptions;
  readonly #abort = new AbortController();
  readonly #gaps: GapKeeper;
  readonly #rate = new RateMeter();
  #status: StreamStatus;
  #facts: StreamFacts | undefined;
  #audio: AudioMode = "off";
  #audioFixed = false;
  #timestamps: "camera" | "arrival";
  #running: Promise<void> | undefined;
  #lastCause: Cause = "starting";

  constructor(options: StreamPipelineOptions) {
    const { source, clock, catalogue, log, recovered } = options;
    this.#options = options;
    this.#timestamps = source.timestamps;
    this.#status = initialStatus(source.stream, clock.nowMs(), null);
    this.#gaps = new GapKeeper({
      cameraId: source.cameraId,
      stream: source.stream,
      catalogue,
      log,
      recovered,
    });
  }

  get status(): StreamStatus {
    return this.#status;
  }

  get facts(): StreamFacts | undefined {
    return this.#facts;
  }

  /** Frames are stamped when they arrive although the settings leave it to the camera. */
  get stampsReplaced(): boolean {
    return this.#timestamps === "arrival" && this.#options.source.timestamps === "camera";
  }

  start(): void {
    if (this.#running || this.#abort.signal.aborted) return;
    const { source, clock } = this.#options;
    this.#gaps.start();
    this.#apply({
      kind: "switchedOn",
      atMs: clock.nowMs(),
      waitingForPush: source.kind === "push",
    });
    this.#running = this.#run();
  }

  /** Stops in good order: what was recorded is committed, and a gap with this cause begins. */
  async close(cause: Cause): Promise<void> {
    this.#abort.abort(cause);
    await this.#running;
    this.#gaps.missing(cause, null, this.#options.clock.nowMs());
    await this.#gaps.close();
  }

  /** As `close`, for a stream of which nothing is expected any more. */
  async remove(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    await this.#gaps.end(this.#options.clock.nowMs());
  }

  async #run(): Promise<void> {
    const { clock, random, startAfterMs } = this.#options;
    const { signal } = this.#abort;
    try {
      await delay(clock, startAfterMs, signal);
    } catch (reason) {
      if (signal.aborted) return;
      throw reason;
    }
    await this.#recallAudio();
    await supervise<Cause>({
      clock,
      signal,
      random,
      backoff: RETRY,
      goodLifeMs: GOOD_LIFE_MS,
      runOnce: (stop) => this.#life(stop),
      onWait: (_cause, retryAtMs) => this.#apply({ kind: "retryPlanned", retryAtMs }),
    });
  }

  async #life(signal: AbortSignal): Promise<LifeEnd<Cause>> {
    const { source, tap, clock, log, stallMs, gate, sockets } = this.#options;
    const bounds = { firstFrameMs: stallMs + CONNECT_EXTRA_MS, betweenFramesMs: stallMs };
    const bornMs = clock.monotonicMs();
    const run = await runOnce({
      source,
      audio: this.#audio,
      audioFixed: this.#audioFixed,
      timestamps: this.#timestamps,
      limits: bounds,
      live: this.live,
      tap,
      sockets,
      gate,
      clock,
      log,
      signal,
      makeWriter: (start) => this.#makeWriter(start),
      onFacts: (facts) => this.#measure(facts),
    });
    this.#rate.reset();
    if (signal.aborted) return { outcome: run.cause };
    return this.#ended(await explainEnd(run, source, clock.monotonicMs() - bornMs));
  }

  #ended(run: RunEnd): LifeEnd<Cause> {
    const { source, clock, log } = this.#options;
    const atMs = clock.nowMs();
    if (this.#learn(run)) {
      this.#gaps.missing("starting", null, atMs);
      return { outcome: "starting", again: "at once" };
    }
    const cause = source.kind === "push" && run.facts.frames === 0 ? "push_waiting" : run.cause;
    const level = cause === this.#lastCause ? "debug" : "warn";
    log[level](
      { camera: source.cameraId, stream: source.stream, cause, detail: run.detail },
      "stream ended",
    );
    this.#lastCause = cause;
    this.#gaps.missing(cause, run.detail, atMs);
    this.#apply({ kind: "ended", atMs, cause, detail: run.detail });
    if (cause === "stream_changed") return { outcome: cause, again: "at once" };
    return cause === "wrong_password"
      ? { outcome: cause, backoff: RETRY_PASSWORD }
      : { outcome: cause };
  }

  /** Whether this run taught us to do the next one differently. */
  #learn(run: RunEnd): boolean {
    const { source, log } = this.#options;
    if (run.facts.stampsUseless && this.#timestamps === "camera") {
      log.warn(
        { camera: source.cameraId, stream: source.stream },
        "the camera's time stamps are unusable: stamping on arrival",
      );
      this.#timestamps = "arrival";
      return true;
    }
    return !this.#audioFixed && this.#learnAudio(run);
  }

  #learnAudio(run: RunEnd): boolean {
    const { source, log } = this.#options;
    if (run.heard === undefined) return false;
    const mode = audioModeFor(run.heard);
    if (mode !== this.#audio) {
      this.#audio = mode;
      return true;
    }
    // The sound was as expected and still nothing came: it is better to record without it.
    if (mode === "off" || run.facts.frames > 0 || run.cause !== "codec_unsupported") return false;
    log.warn(
      { camera: source.cameraId, stream: source.stream, codec: run.heard, detail: run.detail },
      "recording without sound",
    );
    this.#audio = "off";
    this.#audioFixed = true;
    return true;
  }

  /** As it was with the newest footage; a wrong guess costs one more connection. */
  async #recallAudio(): Promise<void> {
    const { source, catalogue } = this.#options;
    this.#audioFixed = source.audio === "off";
    if (this.#audioFixed) return;
    const newest = await catalogue.segments.newest(source.cameraId, source.stream);
    this.#audio = newest?.audio_codec ? "copy" : "off";
  }

  #makeWriter(start: WriterStart): SegmentWriter {
    const { source, folder, catalogue, clock, log, segmentMs, recovered, onSegment } =
      this.#options;
    const { cameraId, stream } = source;
    const { codec, width, height, audioCodec } = start.info;
    this.#apply({ kind: "measured", numbers: { codec, width, height, audioCodec } });
    return new SegmentWriter({
      ...start,
      segmentMs,
      ready: recovered,
      mayWrite: this.#options.mayWrite,
      openSegment: (runId, startMs) =>
        new SegmentFile({ folder, catalogue, cameraId, stream, runId, startMs, clock, log }),
      onWritten: (gop) => this.#written(gop),
      onCommitted: (row) =>
        onSegment({
          cameraId,
          stream,
          startMs: row.start_ms,
          endMs: row.end_ms,
          sizeBytes: row.size_bytes,
        }),
    });
  }

  #written(gop: WrittenGop): void {
    const { clock, source, log } = this.#options;
    this.#rate.add(gop);
    this.#gaps.recorded(gop.startMs, gop.endMs);
    if (this.#status.phase !== "recording") {
      this.#lastCause = "starting";
      log.info({ camera: source.cameraId, stream: source.stream }, "recording");
    }
    this.#apply({ kind: "recorded", atMs: clock.nowMs(), endMs: gop.endMs });
  }

  #measure(facts: StreamFacts): void {
    this.#facts = facts;
    const { bitrateKbps, framesPerSecond } = this.#rate;
    const numbers = {
      bitrateKbps,
      framesPerSecond,
      cameraClockOffsetMs: facts.cameraClockOffsetMs,
    };
    this.#apply({ kind: "measured", numbers });
  }

  #apply(event: StreamEvent): void {
    const before = this.#status;
    this.#status = nextStatus(before, event);
    const isNews = before.phase !== this.#status.phase || before.cause !== this.#status.cause;
    this.#options.onStatus(isNews);
  }
}
