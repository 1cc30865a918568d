/**
 * How far a camera's own clock is off, for the page of the system: measured, never used for recorded
 * time. Pure. ffmpeg writes into `prft` the camera's time once an RTCP sender report (RFC 3550 §6.4.1)
 * has come, and the time of writing before; the latter is told from the former by being now.
 */

/** A `prft` this near to now was made by ffmpeg itself. */
const WRITTEN_NOW_MS = 15;
/** Weight of a new measurement. */
const WEIGHT = 0.3;
/** A change larger than this is a camera whose clock was set, and not noise. */
const SET_MS = 1000;

export class CameraClock {
  #offsetMs: number | null = null;

  /** Camera clock minus host clock; null while the camera has told no time. */
  get offsetMs(): number | null {
    return this.#offsetMs === null ? null : Math.round(this.#offsetMs);
  }

  /** `prftMs` of a fragment written at `nowMs`, of a frame captured `agoMs` before that. */
  observe(prftMs: number, nowMs: number, agoMs: number): void {
    if (Math.abs(prftMs - nowMs) <= WRITTEN_NOW_MS) return;
    const offsetMs = prftMs - (nowMs - agoMs);
    const before = this.#offsetMs;
    if (before === null || Math.abs(offsetMs - before) > SET_MS) this.#offsetMs = offsetMs;
    else this.#offsetMs = before + WEIGHT * (offsetMs - before);
  }
}
