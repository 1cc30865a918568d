/**
 * A camera's own clock: an oscillator that may run fast or slow. It paces the frames and stamps the
 * RTP time, as in a real camera, so drift shows in both. Wall times are epoch UTC milliseconds with
 * fractions; media times are milliseconds since the clip's first loop began.
 */
export interface ClockFormula {
  /** Wall time at which media time 0 was (or would have been) sent. */
  readonly epochMs: number;
  /** How much faster than the wall the camera's oscillator runs, in parts per million. */
  readonly driftPpm: number;
}

export function wallAtMedia(clock: ClockFormula, mediaMs: number): number {
  return clock.epochMs + mediaMs / (1 + clock.driftPpm / 1e6);
}

export function mediaAtWall(clock: ClockFormula, wallMs: number): number {
  return (wallMs - clock.epochMs) * (1 + clock.driftPpm / 1e6);
}

/** The same clock with another drift from `wallMs` on, without a jump in media time. */
export function withDrift(clock: ClockFormula, driftPpm: number, wallMs: number): ClockFormula {
  const mediaMs = mediaAtWall(clock, wallMs);
  return { driftPpm, epochMs: wallMs - mediaMs / (1 + driftPpm / 1e6) };
}

/** Wall time with sub-millisecond steps; unlike Date.now() it cannot be set back under a running clip. */
export function preciseNowMs(): number {
  return performance.timeOrigin + performance.now();
}
