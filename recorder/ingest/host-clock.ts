/** The distance between the host's wall clock and its monotonic clock, which changes only when the wall clock is set. */
import type { Clock } from "#base/clock";

/** Reading both clocks took longer than this: something came between, so read again. */
const CALM_MS = 1;
const TRIES = 3;

/** Epoch ms at monotonic 0. */
export function readHostMs(clock: Clock): number {
  let hostMs = 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const beforeMs = clock.monotonicMs();
    const nowMs = clock.nowMs();
    const afterMs = clock.monotonicMs();
    hostMs = nowMs - (beforeMs + afterMs) / 2;
    if (afterMs - beforeMs <= CALM_MS) break;
  }
  return hostMs;
}
