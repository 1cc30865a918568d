/** A clock that moves only when a test says so; timers fire in order while it moves. */
import type { Clock, Timer } from "#base/clock";

interface Pending {
  readonly atMs: number;
  readonly callback: () => void;
}

export class ManualClock implements Clock {
  #wallMs: number;
  #monotonicMs = 1000;
  readonly #timers = new Set<Pending>();

  constructor(wallMs = Date.UTC(2026, 0, 15, 3, 0, 0)) {
    this.#wallMs = wallMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const pending = { atMs: this.#monotonicMs + delayMs, callback };
    this.#timers.add(pending);
    return { cancel: () => void this.#timers.delete(pending) };
  }

  /** Moves on, fires what is due, and lets promises settle after each timer. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#monotonicMs + byMs;
    await settle();
    for (;;) {
      const due = [...this.#timers]
        .filter((timer) => timer.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#move(due.atMs);
      this.#timers.delete(due);
      due.callback();
      await settle();
    }
    this.#move(endMs);
    await settle();
  }

  #move(toMs: number): void {
    this.#wallMs += toMs - this.#monotonicMs;
    this.#monotonicMs = toMs;
  }
}

/** Lets all promises that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
