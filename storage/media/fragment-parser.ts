/**
 * Cuts a stream of fragmented MP4 into its init bytes and fragments as the chunks come. Sample data
 * is never copied: a fragment's `payload` are views into the chunks. Only box heads that straddle
 * two chunks are copied. Owns no file and no pipe.
 */
import { VmsError } from "#base/errors";
import { fourCc } from "./boxes.ts";
import { type Moof, parseMoof } from "./moof.ts";
import { type InitInfo, initInfo, parseTracks, type TrackInfo } from "./mp4-init.ts";
import { ntpToMs } from "./ntp-time.ts";

export interface ParsedFragment {
  readonly moof: Moof;
  /** Wall time that the file or the camera gave (`prft`), epoch ms. */
  readonly prftMs: number | undefined;
  /** `prft`, `moof` and the header of `mdat`, as they came. */
  readonly head: readonly Buffer[];
  /** The sample data in order; views into the chunks that were pushed. */
  readonly payload: readonly Buffer[];
  readonly payloadBytes: number;
}

export interface FragmentSink {
  init(bytes: Buffer, info: InitInfo): void;
  /** Init bytes without a picture; where this is missing they are an error. */
  initSound?(bytes: Buffer, tracks: readonly TrackInfo[]): void;
  fragment(fragment: ParsedFragment): void;
}

const FTYP = fourCc("ftyp");
const MOOV = fourCc("moov");
const MOOF = fourCc("moof");
const MDAT = fourCc("mdat");
const PRFT = fourCc("prft");
/** No head box of a sane stream comes near; what is larger is garbage. */
const MAX_HEAD_BOX_BYTES = 8 * 2 ** 20;
const MAX_MDAT_BYTES = 256 * 2 ** 20;
const EMPTY = Buffer.alloc(0);

export interface ParserOptions {
  /**
   * The memory of a chunk is used again after `push` returns: sample data that must outlive it is
   * copied, and `head` stays empty. Fragments are handed on within the `push` that completes them.
   */
  readonly reusedChunks?: boolean;
}

export class FragmentParser {
  readonly #sink: FragmentSink;
  readonly #reused: boolean;
  #tracks: readonly TrackInfo[] = [];
  #initParts: Buffer[] = [];
  #head: Buffer[] = [];
  #moof: Moof | undefined;
  #prftMs: number | undefined;
  #payload: Buffer[] = [];
  #payloadBytes = 0;
  /** Bytes of the `mdat` under way that have not come yet. */
  #mdatLeft = 0;
  /** The start of a box of which not all has come yet. */
  #pending: Buffer = EMPTY;

  constructor(sink: FragmentSink, options: ParserOptions = {}) {
    this.#sink = sink;
    this.#reused = options.reusedChunks ?? false;
  }

  /** Takes the next bytes. Errors: `corrupt media.bad_box`, `unsupported media.no_video`; the parser is then of no more use. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#mdatLeft > 0 ? this.#takeData(chunk, at) : this.#takeHead(chunk, at);
    }
  }

  #takeData(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#mdatLeft);
    const part = at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end);
    this.#mdatLeft -= end - at;
    this.#payload.push(this.#reused && this.#mdatLeft > 0 ? Buffer.from(part) : part);
    if (this.#mdatLeft === 0) this.#endFragment();
    return end;
  }

  /** Handles one box that is whole, or keeps what there is of it; answers where to go on. */
  #takeHead(chunk: Buffer, at: number): number {
    const bytes =
      this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk.subarray(at)]) : chunk;
    const start = bytes === chunk ? at : 0;
    const joined = bytes === chunk ? 0 : this.#pending.length - at;
    const taken = this.#takeBox(bytes, start);
    if (taken === 0) {
      this.#pending = bytes === chunk ? Buffer.from(chunk.subarray(at)) : bytes;
      return chunk.length;
    }
    this.#pending = EMPTY;
    return start + taken - joined;
  }

  /** How many bytes were taken from `start`: a whole head box, or the header of an `mdat`; 0 = more needed. */
  #takeBox(bytes: Buffer, start: number): number {
    if (bytes.length - start < 8) return 0;
    const type = bytes.readUInt32BE(start + 4);
    let size = bytes.readUInt32BE(start);
    let headerBytes = 8;
    if (size === 1) {
      if (bytes.length - start < 16) return 0;
      size = Number(bytes.readBigUInt64BE(start + 8));
      headerBytes = 16;
    }
    const limit = type === MDAT ? MAX_MDAT_BYTES : MAX_HEAD_BOX_BYTES;
    if (size < headerBytes || size > limit) throw bad(`box of ${size} bytes`);
    if (type === MDAT) {
      this.#startData(bytes.subarray(start, start + headerBytes), size - headerBytes);
      return headerBytes;
    }
    if (bytes.length - start < size) return 0;
    this.#wholeBox(type, bytes.subarray(start, start + size));
    return size;
  }

  #wholeBox(type: number, box: Buffer): void {
    if (type === MOOF) {
      this.#moof = parseMoof(box, { tracks: this.#tracks });
      this.#keep(box);
    } else if (type === PRFT) {
      this.#prftMs = ntpToMs(box.readUInt32BE(16), box.readUInt32BE(20));
      this.#keep(box);
    } else if (type === FTYP) {
      this.#initParts = [this.#reused ? Buffer.from(box) : box];
    } else if (type === MOOV) {
      this.#wholeInit(Buffer.concat([...this.#initParts, box]));
    }
    // Others (styp, sidx, free, mfra) carry nothing that is needed.
  }

  #wholeInit(init: Buffer): void {
    this.#tracks = parseTracks(init);
    const hasPicture = this.#tracks.some((track) => track.kind === "video");
    if (!hasPicture && this.#sink.initSound) this.#sink.initSound(init, this.#tracks);
    else this.#sink.init(init, initInfo(this.#tracks));
  }

  #startData(header: Buffer, sizeBytes: number): void {
    if (!this.#moof) throw bad("mdat without moof");
    this.#keep(header);
    this.#mdatLeft = sizeBytes;
    this.#payloadBytes = sizeBytes;
    if (sizeBytes === 0) this.#endFragment();
  }

  #keep(head: Buffer): void {
    if (!this.#reused) this.#head.push(head);
  }

  #endFragment(): void {
    const { moof, prftMs, payloadBytes } = {
      moof: this.#moof,
      prftMs: this.#prftMs,
      payloadBytes: this.#payloadBytes,
    };
    const head = this.#head;
    const payload = this.#payload;
    this.#moof = undefined;
    this.#prftMs = undefined;
    this.#head = [];
    this.#payload = [];
    if (moof) this.#sink.fragment({ moof, prftMs, head, payload, payloadBytes });
  }
}

function bad(what: string): VmsError {
  return new VmsError("corrupt", "media.bad_box", `Bad MP4 stream: ${what}`);
}
