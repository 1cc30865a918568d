/** When a stream that is connected counts as silent: pure. */
import type { Cause } from "#base/link";

export interface SilenceLimits {
  /** Longest wait for the first frame, connecting included. */
  readonly firstFrameMs: number;
  /** Longest silence between frames. */
  readonly betweenFramesMs: number;
}

export interface SilenceState {
  readonly bornMs: number;
  readonly nowMs: number;
  readonly lastFrameAtMs: number | undefined;
  readonly frames: number;
}

export interface Silence {
  readonly cause: Cause;
  readonly detail: string;
}

/** A camera that brings a few frames but then hardly any is slow, and not stalled. */
const FEW_FRAMES = 5;

/** What is wrong, or undefined. All times monotonic milliseconds. */
export function judgeSilence(limits: SilenceLimits, state: SilenceState): Silence | undefined {
  if (state.lastFrameAtMs === undefined) {
    if (state.nowMs - state.bornMs <= limits.firstFrameMs) return undefined;
    return { cause: "stalled", detail: `no picture within ${seconds(limits.firstFrameMs)} s` };
  }
  const silentMs = state.nowMs - state.lastFrameAtMs;
  if (silentMs <= limits.betweenFramesMs) return undefined;
  const perSecond = (state.frames * 1000) / Math.max(1, state.nowMs - state.bornMs);
  if (state.frames <= FEW_FRAMES && perSecond < 0.5) {
    return { cause: "too_slow", detail: `only ${state.frames} frames in ${seconds(state.nowMs - state.bornMs)} s` };
  }
  return { cause: "stalled", detail: `connected, but no frame for ${seconds(silentMs)} s` };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
