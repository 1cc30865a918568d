/** When repeated wrong passwords lock an account: five failures lock it for five minutes; pure. */

export const FAILURES_BEFORE_LOCK = 5;
export const LOCK_MS = 5 * 60_000;

export interface LockState {
  readonly failedLogins: number;
  readonly lockedUntilMs: number | null;
}

export const UNLOCKED: LockState = { failedLogins: 0, lockedUntilMs: null };

export function isLocked(state: LockState, nowMs: number): boolean {
  return state.lockedUntilMs !== null && nowMs < state.lockedUntilMs;
}

/** The state after one more wrong password; the count starts anew when a lock begins. */
export function afterFailure(state: LockState, nowMs: number): LockState {
  const failedLogins = state.failedLogins + 1;
  if (failedLogins < FAILURES_BEFORE_LOCK) return { failedLogins, lockedUntilMs: null };
  return { failedLogins: 0, lockedUntilMs: nowMs + LOCK_MS };
}
