/**
 * The decoder of one camera's eye, life after life: started when the first frames come, started anew
 * when it died or hangs (later and later), fed no more than it can take. Knows no pace and no picture.
 */
import { backoffDelayMs } from "#base/backoff";
import type { Clock } from "#base/clock";
import {
  type FrameToDecode,
  type InitInfo,
  type OutputSockets,
  type PictureSize,
  SmallDecoder,
  type SmallPicture,
  sizeOfArea,
} from "#storage";
import type { WorkerLog } from "./worker-log.ts";

export interface EyeDecoderOptions {
  readonly sockets: OutputSockets;
  readonly turn: () => Promise<void>;
  readonly clock: Clock;
  readonly log: WorkerLog;
  readonly takeMemory: (sizeBytes: number) => Uint8Array<ArrayBuffer>;
  readonly onPicture: (number: number, picture: SmallPicture) => void;
  /** The decoder is gone, and with it what it was fed: go on with a keyframe. */
  readonly onLost: () => void;
}

/** As many pixels as 320 × 180 has. */
const PICTURE_AREA = 57_600;
const RETRY = { firstMs: 500, maxMs: 30_000, factor: 2 };
const GOOD_LIFE_MS = 30_000;
/** The decoder lags behind by more than this: it gets no more until it has caught up. */
const MAX_QUEUED_BYTES = 1 << 20;
/** Fed, and no picture for so long: it hangs. */
const HANGS_AFTER_MS = 20_000;
const KEPT_LINES = 5;

export class EyeDecoder {
  readonly #options: EyeDecoderOptions;
  #stream: { readonly init: Buffer; readonly info: InitInfo } | undefined;
  #decoder: SmallDecoder | undefined;
  #ready = false;
  #failures = 0;
  #retryAtMs = 0;
  #fedSinceMs: number | undefined;
  #lines: string[] = [];
  #starts = 0;

  constructor(options: EyeDecoderOptions) {
    this.#options = options;
  }

  get starts(): number {
    return this.#starts;
  }

  get size(): PictureSize | undefined {
    return this.#stream && sizeOfArea(this.#stream.info, PICTURE_AREA);
  }

  /** The stream to decode from now on. One of the same format goes on in the same decoder. */
  async setStream(init: Buffer, info: InitInfo): Promise<void> {
    if (this.#stream?.init.equals(init)) return;
    this.#stream = { init, info };
    this.#failures = 0;
    this.#retryAtMs = 0;
    await this.close();
  }

  /** Whether frames can be fed now; starts a decoder when there should be one. */
  isReady(): boolean {
    const { clock } = this.#options;
    if (!this.#decoder && this.#stream && clock.monotonicMs() >= this.#retryAtMs)
      void this.#start(this.#stream.init, this.#stream.info);
    return this.#ready;
  }

  /** Whether it lags behind so much that frames must be left out. */
  get isLagging(): boolean {
    return (this.#decoder?.queuedBytes ?? 0) > MAX_QUEUED_BYTES;
  }

  feed(frames: readonly FrameToDecode[]): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (frames.some((frame) => frame.isWanted)) this.#fedSinceMs ??= nowMs;
    if (this.#fedSinceMs !== undefined && nowMs - this.#fedSinceMs > HANGS_AFTER_MS) {
      this.#lines.push("no picture came");
      void this.#decoder?.close();
      return;
    }
    this.#decoder?.feed(frames);
  }

  async close(): Promise<void> {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#ready = false;
    this.#fedSinceMs = undefined;
    await decoder?.close();
  }

  async #start(init: Buffer, info: InitInfo): Promise<void> {
    const { sockets, clock, turn, takeMemory, onPicture } = this.#options;
    const decoder: SmallDecoder = new SmallDecoder({
      init,
      info,
      size: sizeOfArea(info, PICTURE_AREA),
      sockets,
      clock,
      turn,
      takeMemory,
      onPicture: (number, picture) => {
        if (decoder !== this.#decoder) return;
        this.#fedSinceMs = undefined;
        onPicture(number, picture);
      },
      onLine: (line) => this.#line(line),
    });
    this.#decoder = decoder;
    this.#starts += 1;
    const bornMs = clock.monotonicMs();
    try {
      await decoder.start();
    } catch (thrown) {
      this.#line(String(thrown));
      this.#died(decoder, bornMs);
      return;
    }
    if (this.#decoder !== decoder) {
      await decoder.close();
      return;
    }
    this.#ready = true;
    void decoder.ended.then(() => this.#died(decoder, bornMs));
  }

  #died(decoder: SmallDecoder, bornMs: number): void {
    if (this.#decoder !== decoder) return;
    const { clock, log, onLost } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#decoder = undefined;
    this.#ready = false;
    this.#fedSinceMs = undefined;
    this.#failures = nowMs - bornMs > GOOD_LIFE_MS ? 1 : this.#failures + 1;
    const waitMs = backoffDelayMs(RETRY, this.#failures, 0.5);
    this.#retryAtMs = nowMs + waitMs;
    log.warn({ waitMs, said: this.#lines }, "the small pictures' decoder ended");
    this.#lines = [];
    onLost();
  }

  #line(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }
}
