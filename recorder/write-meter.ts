/** How many bytes a second all cameras write, over the last few minutes. Times are monotonic. */
import type { Clock } from "#base/clock";

const WINDOW_MS = 180_000;

export class WriteMeter {
  readonly #clock: Clock;
  readonly #bornMs: number;
  #entries: { readonly atMs: number; readonly sizeBytes: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bornMs = clock.monotonicMs();
  }

  /** A segment of this size was finished just now. */
  add(sizeBytes: number): void {
    this.#entries.push({ atMs: this.#clock.monotonicMs(), sizeBytes });
  }

  get bytesPerSecond(): number {
    const nowMs = this.#clock.monotonicMs();
    this.#entries = this.#entries.filter((entry) => nowMs - entry.atMs <= WINDOW_MS);
    const sizeBytes = this.#entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    const spanMs = Math.min(WINDOW_MS, Math.max(1000, nowMs - this.#bornMs));
    return Math.round((sizeBytes * 1000) / spanMs);
  }
}
