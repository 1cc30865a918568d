/**
 * The browser's media buffer (W3C Media Source Extensions) behind promises: one source buffer whose
 * time line is the wall clock itself (seconds since `originMs`). Operations run one after another;
 * the caller awaits each. ManagedMediaSource is used where there is nothing else (iPhone).
 */
import { mimeOf, type TrackInit } from "./playback-boxes.ts";

interface ManagedWindow {
  readonly MediaSource?: typeof MediaSource;
  readonly ManagedMediaSource?: typeof MediaSource;
}

function mediaSourceClass(): typeof MediaSource | undefined {
  const { MediaSource: plain, ManagedMediaSource: managed } = window as unknown as ManagedWindow;
  return plain ?? managed;
}

/** Whether this browser can play the tracks at all. */
export function canPlay(tracks: readonly TrackInit[]): boolean {
  return canPlayType(mimeOf(tracks));
}

export function canPlayType(mime: string): boolean {
  return mediaSourceClass()?.isTypeSupported(mime) ?? false;
}

export function hasMediaSource(): boolean {
  return mediaSourceClass() !== undefined;
}

/** Days before and after the origin's day that fit on the time line. */
const SPAN_S = 800 * 86_400;

export class PlaybackBuffer {
  readonly originMs: number;
  readonly #video: HTMLVideoElement;
  #source: MediaSource | undefined;
  #buffer: SourceBuffer | undefined;
  #url: string | undefined;
  #mime = "";

  /** `originMs` must lie before everything that will be shown. */
  constructor(video: HTMLVideoElement, originMs: number) {
    this.#video = video;
    this.originMs = originMs;
  }

  async open(): Promise<void> {
    const Source = mediaSourceClass();
    if (!Source) throw new Error("this browser has no Media Source Extensions");
    const source = new Source();
    this.#source = source;
    this.#url = URL.createObjectURL(source);
    const opened = new Promise<void>((resolve) => {
      source.addEventListener("sourceopen", () => resolve(), { once: true });
    });
    // ManagedMediaSource opens only where playing to another screen is off.
    this.#video.disableRemotePlayback = true;
    this.#video.src = this.#url;
    await opened;
    if (source.readyState === "open") source.duration = SPAN_S;
  }

  close(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
    this.#buffer = undefined;
    this.#source = undefined;
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  toMediaS(atMs: number): number {
    return (atMs - this.originMs) / 1000;
  }

  toWallMs(mediaS: number): number {
    return this.originMs + mediaS * 1000;
  }

  /** Tells the decoder what follows. Throws NotSupportedError where the browser cannot play it. */
  async appendInit(bytes: Uint8Array, tracks: readonly TrackInit[]): Promise<void> {
    const mime = mimeOf(tracks);
    if (!this.#buffer) {
      this.#buffer = this.#source?.addSourceBuffer(mime);
      if (this.#source?.readyState === "open") this.#source.duration = SPAN_S;
    } else if (mime !== this.#mime) {
      this.#buffer.changeType(mime);
    }
    this.#mime = mime;
    await this.append(bytes);
  }

  /** Between two chunks only: what is appended next begins with its own `mediaS` moved by this. */
  setOffset(offsetS: number): void {
    if (this.#buffer && this.#buffer.timestampOffset !== offsetS) {
      this.#buffer.timestampOffset = offsetS;
    }
  }

  get offsetS(): number {
    return this.#buffer?.timestampOffset ?? 0;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const buffer = this.#required();
    await settled(buffer, () => buffer.appendBuffer(bytes as Uint8Array<ArrayBuffer>));
  }

  /** Drops a half-fed chunk; what was complete stays. */
  abort(): void {
    if (this.#buffer && this.#source?.readyState === "open") this.#buffer.abort();
  }

  async remove(fromMs: number, toMs: number): Promise<void> {
    const buffer = this.#buffer;
    if (!buffer) return;
    const fromS = Math.max(0, this.toMediaS(fromMs));
    const toS = Math.min(SPAN_S, this.toMediaS(toMs));
    if (toS > fromS) await settled(buffer, () => buffer.remove(fromS, toS));
  }

  /** Drops all footage outside of a range. */
  async keepOnly(fromMs: number, toMs: number): Promise<void> {
    const buffered = this.#buffer?.buffered;
    if (!buffered || buffered.length === 0) return;
    const firstMs = this.toWallMs(buffered.start(0));
    const lastMs = this.toWallMs(buffered.end(buffered.length - 1));
    if (firstMs < fromMs) await this.remove(firstMs - 1000, fromMs);
    if (lastMs > toMs) await this.remove(toMs, lastMs + 1000);
  }

  /** Wall time until which the buffer holds unbroken footage from `atMs` on; undefined if not there. */
  bufferedUntil(atMs: number): number | undefined {
    const buffered = this.#buffer?.buffered;
    if (!buffered) return undefined;
    const atS = this.toMediaS(atMs);
    for (let index = 0; index < buffered.length; index += 1) {
      if (atS >= buffered.start(index) - 0.002 && atS < buffered.end(index)) {
        return this.toWallMs(buffered.end(index));
      }
    }
    return undefined;
  }

  #required(): SourceBuffer {
    if (!this.#buffer) throw new Error("nothing can be appended before the init part");
    return this.#buffer;
  }
}

/** Runs one operation of a source buffer to its end. */
function settled(buffer: SourceBuffer, operate: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (outcome: () => void) => {
      buffer.removeEventListener("updateend", onEnd);
      buffer.removeEventListener("error", onError);
      outcome();
    };
    const onEnd = () => done(resolve);
    const onError = () => done(() => reject(new Error("the browser refused the footage")));
    buffer.addEventListener("updateend", onEnd);
    buffer.addEventListener("error", onError);
    try {
      operate();
    } catch (thrown) {
      done(() => reject(thrown));
    }
  });
}
