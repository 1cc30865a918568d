/**
 * Runs one task again and again, never two at once. A failing run is logged and the next one comes
 * all the same. `runNow` joins a run that is under way.
 */
import type { Clock, Timer } from "./clock.ts";
import type { Log } from "./log.ts";

export interface PeriodicJobOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export class PeriodicJob {
  readonly #options: PeriodicJobOptions;
  readonly #abort = new AbortController();
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;

  constructor(options: PeriodicJobOptions) {
    this.#options = options;
  }

  /** Schedules the first run after `firstDelayMs` (default: one period). */
  start(firstDelayMs: number = this.#options.everyMs): void {
    if (this.#timer || this.#abort.signal.aborted) return;
    this.#schedule(firstDelayMs);
  }

  /** Runs now, or waits for the run under way; failures are logged, not thrown. */
  runNow(): Promise<void> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Stops; resolves when a run under way has ended. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#timer?.cancel();
    await this.#running;
  }

  #schedule(delayMs: number): void {
    this.#timer = this.#options.clock.after(delayMs, () => {
      void this.runNow().then(() => {
        if (!this.#abort.signal.aborted) this.#schedule(this.#options.everyMs);
      });
    });
  }

  async #runOnce(): Promise<void> {
    try {
      await this.#options.run(this.#abort.signal);
    } catch (thrown) {
      if (this.#abort.signal.aborted) return;
      this.#options.log.error({ err: thrown, job: this.#options.name }, "periodic job failed");
    }
  }
}
