/**
 * What a live stream's viewers see, whatever happens upstream: cuts the relay's FLV into tags, keeps
 * the decoder's headers and the newest GOP for those who join, and puts the times of a new upstream
 * behind those of the old one, so that a relay's restart is a short freeze and no reconnect. Knows no
 * socket. Times are the stream's own milliseconds.
 */
import type { Clock } from "#base/clock";
import { FlvReader } from "./flv-reader.ts";
import {
  FLV_FILE_HEADER,
  type FlvTag,
  readFlvTag,
  squeezedTowards,
  writeFlvTime,
} from "./flv-tag.ts";

/**
 * The GOP that a joining viewer gets is played this many times faster than it was filmed: its
 * picture appears at once and is nearly as young as everybody else's.
 */
const CATCH_UP_FACTOR = 16;
/** More than any sane GOP; a stream whose keyframes never come must not fill the memory. */
const MAX_GOP_BYTES = 24 << 20;

export class LiveFeed {
  readonly #clock: Clock;
  #reader = new FlvReader();
  /** Added to upstream times; set by the first tag of an upstream that follows another. */
  #shiftMs: number | undefined = 0;
  #lastTimeMs = 0;
  #lastAtMs = 0;
  #script: FlvTag | undefined;
  #videoHeader: FlvTag | undefined;
  #audioHeader: FlvTag | undefined;
  #gop: FlvTag[] = [];
  #gopBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A picture can be shown at once. */
  get isReady(): boolean {
    return this.#gop.length > 0;
  }

  /** The bytes that follow come from another upstream, with a header and times of their own. */
  restart(): void {
    this.#reader = new FlvReader();
    this.#shiftMs = this.#lastAtMs === 0 ? 0 : undefined;
    this.#gop = [];
    this.#gopBytes = 0;
  }

  /** The tags that this piece completes, with times that run on. @throws VmsError `live.bad_flv`. */
  push(piece: Buffer): FlvTag[] {
    return this.#reader
      .push(piece)
      .map((tag) => this.#place(tag))
      .filter((tag) => this.#keep(tag));
  }

  /** What a viewer needs first: file header, decoder headers, and the newest GOP squeezed to now. */
  greeting(): Buffer {
    const headers = [this.#script, this.#videoHeader, this.#audioHeader].filter(
      (tag) => tag !== undefined,
    );
    const nowMs = this.#lastTimeMs;
    const video = this.#gop.filter((tag) => tag.kind === "video");
    const startMs = video[0]
      ? readFlvTag(squeezedTowards(video[0], nowMs, CATCH_UP_FACTOR)).timeMs
      : nowMs;
    return Buffer.concat([
      FLV_FILE_HEADER,
      ...headers.map((tag) => atTime(tag, startMs)),
      ...video.map((tag) => squeezedTowards(tag, nowMs, CATCH_UP_FACTOR)),
    ]);
  }

  #place(tag: FlvTag): FlvTag {
    const nowMs = this.#clock.monotonicMs();
    if (this.#shiftMs === undefined) {
      const silentMs = Math.max(1, Math.round(nowMs - this.#lastAtMs));
      this.#shiftMs = this.#lastTimeMs + silentMs - tag.timeMs;
    }
    const timeMs = Math.max(0, tag.timeMs + this.#shiftMs);
    if (tag.kind === "video" && !tag.isHeader) {
      this.#lastTimeMs = timeMs;
      this.#lastAtMs = nowMs;
    }
    if (timeMs === tag.timeMs) return tag;
    writeFlvTime(tag.bytes, timeMs);
    return { ...tag, timeMs };
  }

  /** Remembers what joiners need; false for a tag that no viewer needs. */
  #keep(tag: FlvTag): boolean {
    if (tag.kind === "other") return false;
    if (tag.kind === "script") this.#script = tag;
    else if (tag.isHeader && tag.kind === "video") this.#videoHeader = tag;
    else if (tag.isHeader) this.#audioHeader = tag;
    else this.#remember(tag);
    return true;
  }

  #remember(tag: FlvTag): void {
    if (tag.isKeyframe || this.#gopBytes > MAX_GOP_BYTES) {
      this.#gop = [];
      this.#gopBytes = 0;
    }
    if (this.#gop.length === 0 && !tag.isKeyframe) return;
    this.#gop.push(tag);
    this.#gopBytes += tag.bytes.length;
  }
}

function atTime(tag: FlvTag, timeMs: number): Buffer {
  const bytes = Buffer.from(tag.bytes);
  writeFlvTime(bytes, timeMs);
  return bytes;
}
