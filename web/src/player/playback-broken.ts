/**
 * Footage that is in the lists but cannot be had or decoded: a file that is missing, cut off or
 * altered. It is passed over like a gap instead of being asked for again and again. Pure.
 */
import type { Chunk } from "./playback-playlist.ts";

/** What the server answers when a file is gone or shorter than its list says. */
const UNREADABLE: ReadonlySet<number> = new Set([404, 410, 416]);

export class BrokenFootage {
  readonly #suspects = new Set<string>();
  /** From which byte on each file is of no use. */
  readonly #files = new Map<string, number>();
  readonly #chunks = new Set<string>();

  isBroken({ key, media }: Chunk): boolean {
    const fromByte = this.#files.get(media.url) ?? Number.POSITIVE_INFINITY;
    return this.#chunks.has(key) || (media.range?.[0] ?? 0) >= fromByte;
  }

  /**
   * The bytes of `chunk` were refused. The first time its list may be out of date, and is to be read
   * again (false); the second time the file is given up from there on (true).
   */
  refused({ media }: Chunk, status: number): boolean {
    if (!UNREADABLE.has(status)) return false;
    if (!this.#suspects.has(media.url)) {
      this.#suspects.add(media.url);
      return false;
    }
    this.#files.set(media.url, status === 416 ? (media.range?.[0] ?? 0) : 0);
    return true;
  }

  /** The decoder gave up over it. */
  undecodable({ key }: Chunk): void {
    this.#chunks.add(key);
  }
}
