/** One camera: its main and sub stream, each for itself, and what both together look like from outside. */
import type { CameraStatus, Cause, StreamKind } from "#base/link";
import type { FrameTap } from "../ingest/frame-tap.ts";
import type { StreamSource } from "../ingest/source.ts";
import { cameraStatus } from "./camera-state.ts";
import { type PipelineSurroundings, StreamPipeline } from "./stream-pipeline.ts";

export interface CameraPipelineOptions extends PipelineSurroundings {
  readonly cameraId: string;
  readonly sources: ReadonlyMap<StreamKind, StreamSource>;
  readonly startAfterMs: number;
  /** Where frames go that are looked at: the small stream's, else the large one's keyframes. */
  readonly tapOf?: ((cameraId: string, keyframesOnly: boolean) => FrameTap) | undefined;
  /** A stream's status changed; `isNews` = phase or cause, and not just numbers. */
  readonly onStatus: (isNews: boolean) => void;
}

/** The first sender report of a camera with sound aligns picture and sound once. */
const USUAL_JUMPS = 1;

type Warning = CameraStatus["warnings"][number];

const LONG_GOP_MS = 6000;
const CLOCK_ODD_MS = 5000;
/** The sub stream comes a little after the main one: some cameras cannot take two logins at once. */
const SUB_AFTER_MS = 120;

export class CameraPipeline {
  readonly #options: CameraPipelineOptions;
  readonly #streams = new Map<StreamKind, StreamPipeline>();

  constructor(options: CameraPipelineOptions) {
    this.#options = options;
    for (const [stream, source] of options.sources) {
      const startAfterMs = options.startAfterMs + (stream === "sub" ? SUB_AFTER_MS : 0);
      const tap = this.#tap(stream);
      this.#streams.set(stream, new StreamPipeline({ ...options, source, tap, startAfterMs }));
    }
  }

  get status(): CameraStatus {
    const main = this.#streams.get("main")?.status ?? null;
    const sub = this.#streams.get("sub")?.status ?? null;
    return cameraStatus(this.#options.cameraId, main, sub, this.#warnings());
  }

  find(stream: StreamKind): StreamPipeline | undefined {
    return this.#streams.get(stream);
  }

  start(): void {
    for (const pipeline of this.#streams.values()) pipeline.start();
  }

  /** Stops both streams in good order; their gaps begin with this cause. */
  async close(cause: Cause): Promise<void> {
    await Promise.all([...this.#streams.values()].map((pipeline) => pipeline.close(cause)));
  }

  /** As `close`, for a camera of which nothing is expected any more. */
  async remove(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((pipeline) => pipeline.remove()));
  }

  #tap(stream: StreamKind): FrameTap | undefined {
    const { sources, cameraId, tapOf } = this.#options;
    const hasSub = sources.has("sub");
    return stream === (hasSub ? "sub" : "main") ? tapOf?.(cameraId, !hasSub) : undefined;
  }

  #warnings(): Warning[] {
    const warnings = new Set<Warning>();
    if (!this.#streams.has("sub")) warnings.add("no_sub");
    for (const pipeline of this.#streams.values()) {
      const facts = pipeline.facts;
      const jumps = facts?.clockJumps ?? 0;
      if (pipeline.stampsReplaced || jumps > USUAL_JUMPS) warnings.add("timestamps_bad");
      if (!facts) continue;
      if (facts.hasBFrames) warnings.add("b_frames");
      if (facts.longestGopMs > LONG_GOP_MS) warnings.add("long_gop");
      if (Math.abs(facts.cameraClockOffsetMs ?? 0) > CLOCK_ODD_MS) warnings.add("clock_odd");
    }
    return [...warnings];
  }
}
