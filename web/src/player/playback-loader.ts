/**
 * Brings one chunk from the server into the buffer so that its first frame stands at its wall time.
 * Appends while the bytes still arrive; remembers the instants of the frames for exact stepping.
 */
import { ApiProblem } from "../api/client.ts";
import { boxSize, boxType, readInit, readMoof, type TrackInit } from "./playback-boxes.ts";
import { canPlay, type PlaybackBuffer } from "./playback-buffer.ts";
import { fetchBytes, streamBytes } from "./playback-fetch.ts";
import type { ByteSource, Chunk } from "./playback-playlist.ts";
import type { LinkMeter } from "./playback-quality.ts";

/** Below this a chunk follows its predecessor's clock, so that no audio sample is cut. */
const CLOCK_TOLERANCE_S = 0.01;
/**
 * A frame that reaches into the first one of the next chunk makes the browser drop that whole GOP
 * (MSE, coded frame processing), so a chunk in front of a loaded one ends this much before it …
 */
const SEAM_S = 0.001;
/** … as long as that costs no more than this; farther overlaps are wall clock steps. */
const MAX_PULL_S = 0.015;
/** Bytes gathered before they are handed to the decoder. */
const PIECE_BYTES = 96 * 1024;
const MAX_INITS = 24;

export interface LoadedChunk {
  readonly chunk: Chunk;
  /** Wall times of its frames, ascending. */
  readonly framesMs: readonly number[];
  readonly endMs: number;
}

interface Init {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly tracks: readonly TrackInit[];
}

/** Thrown when this browser cannot decode the footage's codec. */
export class UnplayableCodec extends Error {
  readonly codecs: string;
  constructor(codecs: string) {
    super(`this browser cannot play ${codecs}`);
    this.codecs = codecs;
  }
}

export class PlaybackLoader {
  readonly #buffer: PlaybackBuffer;
  readonly #meter: LinkMeter;
  readonly #inits = new Map<string, Promise<Init>>();
  #initInUse = "";
  #lastOffset: { readonly initKey: string; readonly offsetS: number } | undefined;

  constructor(buffer: PlaybackBuffer, meter: LinkMeter) {
    this.#buffer = buffer;
    this.#meter = meter;
  }

  /**
   * `beforeMs` = first frame of the loaded footage behind it, if any.
   * Throws ApiProblem, AbortError, UnplayableCodec, QuotaExceededError.
   */
  async load(chunk: Chunk, beforeMs: number, signal: AbortSignal): Promise<LoadedChunk> {
    const ended = this.#meter.begin();
    try {
      return await this.#load(chunk, beforeMs, signal);
    } finally {
      ended();
    }
  }

  async #load(chunk: Chunk, beforeMs: number, signal: AbortSignal): Promise<LoadedChunk> {
    const initWanted = this.#init(chunk.init);
    const pieces = streamBytes(chunk.media, signal);
    // Both requests are under way before either is awaited.
    const first = pieces.next();
    const [init] = await Promise.all([initWanted, first]);
    if (!canPlay(init.tracks)) {
      throw new UnplayableCodec(init.tracks.map((track) => track.codec ?? "?").join(", "));
    }
    if (this.#initInUse !== init.key) {
      await this.#buffer.appendInit(init.bytes, init.tracks);
      this.#initInUse = init.key;
    }
    const feed = new ChunkFeed(chunk, init, this.#buffer, (wantedS) => {
      const offsetS = this.#offset(init, wantedS);
      const endMs = chunk.endMs + (offsetS - wantedS) * 1000;
      return offsetS - pullS((endMs - beforeMs) / 1000);
    });
    try {
      for (let next = await first; !next.done; next = await pieces.next()) {
        this.#meter.add(next.value.length);
        await feed.push(next.value);
      }
      // A file that was cut off ends within what its list promises.
      if (feed.sizeBytes < (chunk.media.range?.[1] ?? 0)) throw new ApiProblem(416);
      await feed.finish();
    } catch (thrown) {
      this.#buffer.abort();
      throw thrown;
    }
    const offsetMs = this.#buffer.toWallMs(this.#buffer.offsetS);
    return {
      chunk,
      framesMs: feed.framesS.map((frameS) => offsetMs + frameS * 1000),
      endMs: offsetMs + feed.endS * 1000,
    };
  }

  #offset(init: Init, wantedS: number): number {
    const last = this.#lastOffset;
    const near = last?.initKey === init.key && Math.abs(last.offsetS - wantedS) < CLOCK_TOLERANCE_S;
    const offsetS = near ? last.offsetS : wantedS;
    this.#lastOffset = { initKey: init.key, offsetS };
    return offsetS;
  }

  #init(source: ByteSource): Promise<Init> {
    const key = `${source.url}@${source.range?.[0] ?? 0}`;
    const known = this.#inits.get(key);
    if (known !== undefined) return known;
    // Not bound to the seek that asked first: others wait for the same init.
    const init = fetchBytes(source, new AbortController().signal).then((bytes) => ({
      key,
      bytes,
      tracks: readInit(bytes),
    }));
    init.catch(() => this.#inits.delete(key));
    this.#inits.set(key, init);
    if (this.#inits.size > MAX_INITS) {
      const oldest = this.#inits.keys().next().value;
      if (oldest !== undefined) this.#inits.delete(oldest);
    }
    return init;
  }
}

