/**
 * What to play of a change: from before the person came into the picture until he has gone. Without
 * a watcher's word for it, a quarter of a minute on both sides. Pure.
 */
import type { TimeRange } from "#base/time-range";

const LEAD_MS = 5_000;
const LEAST_MS = 15_000;
/** In a busy street the movement before never ends; nobody wants to watch all of it. */
const MOST_BEFORE_MS = 90_000;
const MOST_AFTER_MS = 60_000;

export function clipAround(input: {
  /** When the region changed. */
  readonly window: TimeRange;
  /** Movements anywhere in the picture around it. */
  readonly moved: readonly TimeRange[];
  readonly moverStartMs: number | undefined;
}): { startMs: number; endMs: number } {
  const { window, moved, moverStartMs } = input;
  const acting = moved.filter(
    ({ startMs, endMs }) => startMs <= window.endMs && endMs >= window.startMs,
  );
  const cameMs = Math.min(
    window.startMs - LEAST_MS + LEAD_MS,
    ...acting.map(({ startMs }) => startMs),
    moverStartMs ?? Number.POSITIVE_INFINITY,
  );
  const wentMs = Math.max(window.endMs + LEAST_MS, ...acting.map(({ endMs }) => endMs + LEAD_MS));
  const startMs = Math.max(cameMs - LEAD_MS, window.startMs - MOST_BEFORE_MS);
  const endMs = Math.min(wentMs, window.endMs + MOST_AFTER_MS);
  return { startMs: Math.round(startMs), endMs: Math.round(endMs) };
}
