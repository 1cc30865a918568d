/** Work for each camera in its order, one piece at a time; cameras do not wait for each other. */
import type { Log } from "#base/log";

export class CameraQueue {
  readonly #log: Log;
  readonly #work = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Pieces of a camera that are not done. */
  waiting(cameraId: string): number {
    return this.#waiting.get(cameraId) ?? 0;
  }

  /** A piece that fails is logged and keeps nothing else from being done. */
  add(cameraId: string, work: () => Promise<void>): void {
    const count = (change: number) => this.#waiting.set(cameraId, this.waiting(cameraId) + change);
    count(1);
    const done = (this.#work.get(cameraId) ?? Promise.resolve())
      .then(work)
      .catch((thrown: unknown) => {
        this.#log.error({ err: thrown, camera: cameraId }, "an event could not be kept");
      })
      .finally(() => count(-1));
    this.#work.set(cameraId, done);
  }

  /** Resolves when all that was added is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#work.values());
  }
}
