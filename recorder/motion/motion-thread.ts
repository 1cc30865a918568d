/**
 * One motion worker for as long as the recorder runs, life after life: it is started anew when it
 * ends or does not take what it is sent, and told again what it must know. Frames are sent only as
 * fast as they are taken; what does not fit is left out and counts as not watched.
 */
import { Worker } from "node:worker_threads";
import { type BackoffPolicy, backoffDelayMs } from "#base/backoff";
import type { Clock, Timer } from "#base/clock";
import type { Log } from "#base/log";
import type { FromWorker, ToWorker, WatchFigures } from "./worker-messages.ts";

export interface MotionThreadOptions {
  readonly previewsPath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact: (message: Extract<FromWorker, { kind: "fact" }>) => void;
  readonly onSecond: (message: Extract<FromWorker, { kind: "second" }>) => void;
  /** A new life: it knows nothing. */
  readonly onStarted: () => void;
  /** Only for tests. */
  readonly makeWorker?: (data: { previewsPath: string }) => Worker;
}

const RETRY: BackoffPolicy = { firstMs: 500, maxMs: 30_000, factor: 2 };
const GOOD_LIFE_MS = 60_000;
/** So many batches may be on their way: some seconds of frames. */
const MAX_UNTAKEN = 40;
/** Nothing was taken for so long: it hangs. */
const HANGS_AFTER_MS = 30_000;
const CLOSE_MS = 4000;
/** Of the thread's heap; pictures and coded frames lie outside of it. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

export class MotionThread {
  readonly #options: MotionThreadOptions;
  readonly #questions = new Map<number, (value: unknown) => void>();
  #worker: Worker | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #bornMs = 0;
  #sent = 0;
  #taken = 0;
  #takenMs = 0;
  #nextId = 1;
  #figures: readonly WatchFigures[] = [];
  #closed: (() => void) | undefined;
  #closing = false;

  constructor(options: MotionThreadOptions) {
    this.#options = options;
  }

  get figures(): readonly WatchFigures[] {
    return this.#figures;
  }

  start(): void {
    const { clock, previewsPath, log, makeWorker = startWorker } = this.#options;
    const worker = makeWorker({ previewsPath });
    this.#worker = worker;
    this.#bornMs = clock.monotonicMs();
    this.#takenMs = this.#bornMs;
    this.#sent = 0;
    this.#taken = 0;
    worker.on("message", (message: FromWorker) => this.#receive(message));
    worker.on("error", (thrown) => log.error({ err: thrown }, "the motion worker failed"));
    worker.once("exit", () => this.#ended(worker));
    worker.unref();
    this.#options.onStarted();
  }

  send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, [...transfer]);
  }

  /** Whether the next batch of frames may be sent; a worker that hangs is ended here. */
  get takesFrames(): boolean {
    if (!this.#worker) return false;
    if (this.#sent - this.#taken < MAX_UNTAKEN) return true;
    if (this.#options.clock.monotonicMs() - this.#takenMs > HANGS_AFTER_MS) {
      this.#options.log.error({}, "the motion worker hangs and is started anew");
      this.#takenMs = this.#options.clock.monotonicMs();
      void this.#worker.terminate();
    }
    return false;
  }

  sendFrames(message: Extract<ToWorker, { kind: "frames" }>): void {
    this.#sent += 1;
    this.send(
      message,
      message.batch.map((frames) => frames.bytes.buffer),
    );
  }

  /** Undefined when the worker is gone or has no answer. */
  ask(what: "still" | "view", cameraId: string, atMs: number): Promise<unknown> {
    if (!this.#worker) return Promise.resolve(undefined);
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#questions.set(id, resolve);
      this.send({ kind: "ask", id, what, cameraId, atMs });
    });
  }

  /** Lets the worker end what it is at. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#timer?.cancel();
    const worker = this.#worker;
    if (!worker) return;
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.send({ kind: "close" });
    const timer = this.#options.clock.after(CLOSE_MS, () => this.#closed?.());
    await closed;
    timer.cancel();
    await worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.kind === "fact") this.#options.onFact(message);
    else if (message.kind === "second") this.#options.onSecond(message);
    else if (message.kind === "log")
      this.#options.log[message.level]({ ...message.fields }, message.message);
    else if (message.kind === "closed") this.#closed?.();
    else if (message.kind === "taken") {
      this.#taken = message.batches;
      this.#takenMs = this.#options.clock.monotonicMs();
      this.#figures = message.figures;
    } else {
      this.#questions.get(message.id)?.(message.value);
      this.#questions.delete(message.id);
    }
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const resolve of this.#questions.values()) resolve(undefined);
    this.#questions.clear();
    this.#closed?.();
    if (this.#closing) return;
    const { clock, log } = this.#options;
    const wasGood = clock.monotonicMs() - this.#bornMs > GOOD_LIFE_MS;
    this.#failures = wasGood ? 1 : this.#failures + 1;
    const waitMs = backoffDelayMs(RETRY, this.#failures, 0.5);
    log.error({ waitMs }, "the motion worker ended; recording goes on");
    this.#timer = clock.after(waitMs, () => this.start());
  }
}

function startWorker(data: { previewsPath: string }): Worker {
  return new Worker(new URL("./motion-worker.js", import.meta.url), {
    workerData: data,
    resourceLimits: LIMITS,
  });
}
