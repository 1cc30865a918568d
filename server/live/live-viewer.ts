/**
 * One person watching one stream: decides what of the stream still goes to a connection that may be
 * slow. A connection that falls behind gets nothing until the next keyframe after it has caught up,
 * and is closed when it does not catch up. Knows no socket, only the port to one.
 */
import type { Clock } from "#base/clock";
import { LIVE_CLOSE } from "#contract";
import type { FlvTag } from "./flv-tag.ts";

/** A connection as the live use cases need it. */
export interface ViewerPort {
  send(bytes: Buffer): void;
  /** Bytes given to `send` that have not left this process yet. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
}

/** Above this the connection is behind: about four seconds of a 2 Mbit/s stream. */
const BEHIND_BYTES = 1 << 20;
const CAUGHT_UP_BYTES = BEHIND_BYTES / 8;
/** Behind for so long: even the small stream does not fit this connection. */
const GIVE_UP_MS = 15_000;

export class LiveViewer {
  readonly #port: ViewerPort;
  readonly #clock: Clock;
  #greeted = false;
  #skipping = false;
  #behindSinceMs: number | undefined;
  #closed = false;

  constructor(port: ViewerPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  get isGreeted(): boolean {
    return this.#greeted;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** The first bytes; before them nothing is sent. */
  greet(greeting: Buffer): void {
    if (this.#closed) return;
    this.#greeted = true;
    this.#port.send(greeting);
  }

  /** Tags that arrived together, and the same as one buffer. */
  feed(tags: readonly FlvTag[], joined: Buffer): void {
    if (this.#closed || !this.#greeted) return;
    this.#measure();
    if (this.#closed) return;
    if (!this.#skipping) {
      this.#port.send(joined);
      return;
    }
    const from = tags.findIndex((tag) => tag.isKeyframe);
    if (this.#behindSinceMs !== undefined || from < 0) return;
    this.#skipping = false;
    // Decoder headers that came in between may be new: they go along.
    const rest = tags.filter((tag, i) => i >= from || tag.isHeader);
    this.#port.send(Buffer.concat(rest.map((tag) => tag.bytes)));
  }

  /** Everything was interrupted: what follows makes sense from a keyframe on only. */
  awaitKeyframe(): void {
    if (this.#greeted) this.#skipping = true;
  }

  /** Idempotent. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#port.close(code, reason);
  }

  #measure(): void {
    const bufferedBytes = this.#port.bufferedBytes();
    const nowMs = this.#clock.monotonicMs();
    if (bufferedBytes > BEHIND_BYTES && this.#behindSinceMs === undefined) {
      this.#behindSinceMs = nowMs;
      this.#skipping = true;
    }
    if (this.#behindSinceMs === undefined) return;
    if (bufferedBytes <= CAUGHT_UP_BYTES) this.#behindSinceMs = undefined;
    else if (nowMs - this.#behindSinceMs > GIVE_UP_MS)
      this.close(LIVE_CLOSE.tooSlow, "live.too_slow");
  }
}
