/**
 * One timer for all streams of all cameras: every few milliseconds whatever is due is sent. One
 * timer and one pass cost far less than a timer a stream.
 */
import { preciseNowMs } from "../clips/media-clock.ts";
import type { TimedStream } from "./camera-stream.ts";

const STEP_MS = 8;

export class FramePacer {
  readonly #streams: () => Iterable<TimedStream>;
  #timer: NodeJS.Timeout | undefined;

  /** `streams` is asked at every step, since cameras change theirs when they reboot. */
  constructor(streams: () => Iterable<TimedStream>) {
    this.#streams = streams;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#step(), STEP_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #step(): void {
    const nowMs = preciseNowMs();
    for (const stream of this.#streams()) {
      if (stream.nextDueMs() <= nowMs) stream.sendDue(nowMs);
    }
  }
}
