/**
 * One stream's footage on its way into the media buffer: which lists and bytes are fetched next for
 * a playhead, what is forgotten. Knows no playing, no pages. Calls are made one after another.
 */
import { ApiProblem } from "../api/client.ts";
import type { BrokenFootage } from "./playback-broken.ts";
import { PlaybackBuffer } from "./playback-buffer.ts";
import { type IndexOptions, PlaybackIndex } from "./playback-index.ts";
import { type LoadedChunk, PlaybackLoader } from "./playback-loader.ts";
import * as plan from "./playback-plan.ts";
import type { Chunk } from "./playback-playlist.ts";
import type { LinkMeter } from "./playback-quality.ts";

const BEHIND_MS = 20_000;
/** A seek into a hole up to this long shows what comes after it. */
const SEEK_TOLERANCE_MS = 2000;
/** GOPs are rarely longer: how far the chunk under an instant may begin before it. */
const REACH_MS = 8000;
/** A little less than the frames of fast cameras last. */
const FRAME_GUESS_MS = 15;
const DAY_MS = 86_400_000;
const ORIGIN_BACK_MS = 400 * DAY_MS;

export type Settled =
  | { readonly kind: "ready" | "loading"; readonly atMs: number }
  | { readonly kind: "noFootage" };

/** One of the streams in which the same footage can be had. */
export interface Source extends Pick<IndexOptions, "playlistUrl"> {
  /** Equal keys are the same source. */
  readonly key: string;
}

export interface FootageOptions {
  readonly video: HTMLVideoElement;
  readonly source: Source;
  readonly nowMs: () => number;
  readonly meter: LinkMeter;
  /** Outlives this footage: what is broken stays so when everything is loaded anew. */
  readonly broken: BrokenFootage;
}

export class PlaybackFootage {
  readonly buffer: PlaybackBuffer;
  readonly #options: FootageOptions;
  readonly #loader: PlaybackLoader;
  readonly #loaded = new Map<string, LoadedChunk>();
  readonly #life: AbortSignal;
  #index: PlaybackIndex;
  #source: Source;

  constructor(options: FootageOptions, life: AbortSignal) {
    const { video, source, nowMs, meter, broken } = options;
    const todayMs = Math.floor(nowMs() / DAY_MS) * DAY_MS;
    this.#options = options;
    this.#source = source;
    this.buffer = new PlaybackBuffer(video, todayMs - ORIGIN_BACK_MS);
    this.#index = new PlaybackIndex({ playlistUrl: source.playlistUrl, nowMs, broken });
    this.#loader = new PlaybackLoader(this.buffer, meter);
    this.#life = life;
  }

  get source(): Source {
    return this.#source;
  }

  open(): Promise<void> {
    return this.buffer.open();
  }

  close(): void {
    this.buffer.close();
  }

