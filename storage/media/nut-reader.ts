/**
 * Reads the raw pictures that ffmpeg writes as NUT: the one container that says each frame's time and
 * gives the frame at once (its MP4 writer holds every frame back until the next). Written after "NUT
 * Open Container Format Draft 20080726" of the NUT project, as far as one stream of raw pictures
 * needs it. Pure; the bytes of a chunk may be used again after `push`.
 */
import { VmsError } from "#base/errors";

export interface NutFrame {
  /** Its time stamp. */
  readonly seconds: number;
  /** The frame's own memory. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Gives memory for a frame of this size. */
export type TakeMemory = (sizeBytes: number) => Uint8Array<ArrayBuffer>;

interface FilledFrame extends NutFrame {
  filled: number;
}

interface FrameCode {
  readonly flags: number;
  readonly ptsDelta: number;
  readonly sizeFactor: number;
  readonly sizeRest: number;
  readonly reserved: number;
  readonly header: number;
}

const FILE_ID_BYTES = 25;
const MAIN = "4e4d7a561f5f04ad";
const STREAM = "4e5311405bf2f9db";
const SYNCPOINT = "4e4be4adeeca4569";
/** First byte of every start code; no frame begins with it. */
const N = 0x4e;

const HAS_PTS = 8;
const HAS_STREAM = 16;
const HAS_SIZE = 32;
const HAS_CHECKSUM = 64;
const HAS_RESERVED = 128;
const HAS_SIDE_DATA = 256;
const HAS_HEADER = 1024;
const HAS_MATCH = 2048;
const HAS_FLAGS = 4096;
const INVALID = 8192;

const MAX_FRAME_BYTES = 64 * 2 ** 20;
const MAX_HEAD_BYTES = 2 ** 20;

export class NutReader {
  readonly #onFrame: (frame: NutFrame) => void;
  readonly #takeMemory: TakeMemory;
  #head = Buffer.alloc(0);
  #begun = false;
  #codes: readonly (FrameCode | undefined)[] = [];
  #secondsPerTick = 1;
  #ptsShift = 0;
  #lastPts = 0;
  #frame: FilledFrame | undefined;

  constructor(
    onFrame: (frame: NutFrame) => void,
    takeMemory: TakeMemory = (sizeBytes) => new Uint8Array(sizeBytes),
  ) {
    this.#onFrame = onFrame;
    this.#takeMemory = takeMemory;
  }

  /** Takes the next bytes. Errors: `corrupt media.bad_nut`; the reader is then of no more use. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#frame ? this.#takeData(chunk, at, this.#frame) : this.#takeHead(chunk, at);
    }
  }

  #takeData(chunk: Uint8Array, at: number, frame: FilledFrame): number {
    const end = Math.min(chunk.length, at + frame.bytes.length - frame.filled);
    frame.bytes.set(chunk.subarray(at, end), frame.filled);
    frame.filled += end - at;
    if (frame.filled === frame.bytes.length) {
      this.#frame = undefined;
      this.#onFrame(frame);
    }
    return end;
  }

  /** Reads one packet or a frame's head that is whole, or keeps what there is of it. */
  #takeHead(chunk: Uint8Array, at: number): number {
    const kept = this.#head.length;
    // Heads are some dozen bytes: what follows is mostly picture and must not be copied.
    const window = chunk.subarray(at, at + MAX_HEAD_BYTES);
    const bytes =
      kept > 0
        ? Buffer.concat([this.#head, window])
        : Buffer.from(window.buffer, window.byteOffset, window.length);
    const taken = this.#parse(bytes);
    if (taken > 0) {
      this.#head = Buffer.alloc(0);
      return at + taken - kept;
    }
    if (bytes.length > MAX_HEAD_BYTES) throw bad("a head has no end");
    this.#head = Buffer.from(bytes);
    return chunk.length;
  }

  /** How many bytes were used from the start; 0 = more are needed. */
  #parse(bytes: Buffer): number {
    try {
      if (!this.#begun) {
        if (bytes.length < FILE_ID_BYTES) return 0;
        if (bytes.toString("latin1", 0, 3) !== "nut") throw bad("not NUT at all");
        this.#begun = true;
        return FILE_ID_BYTES;
      }
      return bytes[0] === N ? this.#packet(bytes) : this.#frameHead(bytes);
    } catch (thrown) {
      if (thrown instanceof NeedsMore) return 0;
      throw thrown;
    }
  }

