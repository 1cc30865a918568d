/**
 * Memory of small pictures that is used again: dozens a second of some 86 KiB each would otherwise
 * keep the garbage collector busy. Whoever has a picture gives its memory back once, when nobody looks
 * at it any more; what is never given back is collected as usual.
 */

/** More than is decoded in one go is let go. */
const MOST_FREE = 48;

export class PictureShelf {
  #free: Uint8Array<ArrayBuffer>[] = [];

  /** Memory of this size; what it holds is anything. */
  take(sizeBytes: number): Uint8Array<ArrayBuffer> {
    const index = this.#free.findLastIndex((memory) => memory.length === sizeBytes);
    const [memory] = index < 0 ? [] : this.#free.splice(index, 1);
    return memory ?? new Uint8Array(sizeBytes);
  }

  give(memory: Uint8Array): void {
    if (!isWhole(memory)) return;
    this.#free.push(memory);
    // Those of a size that no camera has any more leave in time.
    if (this.#free.length > MOST_FREE) this.#free.shift();
  }
}

function isWhole(memory: Uint8Array): memory is Uint8Array<ArrayBuffer> {
  return memory.buffer instanceof ArrayBuffer && memory.length === memory.buffer.byteLength;
}
