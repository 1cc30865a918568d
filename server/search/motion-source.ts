/**
 * Where searches get the motion grid's answers from: search threads, so that eighteen cameras and
 * a year never hold up live video and requests; or, where there is no built thread to start (tests
 * run the sources), the same code right here.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { VmsError } from "#base/errors";
import type { Log } from "#base/log";
import type { DataFolder } from "#storage";
import { type CameraDay, dayBatches, type MotionJob, mergedByDay } from "./region/day-batches.ts";
import type { FromThread, ToThread } from "./thread-messages.ts";

export interface MotionSource {
  /** Newest day first. @throws the signal's reason. */
  search(job: MotionJob, signal: AbortSignal): AsyncGenerator<readonly CameraDay[], void, void>;
  /** Idempotent; searches under way fail. */
  close(): Promise<void>;
}

/** Reads in this thread. */
export function directMotionSource(folder: DataFolder): MotionSource {
  return {
    search: (job, signal) => dayBatches(folder, job, signal),
    close: async () => undefined,
  };
}

/** Search threads where the built server runs, else this thread. */
export function motionSource(folder: DataFolder, log: Log): MotionSource {
  const here = import.meta.url;
  if (!here.endsWith(".js")) return directMotionSource(folder);
  return new MotionThreads(folder, fileURLToPath(new URL("./search-thread.js", here)), log);
}

/** As many as have processors of their own on the smallest machine. */
const THREADS = 2;

/** Shares the cameras of a search out among threads and puts their days together again. */
export class MotionThreads implements MotionSource {
  readonly #threads: readonly MotionThread[];

  constructor(folder: DataFolder, modulePath: string, log: Log) {
    this.#threads = Array.from(
      { length: THREADS },
      () => new MotionThread(folder, modulePath, log),
    );
  }

  async *search(
    job: MotionJob,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CameraDay[], void, void> {
    const streams = this.#threads.flatMap((thread, i) => {
      const regions = job.regions.filter((_, number) => number % THREADS === i);
      return regions.length === 0 ? [] : [thread.search({ ...job, regions }, signal)];
    });
    try {
      yield* mergedByDay(streams);
    } finally {
      await Promise.all(streams.map((stream) => stream.return()));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

interface Lane {
  push(news: FromThread): void;
}

/** Starts its thread at the first search, and again should it have ended. */
export class MotionThread implements MotionSource {
  readonly #folder: DataFolder;
  readonly #modulePath: string;
  readonly #log: Log;
  readonly #lanes = new Map<number, Lane>();
  #worker: Worker | undefined;
  #newest = 0;
  #closed = false;

  constructor(folder: DataFolder, modulePath: string, log: Log) {
    this.#folder = folder;
    this.#modulePath = modulePath;
    this.#log = log;
  }

  async *search(
    job: MotionJob,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CameraDay[], void, void> {
    signal.throwIfAborted();
    const worker = this.#running();
    this.#newest += 1;
    const id = this.#newest;
    const inbox: FromThread[] = [];
    let wake: (() => void) | undefined;
    this.#lanes.set(id, {
      push: (news) => {
        inbox.push(news);
        wake?.();
      },
    });
    const onAbort = () => wake?.();
    signal.addEventListener("abort", onAbort);
    try {
      worker.postMessage({ id, job } satisfies ToThread);
      for (;;) {
        if (inbox.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted) resolve();
          });
        }
        signal.throwIfAborted();
        const news = inbox.shift();
        if (!news) continue;
        if ("done" in news) return;
        if ("failed" in news) throw fromThread(news.failed);
        yield news.batch;
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#lanes.delete(id);
      this.#worker?.postMessage({ id, stop: true } satisfies ToThread);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #running(): Worker {
    if (this.#closed) throw ended();
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#modulePath, {
      workerData: { folder: this.#folder },
      // Not those of this process: a debugger's port, the sources instead of the built code.
      execArgv: [],
      name: "search",
    });
    worker.unref();
    worker.on("message", (news: FromThread) => this.#lanes.get(news.id)?.push(news));
    worker.on("error", (error) => this.#log.error({ err: error }, "the search thread broke"));
    worker.on("exit", () => this.#gone(worker));
    this.#worker = worker;
    return worker;
  }

  #gone(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    const { code, reason, message } = ended();
    for (const [id, lane] of this.#lanes) lane.push({ id, failed: { code, reason, message } });
  }
}

function ended(): VmsError {
  return new VmsError("unavailable", "search.ended", "the search thread has ended");
}

function fromThread({ code, reason, message }: Pick<VmsError, "code" | "reason" | "message">) {
  return new VmsError(code, reason, message);
}
