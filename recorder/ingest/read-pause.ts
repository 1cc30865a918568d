/**
 * Lets frames gather before they are read. Each turn of the event loop costs system calls and
 * bookkeeping, and 36 streams bring hundreds of small frames a second, each alone: after a turn in
 * which something was read the process sleeps for a moment, and the next turn reads all that came
 * (interrupt coalescing, as network cards do it). Costs a frame up to `PAUSE_MS` of latency and as
 * much in its time of arrival; saves about a third of the recorder's CPU.
 */
const PAUSE_MS = 15;

/** Puts this process to sleep; what arrives waits in the kernel. */
export function sleepProcess(ms: number): void {
  Atomics.wait(SLEEPING, 0, 0, ms);
}

const SLEEPING = new Int32Array(new SharedArrayBuffer(4));

export interface ReadPauseOptions {
  /** Children are being started: each step of that would take a turn longer. */
  readonly isBusy: () => boolean;
  readonly sleep: (ms: number) => void;
}

export class ReadPause {
  readonly #options: ReadPauseOptions;
  #planned = false;

  constructor(options: ReadPauseOptions) {
    this.#options = options;
  }

  /** Something was read. The pause comes once, when this turn's reading is done. */
  noteRead(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      if (!this.#options.isBusy()) this.#options.sleep(PAUSE_MS);
    });
  }
}
