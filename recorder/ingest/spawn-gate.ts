/**
 * Starts child processes one by one. Starting one blocks this process until the child has begun, and
 * on a busy machine that takes long: between two starts all that has arrived meanwhile is read.
 */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "#base/clock";

/** After a start its child still takes what the machine has to give. */
const CALM_AFTER_MS = 1500;

export class SpawnGate {
  readonly #clock: Clock;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether children are being started or were a moment ago: what arrives now is read late. */
  get isBusy(): boolean {
    return this.#waiting > 0 || this.#clock.monotonicMs() - this.#lastMs < CALM_AFTER_MS;
  }

  /** Resolves when the caller may start one child, right away. */
  turn(): Promise<void> {
    this.#waiting += 1;
    // Two rounds of the event loop: after the first, what the start left to do has been done.
    this.#last = this.#last
      .then(() => setImmediate())
      .then(() => setImmediate())
      .then(() => {
        this.#waiting -= 1;
        this.#lastMs = this.#clock.monotonicMs();
      });
    return this.#last;
  }
}