  #packet(bytes: Buffer): number {
    const cursor = new Cursor(bytes, 8);
    const length = cursor.number();
    if (length > 4096) cursor.skip(4);
    const end = cursor.at + length;
    if (length > MAX_HEAD_BYTES) throw bad("a packet is too long");
    if (bytes.length < end) return 0;
    const kind = bytes.toString("hex", 0, 8);
    if (kind === MAIN) this.#main(cursor);
    else if (kind === STREAM) this.#stream(cursor);
    else if (kind === SYNCPOINT) this.#lastPts = cursor.number();
    // Information and index say nothing that is needed.
    return end;
  }

  #main(cursor: Cursor): void {
    if (cursor.number() > 3) cursor.number();
    if (cursor.number() !== 1) throw bad("not one stream");
    cursor.number();
    // With one time base only, a sync point's time is in its ticks.
    if (cursor.number() !== 1) throw bad("not one time base");
    this.#secondsPerTick = cursor.number() / cursor.number();
    this.#codes = readFrameCodes(cursor);
  }

  #stream(cursor: Cursor): void {
    cursor.number();
    cursor.number();
    cursor.skip(cursor.number());
    cursor.number();
    this.#ptsShift = cursor.number();
  }

  #frameHead(bytes: Buffer): number {
    const cursor = new Cursor(bytes, 1);
    const code = this.#codes[bytes[0] ?? 0];
    if (!code) throw bad("no frame code");
    let { flags, reserved, header } = code;
    if (flags & HAS_FLAGS) flags ^= cursor.number();
    if (flags & HAS_STREAM) cursor.number();
    const pts = flags & HAS_PTS ? this.#pts(cursor.number()) : this.#lastPts + code.ptsDelta;
    const size = code.sizeRest + (flags & HAS_SIZE ? code.sizeFactor * cursor.number() : 0);
    if (flags & HAS_MATCH) cursor.number();
    if (flags & HAS_HEADER) header = cursor.number();
    if (flags & HAS_RESERVED) reserved = cursor.number();
    for (let i = 0; i < reserved; i += 1) cursor.number();
    if (flags & HAS_CHECKSUM) cursor.skip(4);
    if (header !== 0 || flags & HAS_SIDE_DATA) throw bad("a frame of another kind");
    if (size > MAX_FRAME_BYTES) throw bad("a frame is too large");
    this.#lastPts = pts;
    if (size > 0) {
      const seconds = pts * this.#secondsPerTick;
      this.#frame = { seconds, bytes: this.#takeMemory(size), filled: 0 };
    }
    return cursor.at;
  }

  /** Either the whole time, or its lower bits, which is the nearest such time to the last one. */
  #pts(coded: number): number {
    const span = 2 ** this.#ptsShift;
    if (coded >= span) return coded - span;
    const least = this.#lastPts - Math.floor((span - 1) / 2);
    return ((((coded - least) % span) + span) % span) + least;
  }
}

/** The table of the main header: what each first byte of a frame means. */
function readFrameCodes(cursor: Cursor): (FrameCode | undefined)[] {
  const codes: (FrameCode | undefined)[] = [];
  let [ptsDelta, sizeFactor, header] = [0, 1, 0];
  while (codes.length < 256) {
    const flags = cursor.number();
    const fields = cursor.number();
    if (fields > 0) ptsDelta = cursor.signed();
    if (fields > 1) sizeFactor = cursor.number();
    if (fields > 2) cursor.number();
    const sizeRest = fields > 3 ? cursor.number() : 0;
    const reserved = fields > 4 ? cursor.number() : 0;
    const count = fields > 5 ? cursor.number() : sizeFactor - sizeRest;
    if (fields > 6) cursor.number();
    if (fields > 7) header = cursor.number();
    for (let extra = 8; extra < fields; extra += 1) cursor.number();
    if (count < 1) throw bad("an empty row of frame codes");
    for (let j = 0; j < count && codes.length < 256; ) {
      const isUsable = codes.length !== N && !(flags & INVALID);
      const code = { flags, ptsDelta, sizeFactor, sizeRest: sizeRest + j, reserved, header };
      if (codes.length !== N) j += 1;
      codes.push(isUsable ? code : undefined);
    }
  }
  return codes;
}

class NeedsMore extends Error {}

/** Reads NUT's numbers: seven bits a byte, the highest first. */
class Cursor {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  number(): number {
    for (let value = 0, count = 0; ; count += 1) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) throw new NeedsMore();
      if (count > 8) throw bad("a number is too long");
      this.at += 1;
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
  }

  signed(): number {
    const value = this.number() + 1;
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
  }

  skip(count: number): void {
    this.at += count;
    if (this.at > this.#bytes.length) throw new NeedsMore();
  }
}

function bad(what: string): VmsError {
  return new VmsError("corrupt", "media.bad_nut", `Bad NUT stream: ${what}`);
}
