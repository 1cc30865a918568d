/**
 * How many bytes a second all cameras write: over the last few minutes, and in the first ones, of
 * which hardly a segment is finished, what the streams bring just now. Times are monotonic.
 */
import type { Clock } from "#base/clock";
import type { CameraStatus } from "#base/link";

const WINDOW_MS = 180_000;

export class WriteMeter {
  readonly #clock: Clock;
  readonly #statuses: () => readonly Pick<CameraStatus, "main" | "sub">[];
  readonly #bornMs: number;
  #entries: { readonly atMs: number; readonly sizeBytes: number }[] = [];

  constructor(clock: Clock, statuses: () => readonly Pick<CameraStatus, "main" | "sub">[]) {
    this.#clock = clock;
    this.#statuses = statuses;
    this.#bornMs = clock.monotonicMs();
  }

  /** A segment of this size was finished just now. */
  add(sizeBytes: number): void {
    this.#entries.push({ atMs: this.#clock.monotonicMs(), sizeBytes });
  }

  get bytesPerSecond(): number {
    const nowMs = this.#clock.monotonicMs();
    this.#entries = this.#entries.filter((entry) => nowMs - entry.atMs <= WINDOW_MS);
    if (nowMs - this.#bornMs < WINDOW_MS) return this.#arriving();
    const sizeBytes = this.#entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    return Math.round((sizeBytes * 1000) / WINDOW_MS);
  }

  #arriving(): number {
    let kbps = 0;
    for (const { main, sub } of this.#statuses())
      kbps += (main?.bitrateKbps ?? 0) + (sub?.bitrateKbps ?? 0);
    return Math.round((kbps * 1000) / 8);
  }
}
