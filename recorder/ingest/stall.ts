/** When a stream that is connected counts as silent: pure. */
import type { Cause } from "#base/link";

export interface SilenceLimits {
  /** Longest wait for the first frame, connecting included. */
  readonly firstFrameMs: number;
  /** Longest silence between frames. */
  readonly betweenFramesMs: number;
}

/**
 * Counted while this process was awake: a host that was too busy to let it run, or that slept, has
 * not shown that a camera is silent.
 */
export interface SilenceState {
  readonly ageMs: number;
  /** Since the last frame; since the start while there is none. */
  readonly silentMs: number;
  readonly frames: number;
}

export interface Silence {
  readonly cause: Cause;
  readonly detail: string;
}

/** A camera that brings a few frames but then hardly any is slow, and not stalled. */
const FEW_FRAMES = 5;

/** What is wrong, or undefined. */
export function judgeSilence(limits: SilenceLimits, state: SilenceState): Silence | undefined {
  const { ageMs, silentMs, frames } = state;
  if (frames === 0) {
    if (silentMs <= limits.firstFrameMs) return undefined;
    return { cause: "stalled", detail: `no picture within ${seconds(limits.firstFrameMs)} s` };
  }
  if (silentMs <= limits.betweenFramesMs) return undefined;
  if (frames <= FEW_FRAMES && (frames * 1000) / Math.max(1, ageMs) < 0.5) {
    return { cause: "too_slow", detail: `only ${frames} frames in ${seconds(ageMs)} s` };
  }
  return { cause: "stalled", detail: `connected, but no frame for ${seconds(silentMs)} s` };
}

/** Counts time and silence in ticks of `tickMs`, however late a tick comes. */
export class SilenceMeter {
  readonly #tickMs: number;
  #ageMs = 0;
  #silentMs = 0;
  #frames = 0;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  /** One more tick, at which `frames` have come in all. */
  tick(frames: number): SilenceState {
    this.#ageMs += this.#tickMs;
    this.#silentMs = frames === this.#frames ? this.#silentMs + this.#tickMs : 0;
    this.#frames = frames;
    return { ageMs: this.#ageMs, silentMs: this.#silentMs, frames };
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