  /** What is loaded from now on comes from `source`; what is there stays until it is replaced. */
  switchTo(source: Source): void {
    this.#source = source;
    this.#index = new PlaybackIndex({
      playlistUrl: source.playlistUrl,
      nowMs: this.#options.nowMs,
      broken: this.#options.broken,
    });
    this.#loaded.clear();
  }

  /** Whether the picture of `atMs` is of the present source. */
  isLoadedAt(atMs: number): boolean {
    const under = plan.chunkAt(this.#index.chunks, atMs);
    return under !== undefined && this.#loaded.has(under.key);
  }

  /** Lists are read anew when needed: a file may have gone or got another address. */
  forgetLists(): void {
    this.#index.forget();
  }

  prepare(atMs: number): void {
    // A failure will be told by the seek itself.
    if (!this.#index.isKnown(atMs)) this.#index.read(atMs, this.#life).catch(() => undefined);
  }

  /** The decoder gave up over what stands at `atMs`. */
  giveUpAt(atMs: number): void {
    const bad = plan.chunkAt(this.#index.chunks, atMs);
    if (bad) this.#options.broken.undecodable(bad);
  }

  /** Where a seek to `atMs` lands; reads the lists that decide it. */
  async settle(atMs: number, work: AbortSignal): Promise<Settled> {
    if (!this.#index.isKnown(atMs)) await this.#read(atMs, work);
    let planned = plan.planSeek(this.#index.chunks, atMs, SEEK_TOLERANCE_MS);
    while (planned.kind === "noFootage") {
      const stale = this.#index.findStale(atMs - REACH_MS, atMs + SEEK_TOLERANCE_MS);
      if (stale === undefined) return planned;
      await this.#read(stale, work);
      planned = plan.planSeek(this.#index.chunks, atMs, SEEK_TOLERANCE_MS);
    }
    return this.#readiness(planned.atMs);
  }

  /** Loads or reads one thing for a playhead at `atMs`; "idle" = nothing to do. */
  async step(atMs: number, rate: number, work: AbortSignal): Promise<"loaded" | "read" | "idle"> {
    const aheadMs = plan.aheadFor(rate);
    const { chunks } = this.#index;
    const chunk = plan.nextToLoad(chunks, atMs, aheadMs, (one) => this.#loaded.has(one.key));
    if (chunk) return this.#load(chunk, atMs, work);
    const stale = this.#index.findStale(atMs, atMs + aheadMs);
    if (stale !== undefined) {
      await this.#read(stale, work);
      return "read";
    }
    await this.#forgetFar(atMs, BEHIND_MS, 3 * aheadMs);
    return "idle";
  }

  /** Start of the footage after `atMs`; "unknown" while lists may still show some nearer. */
  nextStart(atMs: number): number | "unknown" | undefined {
    const next = plan.chunkAfter(this.#index.chunks, atMs);
    if (next) return next.startMs;
    return this.#index.isComplete(atMs, atMs) ? undefined : "unknown";
  }

  /** The same where only a known start counts. */
  findNextStart(atMs: number): number | undefined {
    return plan.chunkAfter(this.#index.chunks, atMs)?.startMs;
  }

  unbrokenUntil(atMs: number): number | undefined {
    return plan.unbrokenUntil(this.#index.chunks, atMs);
  }

  /** The instant of the frame shown at `atMs`; `atMs` itself where it is not loaded. */
  frameAt(atMs: number): number {
    const under = plan.chunkAt(this.#index.chunks, atMs);
    const { framesMs = [] } = this.#loaded.get(under?.key ?? "") ?? {};
    return framesMs.findLast((frameMs) => frameMs <= atMs + 1) ?? atMs;
  }

  /** Where the frame beside the one of `atMs` is; not exact where it is not loaded yet. */
  beside(atMs: number, direction: 1 | -1): { readonly atMs: number; readonly isExact: boolean } {
    const { chunks } = this.#index;
    const under = plan.chunkAt(chunks, atMs);
    const frames = (chunk: Chunk | undefined) => this.#loaded.get(chunk?.key ?? "")?.framesMs ?? [];
    const inside = plan.neighbourFrame(frames(under), atMs, direction);
    if (inside !== undefined) return { atMs: inside, isExact: true };
    const other = under && plan.chunkBeside(chunks, under, direction);
    if (!other) return { atMs: atMs + direction * FRAME_GUESS_MS, isExact: false };
    const edge = direction > 0 ? frames(other)[0] : frames(other).at(-1);
    if (edge !== undefined) return { atMs: edge, isExact: true };
    const nearMs = direction > 0 ? other.startMs : other.endMs - FRAME_GUESS_MS;
    return { atMs: nearMs, isExact: false };
  }

  #readiness(atMs: number): Settled {
    if (this.buffer.bufferedUntil(atMs) !== undefined) return { kind: "ready", atMs };
    const under = plan.chunkAt(this.#index.chunks, atMs);
    const loaded = under && this.#loaded.get(under.key);
    const firstMs = loaded?.framesMs[0];
    if (!under || !loaded || firstMs === undefined) return { kind: "loading", atMs };
    // The list's length and that of the frames differ by rounding: the nearest frame will do.
    const nearMs = Math.max(firstMs + 1, Math.min(atMs, (loaded.framesMs.at(-1) ?? firstMs) + 1));
    if (this.buffer.bufferedUntil(nearMs) !== undefined) return { kind: "ready", atMs: nearMs };
    // The browser freed it to save memory.
    this.#loaded.delete(under.key);
    return { kind: "loading", atMs };
  }

  async #load(chunk: Chunk, atMs: number, work: AbortSignal): Promise<"loaded" | "read"> {
    const index = this.#index;
    try {
      const loaded = await this.#loader.load(chunk, this.#firstFrameAfter(chunk), work);
      // Another source was chosen meanwhile: what came is there, but has to be loaded anew.
      if (index !== this.#index) return "read";
      // What the browser dropped because this one reaches into it has to be loaded again.
      for (const other of plan.damagedBy(loaded, this.#loaded.values())) {
        this.#loaded.delete(other.chunk.key);
      }
      this.#loaded.set(chunk.key, loaded);
      return "loaded";
    } catch (thrown) {
      if (thrown instanceof ApiProblem && this.#options.broken.refused(chunk, thrown.status)) {
        this.#index.dropBroken();
        return "read";
      }
      if (!(thrown instanceof DOMException && thrown.name === "QuotaExceededError")) throw thrown;
      await this.#forgetFar(atMs, 2000, 5000);
      return "read";
    }
  }

  #firstFrameAfter(chunk: Chunk): number {
    let firstMs = Number.POSITIVE_INFINITY;
    for (const { framesMs } of this.#loaded.values()) {
      const startMs = framesMs[0] ?? 0;
      if (startMs > chunk.startMs + 1) firstMs = Math.min(firstMs, startMs);
    }
    return firstMs;
  }

  async #forgetFar(atMs: number, behindMs: number, aheadMs: number): Promise<void> {
    for (const { chunk } of plan.toForget(this.#loaded.values(), atMs, behindMs, aheadMs)) {
      this.#loaded.delete(chunk.key);
    }
    // By time, not by chunk: what another source left there goes too.
    await this.buffer.keepOnly(atMs - behindMs - REACH_MS, atMs + aheadMs + REACH_MS);
  }

  /** A list outlives the seek that asked for it, but the seek after it does not wait for it. */
  #read(atMs: number, work: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (work.aborted) return reject(work.reason);
      work.addEventListener("abort", () => reject(work.reason), { once: true });
      this.#index.read(atMs, this.#life).then(resolve, reject);
    });
  }
}
