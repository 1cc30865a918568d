/**
 * Watching all cameras: hands their coded frames to the motion workers, tells what was seen, answers
 * for stills and for what a camera sees now. Nothing that happens behind it harms the recording: what
 * it takes of a frame is one copy, and what the workers cannot take is left out.
 */
import { availableParallelism } from "node:os";
import type { Clock, Timer } from "#base/clock";
import type { Log } from "#base/log";
import type { MotionSettings } from "#base/zones";
import type { FrameTap } from "../ingest/frame-tap.ts";
import { CodedFeed } from "./coded-feed.ts";
import type { Fact, SecondOfMotion } from "./facts.ts";
import { MotionThread, type MotionThreadOptions } from "./motion-thread.ts";
import type { SmallStill, WatchFigures } from "./worker-messages.ts";

export interface MotionWatchOptions
  extends Pick<MotionThreadOptions, "previewsPath" | "makeWorker"> {
  /** Of each watched camera, asked at each `reload`. */
  readonly settingsOf: (cameraId: string) => Promise<MotionSettings>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact: (cameraId: string, fact: Fact) => void;
  readonly onSecond: (cameraId: string, second: SecondOfMotion) => void;
}

interface Watched {
  readonly feed: CodedFeed;
  readonly thread: MotionThread;
  readonly keyframesOnly: boolean;
  settings: MotionSettings | undefined;
}

/** Frames are handed over together: each time costs both threads a turn. */
const HAND_OVER_MS = 200;
/** From so many cores on there are two workers. */
const MANY_CORES = 4;

export class MotionWatch {
  readonly #options: MotionWatchOptions;
  readonly #threads: readonly MotionThread[];
  readonly #cameras = new Map<string, Watched>();
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: MotionWatchOptions) {
    this.#options = options;
    const count = availableParallelism() >= MANY_CORES ? 2 : 1;
    this.#threads = Array.from({ length: count }, (_, index) => this.#makeThread(index));
  }

  start(): void {
    for (const thread of this.#threads) thread.start();
    this.#handOverLater();
  }

  /** Where a camera's frames go; the camera is watched from then on. */
  tap(cameraId: string, keyframesOnly: boolean): FrameTap {
    const known = this.#cameras.get(cameraId);
    if (known?.keyframesOnly === keyframesOnly) return known.feed;
    const thread = known?.thread ?? this.#leastBusy();
    const feed = new CodedFeed({
      cameraId,
      keyframesOnly,
      onStream: (init) => thread.send({ kind: "stream", cameraId, init }),
      onInterrupted: () => thread.send({ kind: "interrupted", cameraId }),
    });
    this.#cameras.set(cameraId, { feed, thread, keyframesOnly, settings: undefined });
    void this.#loadSettings(cameraId);
    return feed;
  }

  /** Reads the settings anew; cameras that are not listed any more are no longer watched. */
  async reload(cameraIds: readonly string[]): Promise<void> {
    for (const [cameraId, { thread }] of this.#cameras) {
      if (cameraIds.includes(cameraId)) continue;
      this.#cameras.delete(cameraId);
      thread.send({ kind: "removed", cameraId });
    }
    await Promise.all([...this.#cameras.keys()].map((cameraId) => this.#loadSettings(cameraId)));
  }

  /** The small colour picture nearest to the instant, of the last minute. */
  async still(cameraId: string, atMs: number): Promise<SmallStill | undefined> {
    const still = await this.#cameras.get(cameraId)?.thread.ask("still", cameraId, atMs);
    return still as SmallStill | undefined;
  }

  /** What the camera's analysis sees now. */
  async view(cameraId: string): Promise<unknown> {
    return this.#cameras.get(cameraId)?.thread.ask("view", cameraId, 0);
  }

  /** How each camera is being watched. */
  get figures(): WatchFigures[] {
    return this.#threads.flatMap((thread) => thread.figures);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #makeThread(index: number): MotionThread {
    const { onFact, onSecond } = this.#options;
    return new MotionThread({
      ...this.#options,
      onFact: ({ cameraId, fact }) => onFact(cameraId, fact),
      onSecond: ({ cameraId, second }) => onSecond(cameraId, second),
      onStarted: () => this.#tellAll(index),
    });
  }

  #leastBusy(): MotionThread {
    const load = (thread: MotionThread) =>
      [...this.#cameras.values()].filter((camera) => camera.thread === thread).length;
    const [first, ...others] = this.#threads;
    if (!first) throw new Error("there is no motion worker");
    return others.reduce((least, next) => (load(next) < load(least) ? next : least), first);
  }

  /** A worker that begins a new life is told its cameras and their streams. */
  #tellAll(index: number): void {
    for (const [cameraId, camera] of this.#cameras) {
      if (camera.thread !== this.#threads[index]) continue;
      this.#tellCamera(cameraId, camera);
    }
  }

  #tellCamera(cameraId: string, { thread, settings, keyframesOnly, feed }: Watched): void {
    if (!settings) return;
    thread.send({ kind: "camera", cameraId, settings, keyframesOnly });
    if (feed.init) thread.send({ kind: "stream", cameraId, init: feed.init });
    feed.restart();
  }

  async #loadSettings(cameraId: string): Promise<void> {
    const { settingsOf, log } = this.#options;
    try {
      const settings = await settingsOf(cameraId);
      const camera = this.#cameras.get(cameraId);
      if (!camera || JSON.stringify(settings) === JSON.stringify(camera.settings)) return;
      const isFirst = camera.settings === undefined;
      camera.settings = settings;
      const { thread, keyframesOnly } = camera;
      if (isFirst) this.#tellCamera(cameraId, camera);
      else thread.send({ kind: "camera", cameraId, settings, keyframesOnly });
    } catch (thrown) {
      log.error({ err: thrown, camera: cameraId }, "reading what to watch failed");
    }
  }

  #handOverLater(): void {
    if (this.#closed) return;
    this.#timer = this.#options.clock.after(HAND_OVER_MS, () => {
      this.#handOver();
      this.#handOverLater();
    });
  }

  #handOver(): void {
    for (const thread of this.#threads) {
      const cameras = [...this.#cameras.values()].filter((camera) => camera.thread === thread);
      if (!thread.takesFrames) {
        for (const { feed } of cameras) feed.drop();
        continue;
      }
      const batch = cameras.map(({ feed }) => feed.take()).filter((frames) => frames !== undefined);
      if (batch.length > 0)
        thread.sendFrames({ kind: "frames", batch, sentMs: this.#options.clock.nowMs() });
    }
  }
}
