/** Lets a few pieces of work run at a time and the others wait their turn, up to a number. */
import { VmsError } from "#base/errors";

export class Turnstile {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #reason: string;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** `reason` is what those are told who are one too many. */
  constructor(places: number, mostWaiting: number, reason = "playback.busy") {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
    this.#reason = reason;
  }

  /**
   * Runs `work` when a place is free; work whose asker has gone before its turn is not begun.
   * @throws VmsError too_many with the turnstile's reason when too many wait; whatever `work` throws.
   */
  async pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#places) await this.#wait();
    else this.#running += 1;
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Takes over the place of whoever leaves. */
  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new VmsError("too_many", this.#reason, "too many pictures are being made", {
        details: { retryAfterS: 2 },
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
