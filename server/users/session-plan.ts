/** How long a session lives; pure. Idle: 12 h without a request or an open page. At most: 30 days. */

export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_MAX_MS = 30 * 24 * 3_600_000;
/** `seen_ms` is written at most this often, so that byte ranges cost no write each. */
export const SESSION_TOUCH_MS = 60_000;

export interface SessionTimes {
  readonly createdMs: number;
  readonly seenMs: number;
}

/** The first instant at which the session no longer counts. */
export function sessionExpiryMs(times: SessionTimes): number {
  return Math.min(times.seenMs + SESSION_IDLE_MS, times.createdMs + SESSION_MAX_MS);
}

export function needsTouch(times: SessionTimes, nowMs: number): boolean {
  return Math.abs(nowMs - times.seenMs) >= SESSION_TOUCH_MS;
}
