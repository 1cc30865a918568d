/** Where playing goes on when all cameras of a group came to the end of their footage. */
import type { PlaybackEngine } from "./playback-engine.ts";

/** How often newer footage is looked for at the end of all. */
const LOOK_AGAIN_MS = 3000;

/**
 * A camera's next recorded instant at or after, in any stream; null when there is none yet. `knownMs`
 * is the next of the source that is played (`sourceKey`), where that is known.
 */
export type FindRecordedAfter = (
  cameraId: string,
  atMs: number,
  knownMs: number | undefined,
  sourceKey: string,
) => Promise<number | null>;

export interface GapAnswer {
  readonly fromMs: number;
  /** null = nothing is recorded after it yet. */
  readonly nextMs: number | null;
}

export class GapSearch {
  readonly #find: FindRecordedAfter;
  #search: object | undefined;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(find: FindRecordedAfter) {
    this.#find = find;
  }

  /** A search under way is of no use any more. */
  cancel(): void {
    this.#search = undefined;
  }

  /** undefined = not now: nobody came to an end, it was looked for just now, or it was cancelled. */
  async look(members: ReadonlyMap<string, PlaybackEngine>): Promise<GapAnswer | undefined> {
    const ended = [...members.values()].filter((one) => one.state().phase === "ended");
    const isEarly = performance.now() - this.#lookedMs < LOOK_AGAIN_MS;
    if (ended.length === 0 || this.#search || isEarly) return undefined;
    const search = {};
    this.#search = search;
    const fromMs = Math.max(...ended.map((engine) => engine.end.atMs));
    const nexts = await Promise.all(
      [...members].map(([id, engine]) => this.#nextOf(id, engine, fromMs)),
    );
    if (this.#search !== search) return undefined;
    this.#search = undefined;
    const known = nexts.filter((next) => next !== null);
    if (known.length > 0) return { fromMs, nextMs: Math.min(...known) };
    this.#lookedMs = performance.now();
    return { fromMs, nextMs: null };
  }

  async #nextOf(id: string, engine: PlaybackEngine, fromMs: number): Promise<number | null> {
    const { phase } = engine.state();
    if (phase === "failed") return null;
    const { nextMs, sourceKey } = engine.end;
    const knownMs = phase === "ended" ? nextMs : undefined;
    try {
      return await this.#find(id, fromMs + 100, knownMs, sourceKey);
    } catch (thrown) {
      // Asked again soon; the link is away, and the pictures say so.
      console.warn("looking for the next footage failed", thrown);
      return null;
    }
  }
}
