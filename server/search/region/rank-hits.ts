/** How good a hit is, and which hits are kept when only the best are wanted. Pure. */
import type { SearchHit } from "#contract";
import type { MotionRun } from "#storage";

/** Seconds of movement after which more says little more. */
const LONG_S = 12;

/** 0 … 1: long and strong movement first. */
export function motionScore({ movedSeconds, strongSeconds }: MotionRun): number {
  const seconds = 0.4 * movedSeconds + 0.6 * strongSeconds;
  return Math.round((1 - Math.exp(-seconds / LONG_S)) * 1_000) / 1_000;
}

/** Keeps the scores of the best hits so far. */
export class BestHits {
  readonly #limit: number;
  /** Rising. */
  readonly #scores: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#scores.length >= this.#limit;
  }

  /** Whether the hit is among the best so far; later ones may surpass it. */
  takes({ score }: Pick<SearchHit, "score">): boolean {
    if (this.isFull) {
      if (score <= (this.#scores[0] ?? 0)) return false;
      this.#scores.shift();
    }
    let at = this.#scores.length;
    while (at > 0 && (this.#scores[at - 1] ?? 0) > score) at -= 1;
    this.#scores.splice(at, 0, score);
    return true;
  }
}
