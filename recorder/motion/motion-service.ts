/**
 * What a motion worker does with the messages it gets: an eye for each camera, opened, fed, asked and
 * closed. Knows no thread: it is given the other end as a function.
 */
import type { Clock } from "#base/clock";
import { OutputSockets, PreviewStore } from "#storage";
import { ReadPause, sleepProcess } from "../ingest/read-pause.ts";
import { SpawnGate } from "../ingest/spawn-gate.ts";
import { SheetFiller } from "../preview/sheet-filler.ts";
import type { MakeAnalysis } from "./analysis.ts";
import { CameraEye } from "./camera-eye.ts";
import { PictureShelf } from "./picture-shelf.ts";
import { type WorkerLog, workerLog } from "./worker-log.ts";
import type { CodedFrames, FromWorker, ToWorker } from "./worker-messages.ts";

export interface MotionServiceOptions {
  readonly send: (message: FromWorker) => void;
  readonly makeAnalysis: MakeAnalysis;
  readonly previewsPath: string;
  readonly clock: Clock;
}

type CameraMessage = Extract<ToWorker, { kind: "camera" }>;
type Question = Extract<ToWorker, { kind: "ask" }>;

/** How often the sender is told that batches were taken, in batches. */
const TELL_EVERY = 5;
/** What waits for so long: this thread does not keep up. */
const LATE_MS = 1500;

export class MotionService {
  readonly #options: MotionServiceOptions;
  readonly #eyes = new Map<string, CameraEye>();
  readonly #gate: SpawnGate;
  readonly #sockets: OutputSockets;
  readonly #store: PreviewStore;
  readonly #shelf = new PictureShelf();
  readonly #log: WorkerLog;
  #batches = 0;

  constructor(options: MotionServiceOptions) {
    this.#options = options;
    this.#gate = new SpawnGate(options.clock);
    const pause = new ReadPause({ isBusy: () => this.#gate.isBusy, sleep: sleepProcess });
    this.#sockets = new OutputSockets(() => pause.noteRead());
    this.#store = new PreviewStore(options.previewsPath);
    this.#log = workerLog(options.send, {});
  }

  take(message: ToWorker): void {
    if (message.kind === "frames") this.#frames(message.batch, message.sentMs);
    else if (message.kind === "camera") this.#camera(message);
    else if (message.kind === "removed") this.#remove(message.cameraId);
    else if (message.kind === "stream") this.#stream(message.cameraId, message.init);
    else if (message.kind === "interrupted") this.#eyes.get(message.cameraId)?.interrupt();
    else if (message.kind === "ask") void this.#answer(message);
    else void this.close();
  }

  /** Resolves when every decoder has ended and all tiles are written; says so. */
  async close(): Promise<void> {
    await Promise.all([...this.#eyes.values()].map((eye) => eye.close()));
    this.#eyes.clear();
    await this.#sockets.close();
    this.#options.send({ kind: "closed" });
  }

  #frames(batch: readonly CodedFrames[], sentMs: number): void {
    const isLate = this.#options.clock.nowMs() - sentMs > LATE_MS;
    for (const frames of batch) {
      const eye = this.#eyes.get(frames.cameraId);
      if (isLate) eye?.spare(frames.atMs[0] ?? 0);
      eye?.frames(frames);
    }
    this.#batches += 1;
    if (this.#batches % TELL_EVERY !== 0) return;
    const figures = [...this.#eyes.values()].map((eye) => eye.figures);
    this.#options.send({ kind: "taken", batches: this.#batches, figures });
  }

  #camera({ cameraId, settings, keyframesOnly }: CameraMessage): void {
    const known = this.#eyes.get(cameraId);
    if (known && known.keyframesOnly === keyframesOnly) {
      known.setSettings(settings);
      return;
    }
    void known?.close();
    const { clock, makeAnalysis, send } = this.#options;
    const log = workerLog(send, { camera: cameraId });
    const onError = (thrown: unknown) =>
      log.warn({ err: thrown }, "a preview picture could not be kept");
    const eye = new CameraEye({
      cameraId,
      settings,
      keyframesOnly,
      makeAnalysis,
      sheets: new SheetFiller({ store: this.#store, cameraId, onError }),
      shelf: this.#shelf,
      sockets: this.#sockets,
      turn: () => this.#gate.turn(),
      clock,
      log,
      onFact: (fact) => send({ kind: "fact", cameraId, fact }),
      onSecond: (second) => send({ kind: "second", cameraId, second }),
    });
    this.#eyes.set(cameraId, eye);
  }

  #remove(cameraId: string): void {
    const eye = this.#eyes.get(cameraId);
    this.#eyes.delete(cameraId);
    void eye?.close();
  }

  #stream(cameraId: string, init: Uint8Array): void {
    try {
      this.#eyes.get(cameraId)?.setStream(init);
    } catch (thrown) {
      this.#log.error({ err: thrown, camera: cameraId }, "this stream cannot be watched");
    }
  }

  async #answer({ id, what, cameraId, atMs }: Question): Promise<void> {
    const eye = this.#eyes.get(cameraId);
    let value: unknown;
    try {
      value = what === "view" ? eye?.view() : await eye?.still(atMs);
    } catch (thrown) {
      this.#log.error({ err: thrown, camera: cameraId, what }, "a question had no answer");
    }
    this.#options.send({ kind: "answer", id, value });
  }
}
