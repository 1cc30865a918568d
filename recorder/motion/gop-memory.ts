/**
 * The coded frames of the GOP that is coming and of the one before, so that they can still be decoded
 * when it turns out that something moved in them. Pure; keeps views into the memory it is given.
 */
import type { CodedFrames } from "./worker-messages.ts";

export interface CodedFrame {
  readonly atMs: number;
  readonly isSync: boolean;
  readonly shownLater: number;
  readonly bytes: Uint8Array;
}

/** The frames of a batch as they come from the recorder. */
export function listFrames(coded: CodedFrames): CodedFrame[] {
  let offset = 0;
  return coded.atMs.map((atMs, index) => {
    const start = offset;
    offset += coded.sizes[index] ?? 0;
    return {
      atMs,
      isSync: coded.syncs[index] === 1,
      shownLater: coded.shownLater[index] ?? 0,
      bytes: coded.bytes.subarray(start, offset),
    };
  });
}

/** A GOP larger than this is not remembered: it is watched frame by frame as it comes. */
const MAX_BYTES = 3 * 2 ** 20;

export class GopMemory {
  #before: CodedFrame[] = [];
  #open: CodedFrame[] = [];
  #openBytes = 0;
  #lengthMs = 0;
  #openMs: number | undefined;

  /** Frames of the GOP that is complete, from its keyframe on; empty when it was not remembered. */
  get before(): readonly CodedFrame[] {
    return this.#before;
  }

  /** Frames of the GOP that is coming. */
  get open(): readonly CodedFrame[] {
    return this.#open;
  }

  /** How long the GOP before was, or the open one has become, whichever is more; 0 = not known. */
  get lengthMs(): number {
    return this.#lengthMs;
  }

  add(frame: CodedFrame): void {
    if (frame.isSync) {
      this.#before = this.#openBytes > MAX_BYTES ? [] : this.#open;
      this.#open = [];
      this.#openBytes = 0;
      this.#lengthMs = this.#openMs === undefined ? 0 : frame.atMs - this.#openMs;
      this.#openMs = frame.atMs;
    } else if (this.#openMs !== undefined) {
      this.#lengthMs = Math.max(this.#lengthMs, frame.atMs - this.#openMs);
    }
    this.#openBytes += frame.bytes.length;
    if (this.#openBytes > MAX_BYTES) this.#open = [];
    else this.#open.push(frame);
  }

  /** What comes next does not follow from what came. */
  clear(): void {
    this.#before = [];
    this.#open = [];
    this.#openBytes = 0;
    this.#openMs = undefined;
  }
}
