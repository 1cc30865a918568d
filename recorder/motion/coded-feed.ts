/**
 * Gathers the coded frames of one camera for its motion worker: each frame's bytes are copied once,
 * into memory that is then handed over. Owns no thread; `take` is called by whoever sends.
 */
import type { InitInfo } from "#storage";
import type { FrameTap } from "../ingest/frame-tap.ts";
import type { ArrivingFrame } from "../ingest/media-frame.ts";
import type { CodedFrames } from "./worker-messages.ts";

const FIRST_BYTES = 16 * 1024;
/** More than this between two calls of `take`: nobody takes, and frames are dropped to a keyframe. */
const MAX_BYTES = 8 * 2 ** 20;

export interface CodedFeedOptions {
  readonly cameraId: string;
  readonly keyframesOnly: boolean;
  readonly onStream: (init: Buffer) => void;
  readonly onInterrupted: () => void;
}

interface Gathered {
  readonly atMs: number[];
  readonly sizes: number[];
  readonly syncs: number[];
  readonly shownLater: number[];
}

export class CodedFeed implements FrameTap {
  readonly #options: CodedFeedOptions;
  #init: Buffer | undefined;
  #bytes: Buffer<ArrayBuffer> | undefined;
  #usedBytes = 0;
  #usualBytes = FIRST_BYTES;
  #gathered: Gathered = nothing();
  #needsKeyframe = true;

  constructor(options: CodedFeedOptions) {
    this.#options = options;
  }

  /** The stream's init bytes while a run lasts: what a new worker must be told first. */
  get init(): Buffer | undefined {
    return this.#init;
  }

  begin(init: Buffer, _info: InitInfo): void {
    this.#init = Buffer.from(init);
    this.#needsKeyframe = true;
    this.#options.onStream(this.#init);
  }

  frame({ frame, data }: ArrivingFrame, atMs: number): void {
    if (this.#needsKeyframe && !frame.isSync) return;
    if (this.#options.keyframesOnly && !frame.isSync) return;
    if (this.#usedBytes + frame.sizeBytes > MAX_BYTES) {
      this.restart();
      return;
    }
    this.#needsKeyframe = false;
    this.#copy(data, frame.sizeBytes);
    const { atMs: times, sizes, syncs, shownLater } = this.#gathered;
    times.push(atMs);
    sizes.push(frame.sizeBytes);
    syncs.push(frame.isSync ? 1 : 0);
    shownLater.push(Math.round(frame.compositionTicks / Math.max(1, frame.durationTicks)));
  }

  end(): void {
    this.restart();
  }

  /** Drops what was gathered and waits for a keyframe: the receiver is told of the hole. */
  restart(): void {
    this.#forget();
    this.#needsKeyframe = true;
    this.#options.onInterrupted();
  }

  /** As `restart`, when nobody can take what was gathered; tells it once. */
  drop(): void {
    if (!this.#needsKeyframe || this.#bytes) this.restart();
  }

  /** What has come since the last time; undefined for nothing. */
  take(): CodedFrames | undefined {
    const bytes = this.#bytes;
    if (!bytes || this.#gathered.atMs.length === 0) return undefined;
    const frames = { cameraId: this.#options.cameraId, ...this.#gathered, bytes };
    this.#usualBytes = Math.max(
      FIRST_BYTES,
      Math.round(this.#usualBytes * 0.9 + this.#usedBytes * 0.13),
    );
    this.#forget();
    return frames;
  }

  #forget(): void {
    this.#bytes = undefined;
    this.#usedBytes = 0;
    this.#gathered = nothing();
  }

  #copy(parts: readonly Buffer[], sizeBytes: number): void {
    const end = this.#usedBytes + sizeBytes;
    const old = this.#bytes;
    if (!old || end > old.length) {
      const room = Math.max(this.#usualBytes, old ? Math.ceil(end * 1.5) : end);
      this.#bytes = Buffer.from(new ArrayBuffer(room));
      old?.copy(this.#bytes, 0, 0, this.#usedBytes);
    }
    for (const part of parts) {
      if (this.#bytes) this.#usedBytes += part.copy(this.#bytes, this.#usedBytes);
    }
  }
}

function nothing(): Gathered {
  return { atMs: [], sizes: [], syncs: [], shownLater: [] };
}
