/**
 * One life of ffmpeg on one stream: starts it, feeds the reader, watches for silence, and says how
 * it ended. Knows no retry: that is `supervise`. Everything the run wrote is committed when
 * `runOnce` resolves; it never rejects.
 */
import type { Clock } from "#base/clock";
import type { Cause } from "#base/link";
import type { Log } from "#base/log";
import {
  classifyFfmpegError,
  type FfmpegProcess,
  type OutputSockets,
  spawnFfmpegReading,
} from "#storage";
import type { FrameTap } from "./frame-tap.ts";
import { AudioEar, audioModeFor, type HeardAudio } from "./heard-audio.ts";
import { type AudioMode, ingestArgs } from "./ingest-args.ts";
import type { LiveFeed } from "./live-feed.ts";
import type { SegmentWriter, SegmentWriterOptions } from "./segment-writer.ts";
import { deliveryDelayFrames, type StreamSource, sourceScript } from "./source.ts";
import type { SpawnGate } from "./spawn-gate.ts";
import { judgeSilence, type SilenceLimits, SilenceMeter } from "./stall.ts";
import { type StreamFacts, StreamReader } from "./stream-reader.ts";

/** What a run tells the writer that is made for it. */
export type WriterStart = Pick<SegmentWriterOptions, "init" | "info" | "release" | "onFailed">;

export interface RunOptions {
  readonly source: StreamSource;
  readonly audio: AudioMode;
  /** Keep to `audio` whatever the camera sends; else a run that finds other sound ends at once. */
  readonly audioFixed: boolean;
  readonly timestamps: "camera" | "arrival";
  readonly limits: SilenceLimits;
  readonly live: LiveFeed;
  readonly tap?: FrameTap | undefined;
  readonly clock: Clock;
  readonly sockets: OutputSockets;
  readonly gate: SpawnGate;
  readonly log: Log;
  /** Stops the run in good order. */
  readonly signal: AbortSignal;
  /** Makes the writer, once the stream is known. `onFailed` is for its disk errors. */
  readonly makeWriter: (start: WriterStart) => SegmentWriter;
  /** Tells facts each second while the run lasts. */
  readonly onFacts: (facts: StreamFacts) => void;
}

export interface RunEnd {
  readonly cause: Cause;
  readonly detail: string | null;
  /** What the last facts were. */
  readonly facts: StreamFacts;
  /** What sound the camera sends, as far as this run found out. */
  readonly heard: HeardAudio;
}

const WATCH_MS = 1000;
const KEPT_LINES = 60;

export async function runOnce(options: RunOptions): Promise<RunEnd> {
  return new IngestRun(options).run();
}

class IngestRun {
  readonly #options: RunOptions;
  readonly #lines: string[] = [];
  readonly #ear = new AudioEar();
  #fault: { readonly cause: Cause; readonly detail: string | null } | undefined;
  #child: FfmpegProcess | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async run(): Promise<RunEnd> {
    const { clock, signal, source, live, tap, audio } = this.#options;
    const reader = new StreamReader({
      clock,
      delayFrames: deliveryDelayFrames(source),
      withSound: audio !== "off",
      live,
      tap,
      isBusy: () => this.#options.gate.isBusy,
      onInit: (init, info, release) =>
        this.#options.makeWriter({
          init,
          info,
          release,
          onFailed: (thrown) => this.#writeFailed(thrown),
        }),
      onFault: (cause, detail) => this.#end(cause, detail),
    });
    const child = await this.#start(reader);
    const stop = () => void child.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const watch = this.#watch(reader);
    await child.ended;
    watch.cancel();
    signal.removeEventListener("abort", stop);
    const end = this.#judge(reader.facts);
    await reader.close(end.cause, signal.aborted || this.#fault !== undefined);
    return end;
  }

  async #start(reader: StreamReader): Promise<FfmpegProcess> {
    const { audio, timestamps, source, clock, sockets, gate } = this.#options;
    const picture = (bytes: Buffer) => reader.pushPicture(bytes);
    const sound = (bytes: Buffer) => reader.pushSound(bytes);
    this.#child = await spawnFfmpegReading({
      args: ingestArgs({ audio, timestamps }),
      stdin: sourceScript(source),
      clock,
      sockets,
      // The sound's is pipe:3, see SOUND_PIPE.
      outputs: audio === "off" ? [picture] : [picture, sound],
      turn: () => gate.turn(),
      onLine: (line) => this.#line(line),
    });
    return this.#child;
  }

  #line(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.splice(KEPT_LINES / 2, 1);
    this.#ear.line(line);
    const { heard } = this.#ear;
    if (
      heard === undefined ||
      this.#options.audioFixed ||
      audioModeFor(heard) === this.#options.audio
    )
      return;
    this.#end("starting", "found out what sound the camera sends");
  }

  #watch(reader: StreamReader): { cancel(): void } {
    const { clock, limits, onFacts } = this.#options;
    const meter = new SilenceMeter(WATCH_MS);
    let timer = clock.after(WATCH_MS, tick);
    const judge = () => {
      const { facts } = reader;
      onFacts(facts);
      if (facts.stampsUseless) this.#end("bad_data", "the camera's time stamps cannot be used");
      const silence = judgeSilence(limits, meter.tick(facts.frames));
      if (silence) this.#end(silence.cause, silence.detail);
    };
    function tick() {
      judge();
      timer = clock.after(WATCH_MS, tick);
    }
    return { cancel: () => timer.cancel() };
  }

  #writeFailed(thrown: unknown): void {
    const full =
      typeof thrown === "object" &&
      thrown !== null &&
      "code" in thrown &&
      thrown.code === "storage_full";
    this.#options.log.error(
      { err: thrown, camera: this.#options.source.cameraId },
      "writing footage failed",
    );
    this.#end(
      full ? "storage_full" : "write_failed",
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }

  /** The first fault is the cause; the child has nothing more to say to the camera worth waiting for. */
  #end(cause: Cause, detail: string): void {
    if (this.#fault) return;
    this.#fault = { cause, detail };
    void this.#child?.stop();
  }

  #judge(facts: StreamFacts): RunEnd {
    const rest = { facts, heard: this.#ear.heard };
    if (this.#options.signal.aborted) return { cause: "recorder_stopped", detail: null, ...rest };
    if (this.#fault) return { ...this.#fault, ...rest };
    const said = classifyFfmpegError(this.#lines);
    if (facts.frames > 0 && said.cause === "unknown")
      return { cause: "camera_closed", detail: null, ...rest };
    return { ...said, ...rest };
  }
}
