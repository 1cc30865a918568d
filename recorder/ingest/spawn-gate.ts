/**
 * Starts child processes one by one. Starting one blocks this process until the child has begun, and
 * on a busy machine that takes long: between two starts all that has arrived meanwhile is read.
 */
import { setImmediate } from "node:timers/promises";

export class SpawnGate {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when the caller may start one child, right away. */
  turn(): Promise<void> {
    // Two rounds of the event loop: after the first, what the start left to do has been done.
    this.#last = this.#last.then(() => setImmediate()).then(() => setImmediate());
    return this.#last;
  }
}
