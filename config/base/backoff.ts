/** Waiting times between tries: exponential with full jitter in the upper half, pure. */

export interface BackoffPolicy {
  readonly firstMs: number;
  readonly maxMs: number;
  readonly factor: number;
}

/**
 * Delay before try number `attempt` (1 = first retry), between half and all of
 * `firstMs * factor^(attempt-1)` capped at `maxMs`; `random` is in [0, 1).
 */
export function backoffDelayMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const grown = policy.firstMs * policy.factor ** Math.max(0, attempt - 1);
  const ceiling = Math.min(policy.maxMs, grown);
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
