/**
 * Keeps one thing running for ever: runs it, waits, runs it again. Knows no ffmpeg and no camera:
 * `runOnce` is one life and says how it ended. Waits grow with consecutive failures and shrink to
 * the first again after a life that lasted.
 */
import { type BackoffPolicy, backoffDelayMs } from "#base/backoff";
import { type Clock, delay } from "#base/clock";

export interface LifeEnd<Outcome> {
  readonly outcome: Outcome;
  /** Start the next life at once, whatever the count of failures (e.g. the stream changed). */
  readonly again?: "at once";
  /** How to wait after this end, if not as usual. */
  readonly backoff?: BackoffPolicy;
}

export interface SuperviseOptions<Outcome> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly backoff: BackoffPolicy;
  /** A life of at least this length counts as good: the next wait is the first one. */
  readonly goodLifeMs: number;
  readonly random: () => number;
  /** One life; resolves however it ends, and soon after `signal` is aborted. Never rejects. */
  readonly runOnce: (signal: AbortSignal, attempt: number) => Promise<LifeEnd<Outcome>>;
  /** Called before each wait with the epoch time of the next life. */
  readonly onWait: (outcome: Outcome, retryAtMs: number) => void;
}

/** Resolves when `signal` is aborted and the life under way has ended. */
export async function supervise<Outcome>(options: SuperviseOptions<Outcome>): Promise<void> {
  const { clock, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    const bornMs = clock.monotonicMs();
    const end = await options.runOnce(signal, failures);
    if (signal.aborted) return;
    failures = clock.monotonicMs() - bornMs >= options.goodLifeMs ? 1 : failures + 1;
    if (end.again === "at once" && failures === 1) continue;
    const waitMs = backoffDelayMs(end.backoff ?? options.backoff, failures, options.random());
    options.onWait(end.outcome, clock.nowMs() + waitMs);
    try {
      await delay(clock, waitMs, signal);
    } catch (reason) {
      if (!signal.aborted) throw reason;
    }
  }
}
