/**
 * What the playback player loads next, forgets, or jumps over. Pure decisions over the known chunks;
 * times are epoch UTC milliseconds. Chunks come sorted by start; lists read at different times may
 * cut the same bytes differently, so chunks may overlap.
 */
import type { Chunk } from "./playback-playlist.ts";

/** Holes shorter than this are no gap: rounding, a lost frame. */
export const SMALL_HOLE_MS = 500;

/** Index of the last chunk that starts at or before `atMs`, -1 when none does. */
export function lastStartingBy(chunks: readonly Chunk[], atMs: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.startMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function chunkAt(chunks: readonly Chunk[], atMs: number): Chunk | undefined {
  const last = lastStartingBy(chunks, atMs);
  // An overlapping cut may begin later and end earlier than the one before it.
  for (let index = last; index >= 0 && index >= last - 2; index -= 1) {
    const chunk = chunks[index];
    if (chunk && atMs < chunk.endMs) return chunk;
  }
  return undefined;
}

/** The first chunk that begins after `atMs`. */
export function chunkAfter(chunks: readonly Chunk[], atMs: number): Chunk | undefined {
  return chunks[lastStartingBy(chunks, atMs) + 1];
}

/** The chunk that follows or precedes `chunk`, over a gap if there is one. */
export function chunkBeside(
  chunks: readonly Chunk[],
  chunk: Chunk,
  direction: 1 | -1,
): Chunk | undefined {
  const isBeside = (other: Chunk) =>
    direction > 0 ? other.startMs >= chunk.endMs - 40 : other.endMs <= chunk.startMs + 40;
  return direction > 0 ? chunks.find(isBeside) : chunks.findLast(isBeside);
}

/**
 * The instant of the frame after (`direction` 1) or before (-1) the one at `atMs` among `framesMs`,
 * which are ascending; undefined at their end.
 */
export function neighbourFrame(
  framesMs: readonly number[],
  atMs: number,
  direction: 1 | -1,
): number | undefined {
  // Rounding to whole milliseconds is the same frame.
  const isBeyond = (frameMs: number) => (frameMs - atMs) * direction > 1.5;
  return direction > 0 ? framesMs.find(isBeyond) : framesMs.findLast(isBeyond);
}

/**
 * The next chunk to load for a playhead at `atMs` that wants `aheadMs` in hand: the one under the
 * playhead first, then onwards without a hole in the loading, over gaps in the footage.
 */
export function nextToLoad(
  chunks: readonly Chunk[],
  atMs: number,
  aheadMs: number,
  isLoaded: (chunk: Chunk) => boolean,
): Chunk | undefined {
  const under = chunkAt(chunks, atMs);
  let index = under ? chunks.indexOf(under) : lastStartingBy(chunks, atMs) + 1;
  let coveredMs = Number.NEGATIVE_INFINITY;
  for (; index < chunks.length; index += 1) {
    const chunk = chunks[index];
    if (!chunk || chunk.startMs > atMs + aheadMs) return undefined;
    if (isLoaded(chunk)) coveredMs = Math.max(coveredMs, chunk.endMs);
    else if (chunk.endMs > coveredMs + 40) return chunk;
  }
  return undefined;
}

/** End of the unbroken footage that holds `atMs`, as far as the list knows; undefined in a gap. */
export function unbrokenUntil(chunks: readonly Chunk[], atMs: number): number | undefined {
  const under = chunkAt(chunks, atMs);
  if (!under) return undefined;
  let untilMs = under.endMs;
  for (let index = chunks.indexOf(under) + 1; index < chunks.length; index += 1) {
    const chunk = chunks[index];
    if (!chunk || chunk.startMs > untilMs + SMALL_HOLE_MS) break;
    untilMs = Math.max(untilMs, chunk.endMs);
  }
  return untilMs;
}

export type SeekPlan =
  | { readonly kind: "play"; readonly atMs: number }
  | { readonly kind: "noFootage" };

/** Where a seek to `atMs` lands: there, just behind a small hole, or nowhere. */
export function planSeek(chunks: readonly Chunk[], atMs: number, toleranceMs: number): SeekPlan {
  if (chunkAt(chunks, atMs)) return { kind: "play", atMs };
  const after = chunkAfter(chunks, atMs);
  if (after && after.startMs - atMs <= toleranceMs)
    return { kind: "play", atMs: after.startMs + 1 };
  const before = chunks[lastStartingBy(chunks, atMs)];
  if (before && atMs - before.endMs <= Math.min(toleranceMs, SMALL_HOLE_MS)) {
    return { kind: "play", atMs: before.endMs - 60 };
  }
  return { kind: "noFootage" };
}

export interface Loaded {
  readonly chunk: Chunk;
}

/** What of the loaded chunks is too far from the playhead to keep. */
export function toForget<T extends Loaded>(
  loaded: Iterable<T>,
  atMs: number,
  behindMs: number,
  aheadMs: number,
): T[] {
  return [...loaded].filter(
    ({ chunk }) => chunk.endMs < atMs - behindMs || chunk.startMs > atMs + aheadMs,
  );
}

interface Appended {
  readonly chunk: Chunk;
  readonly framesMs: readonly number[];
  readonly endMs: number;
}

/**
 * The loaded chunks whose first GOP the browser dropped when `fresh` was appended: frames may not
 * reach into those behind them (Media Source Extensions, coded frame processing).
 */
export function damagedBy<T extends Appended>(fresh: Appended, loaded: Iterable<T>): T[] {
  const startMs = fresh.framesMs[0] ?? 0;
  return [...loaded].filter((other) => {
    const firstMs = other.framesMs[0] ?? 0;
    return other.chunk.key !== fresh.chunk.key && firstMs > startMs + 1 && firstMs < fresh.endMs;
  });
}

/** Sorted union by key and start; a chunk known from a newer list replaces the old one. */
export function mergeChunks(known: readonly Chunk[], fresh: readonly Chunk[]): Chunk[] {
  const byKey = new Map(known.map((chunk) => [chunk.key, chunk]));
  const starts = new Set(fresh.map((chunk) => chunk.startMs));
  for (const [key, chunk] of byKey) {
    // The file being written gets another address when it is closed: same start, new key.
    if (starts.has(chunk.startMs)) byKey.delete(key);
  }
  for (const chunk of fresh) byKey.set(chunk.key, chunk);
  return [...byKey.values()].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

/** Milliseconds of footage to hold ready: more at speed, bounded so that memory stays small. */
export function aheadFor(rate: number): number {
  return Math.min(120_000, Math.max(10_000, 8000 * rate));
}
