/**
 * Which footage there is and where its bytes lie, read in slots of wall time as they are needed: a
 * seek to any day costs one small playlist, and inside what is known none at all.
 * A slot whose list is not ended (it reaches the present) is read again when asked and stale.
 */
import { ApiProblem } from "../api/client.ts";
import type { BrokenFootage } from "./playback-broken.ts";
import { fetchText } from "./playback-fetch.ts";
import { mergeChunks } from "./playback-plan.ts";
import { type Chunk, type Playlist, parsePlaylist } from "./playback-playlist.ts";

const NO_FOOTAGE = "playback.no_footage";
const SLOT_MS = 300_000;
/** This long after a slot has passed nothing more comes into it. */
const SETTLED_MS = 60_000;
const STALE_MS = 1500;
/** Slots remembered; ~30 kB each. */
const MAX_SLOTS = 60;

interface Slot {
  readonly reading: Promise<void> | null;
  readonly complete: boolean;
  readonly readAtMs: number;
}

export interface IndexOptions {
  /** Address of the playlist of `[fromMs, toMs)`. */
  readonly playlistUrl: (fromMs: number, toMs: number) => string;
  readonly nowMs: () => number;
  readonly broken: Pick<BrokenFootage, "isBroken">;
}

export class PlaybackIndex {
  readonly #options: IndexOptions;
  readonly #slots = new Map<number, Slot>();
  #chunks: readonly Chunk[] = [];

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  /** All known chunks, sorted by start. */
  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** True when nothing more can come to light in `[fromMs, toMs]`. */
  isComplete(fromMs: number, toMs: number): boolean {
    for (let slot = slotOf(fromMs); slot <= slotOf(toMs); slot += 1) {
      if (this.#slots.get(slot)?.complete !== true) return false;
    }
    return true;
  }

  /** True when the slot of `atMs` was read at least once. */
  isKnown(atMs: number): boolean {
    return (this.#slots.get(slotOf(atMs))?.readAtMs ?? 0) > 0;
  }

  /** The start of the first slot of `[fromMs, toMs]` that should be read (again), if any. */
  findStale(fromMs: number, toMs: number): number | undefined {
    const nowMs = this.#options.nowMs();
    for (let slot = slotOf(fromMs); slot <= slotOf(toMs); slot += 1) {
      if (slot * SLOT_MS > nowMs + SLOT_MS) return undefined;
      const known = this.#slots.get(slot);
      if (!known) return slot * SLOT_MS;
      if (!known.complete && known.reading === null && nowMs - known.readAtMs > STALE_MS) {
        return slot * SLOT_MS;
      }
    }
    return undefined;
  }

  /** Reads the slot of `atMs` unless that is under way. Throws ApiProblem and AbortError. */
  async read(atMs: number, signal: AbortSignal): Promise<void> {
    const slot = slotOf(atMs);
    const known = this.#slots.get(slot);
    if (known?.reading != null) return known.reading;
    if (known?.complete) return undefined;
    const reading = this.#read(slot, signal);
    this.#slots.set(slot, {
      reading,
      complete: false,
      readAtMs: known?.readAtMs ?? 0,
    });
    try {
      await reading;
    } catch (thrown) {
      if (known) this.#slots.set(slot, known);
      else this.#slots.delete(slot);
      throw thrown;
    }
  }

  /** Takes out what has turned out to be broken. */
  dropBroken(): void {
    this.#chunks = this.#usable(this.#chunks);
  }

  /** Reads everything again when asked, e.g. after retention took footage. */
  forget(): void {
    this.#slots.clear();
    this.#chunks = [];
  }

  async #read(slot: number, signal: AbortSignal): Promise<void> {
    const fromMs = slot * SLOT_MS;
    const readAtMs = this.#options.nowMs();
    const url = this.#options.playlistUrl(fromMs, fromMs + SLOT_MS);
    const list = await readList(url, signal);
    // A list that says it is ended although its slot has not passed is not believed.
    const complete = list.ended && fromMs + SLOT_MS < readAtMs - SETTLED_MS;
    this.#chunks = mergeChunks(this.#chunks, this.#usable(list.chunks));
    this.#slots.delete(slot);
    this.#slots.set(slot, { reading: null, complete, readAtMs });
    this.#trim();
  }

  #usable(chunks: readonly Chunk[]): readonly Chunk[] {
    return chunks.filter((chunk) => !this.#options.broken.isBroken(chunk));
  }

  #trim(): void {
    while (this.#slots.size > MAX_SLOTS) {
      const oldest = this.#slots.keys().next().value;
      if (oldest === undefined) return;
      this.#slots.delete(oldest);
      const startMs = oldest * SLOT_MS;
      this.#chunks = this.#chunks.filter(
        (chunk) => chunk.startMs < startMs || chunk.startMs >= startMs + SLOT_MS,
      );
    }
  }
}

/** Nothing recorded in the slot is an answer, not a failure. */
async function readList(url: string, signal: AbortSignal): Promise<Playlist> {
  try {
    return parsePlaylist(await fetchText(url, signal), new URL(url, document.baseURI).href);
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.reason !== NO_FOOTAGE) throw thrown;
    return { chunks: [], ended: true };
  }
}

function slotOf(atMs: number): number {
  return Math.floor(atMs / SLOT_MS);
}
