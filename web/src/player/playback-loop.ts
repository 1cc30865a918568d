/**
 * Runs one step after another until its life ends: again at once while there is work, a little later
 * when there is none, after a growing pause when a step failed. An interrupt ends the step under way.
 * Knows nothing of video.
 */

const IDLE_POLL_MS = 250;
const RETRY_MS = [300, 1000, 2000, 4000, 8000] as const;

export interface LoopTask {
  /** One piece of work; false when there is nothing to do. Ends early when `work` is aborted. */
  readonly step: (work: AbortSignal) => Promise<boolean>;
  /** A step failed, for the `count`th time in a row; "halt" waits for the next interrupt. */
  readonly onFailure: (thrown: unknown, count: number) => "retry" | "halt";
  readonly onRetry: () => void;
}

export class PlaybackLoop {
  readonly #task: LoopTask;
  readonly #life: AbortSignal;
  #work = new AbortController();
  #wake: () => void = () => undefined;
  /** Something changed since the loop last looked. */
  #fresh = false;
  #failures = 0;

  constructor(task: LoopTask, life: AbortSignal) {
    this.#task = task;
    this.#life = life;
    life.addEventListener("abort", () => this.interrupt(), { once: true });
  }

  async run(): Promise<void> {
    while (!this.#life.aborted) {
      const work = this.#work.signal;
      this.#fresh = false;
      try {
        const worked = await this.#task.step(work);
        if (worked) this.#failures = 0;
        else if (!this.#fresh) await this.#sleep(IDLE_POLL_MS);
      } catch (thrown) {
        if (!work.aborted && !this.#life.aborted) await this.#failed(thrown);
      }
    }
  }

  /** Ends the step under way; the next begins at once. */
  interrupt(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.stir();
  }

  /** The loop looks again soon. */
  stir(): void {
    this.#fresh = true;
    this.#wake();
  }

  async #failed(thrown: unknown): Promise<void> {
    this.#failures += 1;
    if (this.#task.onFailure(thrown, this.#failures) === "halt") {
      await this.#sleep(Number.POSITIVE_INFINITY);
      return;
    }
    const last = RETRY_MS.length - 1;
    await this.#sleep(RETRY_MS[Math.min(this.#failures - 1, last)] ?? 8000);
    this.#task.onRetry();
  }

  /** Until woken, at most `delayMs`. */
  #sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(delayMs) ? setTimeout(resolve, delayMs) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
