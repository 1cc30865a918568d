/** One timer for all players of a page: each is called a few times a second. */

/** Milliseconds between two ticks. */
export const TICK_MS = 200;

export class LiveTicker {
  readonly #members = new Set<(nowMs: number) => void>();
  #timer: number | undefined;

  /** Calls `tick` from now on; answers with a way to stop. The timer runs only while somebody listens. */
  add(tick: (nowMs: number) => void): () => void {
    this.#members.add(tick);
    this.#timer ??= window.setInterval(() => this.#tick(), TICK_MS);
    return () => this.#remove(tick);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const tick of this.#members) tick(nowMs);
  }

  #remove(tick: (nowMs: number) => void): void {
    this.#members.delete(tick);
    if (this.#members.size > 0) return;
    window.clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