/** How much earlier a chunk has to stand that reaches `overlapS` into the one behind it. */
function pullS(overlapS: number): number {
  const pull = overlapS + SEAM_S;
  return pull > 0 && pull <= MAX_PULL_S ? pull : 0;
}

/** Cuts the arriving bytes into appendable pieces and reads the frame times of each `moof`. */
class ChunkFeed {
  framesS: number[] = [];
  endS = 0;
  sizeBytes = 0;
  readonly #chunk: Chunk;
  readonly #init: Init;
  readonly #buffer: PlaybackBuffer;
  readonly #chooseOffset: (wantedS: number) => number;
  #bytes = new Uint8Array(PIECE_BYTES * 2);
  #parsed = 0;
  #fed = 0;

  constructor(
    chunk: Chunk,
    init: Init,
    buffer: PlaybackBuffer,
    chooseOffset: (wantedS: number) => number,
  ) {
    this.#chunk = chunk;
    this.#init = init;
    this.#buffer = buffer;
    this.#chooseOffset = chooseOffset;
    const known = chunk.media.range?.[1];
    if (known !== undefined) this.#bytes = new Uint8Array(known);
  }

  async push(piece: Uint8Array): Promise<void> {
    if (this.sizeBytes + piece.length > this.#bytes.length) {
      const grown = new Uint8Array(2 * (this.sizeBytes + piece.length));
      grown.set(this.#bytes.subarray(0, this.sizeBytes));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.sizeBytes);
    this.sizeBytes += piece.length;
    this.#parse();
    if (this.#hasClock && this.sizeBytes - this.#fed >= PIECE_BYTES) await this.#feed();
  }

  async finish(): Promise<void> {
    if (this.sizeBytes > this.#fed && this.#hasClock) await this.#feed();
  }

  get #hasClock(): boolean {
    return this.framesS.length > 0;
  }

  async #feed(): Promise<void> {
    const piece = this.#bytes.slice(this.#fed, this.sizeBytes);
    this.#fed = this.sizeBytes;
    await this.#buffer.append(piece);
  }

  /** Steps over complete boxes; sets the clock at the first `moof` with video. */
  #parse(): void {
    const arrived = this.#bytes.subarray(0, this.sizeBytes);
    while (this.#parsed < arrived.length) {
      const size = boxSize(arrived, this.#parsed);
      if (size === 0) return;
      if (boxType(arrived, this.#parsed) === "moof") {
        if (this.#parsed + size > arrived.length) return;
        this.#readMoof(arrived.subarray(this.#parsed, this.#parsed + size));
      }
      this.#parsed += size;
    }
  }

  #readMoof(box: Uint8Array): void {
    const times = readMoof(box, this.#init.tracks);
    const firstS = times?.framesS[0];
    if (!times || firstS === undefined) return;
    if (!this.#hasClock) {
      this.#buffer.setOffset(
        this.#chooseOffset(this.#buffer.toMediaS(this.#chunk.startMs) - firstS),
      );
    }
    this.framesS.push(...times.framesS);
    this.endS = Math.max(this.endS, times.endS);
  }
}
