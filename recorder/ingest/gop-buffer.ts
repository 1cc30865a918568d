/**
 * The bytes of one GOP in one piece of memory that is used again and again: what is read from ffmpeg
 * is copied here once and its own memory is free at once (hundreds of small pieces a second would
 * keep the garbage collector busy). Before the picture's bytes there is room for the fragment's head,
 * so that a finished GOP goes to the file without another copy.
 */

/** Room for the head of a GOP of about 900 frames; larger heads cost one copy. */
const HEAD_ROOM_BYTES = 16 * 1024;
const FIRST_VIDEO_BYTES = 128 * 1024;
const FIRST_AUDIO_BYTES = 8 * 1024;
/** What a buffer has grown beyond is given back, so that one huge GOP does not cost memory for ever. */
const KEPT_BYTES = 8 * 2 ** 20;

export class GopBuffer {
  #video: Buffer = Buffer.allocUnsafeSlow(HEAD_ROOM_BYTES + FIRST_VIDEO_BYTES);
  #videoEnd = HEAD_ROOM_BYTES;
  #audio: Buffer | undefined;
  #audioEnd = 0;

  /** Bytes of picture and sound together. */
  get sizeBytes(): number {
    return this.#videoEnd - HEAD_ROOM_BYTES + this.#audioEnd;
  }

  /** Copies a frame's bytes; answers the offset under which `bytes` finds them. */
  append(isVideo: boolean, parts: readonly Buffer[], sizeBytes: number): number {
    if (isVideo) {
      this.#video = withRoom(this.#video, this.#videoEnd, sizeBytes);
      const offset = this.#videoEnd;
      this.#videoEnd = copyAll(parts, this.#video, offset);
      return offset;
    }
    this.#audio = withRoom(
      this.#audio ?? Buffer.allocUnsafeSlow(FIRST_AUDIO_BYTES),
      this.#audioEnd,
      sizeBytes,
    );
    const offset = this.#audioEnd;
    this.#audioEnd = copyAll(parts, this.#audio, offset);
    return offset;
  }

  /** A view of a frame's bytes; valid until the next `append` or `clear`. */
  bytes(frame: {
    readonly isVideo: boolean;
    readonly offset: number;
    readonly sizeBytes: number;
  }): Buffer {
    const from = frame.isVideo ? this.#video : (this.#audio ?? this.#video);
    return from.subarray(frame.offset, frame.offset + frame.sizeBytes);
  }

  /** `head`, all of the picture, all of the sound. A view, valid until the next `append` or `clear`. */
  assemble(head: Buffer): Buffer {
    if (this.#audio && this.#audioEnd > 0) {
      this.#video = withRoom(this.#video, this.#videoEnd, this.#audioEnd);
      this.#audio.copy(this.#video, this.#videoEnd, 0, this.#audioEnd);
    }
    const end = this.#videoEnd + this.#audioEnd;
    if (head.length > HEAD_ROOM_BYTES)
      return Buffer.concat([head, this.#video.subarray(HEAD_ROOM_BYTES, end)]);
    const start = HEAD_ROOM_BYTES - head.length;
    head.copy(this.#video, start);
    return this.#video.subarray(start, end);
  }

  clear(): void {
    this.#videoEnd = HEAD_ROOM_BYTES;
    this.#audioEnd = 0;
    if (this.#video.length > KEPT_BYTES)
      this.#video = Buffer.allocUnsafeSlow(HEAD_ROOM_BYTES + FIRST_VIDEO_BYTES);
  }
}

/** Buffers of one stream that wait for their next GOP. */
export class GopBufferPool {
  readonly #free: GopBuffer[] = [];

  take(): GopBuffer {
    return this.#free.pop() ?? new GopBuffer();
  }

  /** Gives back a buffer that nobody looks at any more. */
  give(buffer: GopBuffer): void {
    buffer.clear();
    // One is being filled, one written; more only pile up behind a slow disk.
    if (this.#free.length < 2) this.#free.push(buffer);
  }
}

function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafeSlow(Math.ceil((used + more) * 1.5));
  buffer.copy(larger, 0, 0, used);
  return larger;
}

function copyAll(parts: readonly Buffer[], to: Buffer, start: number): number {
  let at = start;
  for (const part of parts) at += part.copy(to, at);
  return at;
}
