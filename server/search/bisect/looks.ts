/**
 * What a bisect has looked at so far, in order of time, and on which side of the change each look is.
 * The last look of the span sets the names: `end` = the region looks as it does at the end, `other` =
 * as it does on the other side of a change. What an officer said of a picture outweighs what it looks
 * like. Pure.
 */
import { afterShare, type Difference, differenceOf, sideOf } from "./judge-views.ts";
import type { Seen } from "./pictures.ts";
import type { RegionFrame } from "./region-frame.ts";

export type State = "end" | "other";

export interface Look extends Seen {
  /** What an officer said of it, as far as he could tell. */
  readonly said: State | undefined;
}

export interface JudgedLook extends Look {
  /** undefined = hidden, or like neither. */
  readonly state: State | undefined;
  /** 0 … 1: 1 = as at the end; null = cannot be told. */
  readonly endShare: number | null;
  /** 0 … 1: how clearly. */
  readonly margin: number;
}

/** Two neighbouring looks of different state: in between the region changed. */
export interface Turn {
  readonly from: JudgedLook;
  readonly to: JudgedLook;
}

const TRUSTED = 0.7;
const DAY_MS = 86_400_000;
/** Looks this near in time have the same light, whatever the clock says. */
const SAME_LIGHT_MS = 1_800_000;

export class Looks {
  readonly #frame: RegionFrame;
  readonly #looks: Look[] = [];
  /** Looks whose state is beyond doubt: others are compared with those of like light. */
  readonly #trusted: Record<State, Look[]> = { end: [], other: [] };
  #base: { readonly other: Look; readonly end: Look; readonly difference: Difference } | undefined;

  constructor(frame: RegionFrame) {
    this.#frame = frame;
  }

  get all(): readonly Look[] {
    return this.#looks;
  }

  add(look: Look): void {
    this.#looks.push(look);
    this.#looks.sort((a, b) => a.atMs - b.atMs);
  }

  /**
   * Finds the pair that shows the change best: two sayings of the officer, else the last look and the
   * one that differs most from it. Answers how clearly they differ.
   */
  chooseBase(): number {
    const end = this.#endLook();
    if (!end) return 0;
    const said = this.#looks.filter((look) => look.said === "other");
    const others = said.length > 0 ? said : this.#looks.filter((look) => look !== end);
    let best = 0;
    this.#base = undefined;
    this.#trusted.end = [];
    this.#trusted.other = [];
    for (const other of others) {
      const difference = differenceOf(other.view, end.view, this.#frame);
      const strength = difference.strength * (other.view.light === end.view.light ? 1 : 0.5);
      if (strength <= best) continue;
      best = strength;
      this.#base = { other, end, difference };
      this.#trusted.end = [end];
      this.#trusted.other = [other];
    }
    return best;
  }

  get base():
    | { readonly other: Look; readonly end: Look; readonly difference: Difference }
    | undefined {
    return this.#base;
  }

  judgeAll(): JudgedLook[] {
    return this.#looks.map((look) => this.judge(look));
  }

  judge(look: Look): JudgedLook {
    if (look.said) {
      return { ...look, state: look.said, endShare: look.said === "end" ? 1 : 0, margin: 1 };
    }
    const base = this.#base;
    if (!base) return { ...look, state: undefined, endShare: null, margin: 0 };
    if (look.atMs === base.end.atMs) return { ...look, state: "end", endShare: 1, margin: 1 };
    if (look.atMs === base.other.atMs) return { ...look, state: "other", endShare: 0, margin: 1 };
    const refs = {
      before: likeLit(this.#trusted.other, look, base.other).view,
      after: likeLit(this.#trusted.end, look, base.end).view,
    };
    const side = sideOf(look.view, refs, base.difference.weights, this.#frame);
    const endShare = afterShare(side);
    if (endShare === null) return { ...look, state: undefined, endShare, margin: 0 };
    const margin = Math.abs(endShare - 0.5) * 2 * Math.min(1, (1 - side.hidden) * 1.5);
    return { ...look, state: endShare > 0.5 ? "end" : "other", endShare, margin };
  }

  /** Judges a new look; a clear one becomes a reference for those that follow. */
  addJudged(look: Look): JudgedLook {
    this.add(look);
    const judged = this.judge(look);
    if (judged.state && judged.margin >= TRUSTED) this.#trusted[judged.state].push(look);
    return judged;
  }

  /** Changes between neighbouring looks; those that are hidden are passed over. */
  turns(): Turn[] {
    const judged = this.judgeAll().filter((look) => look.state !== undefined);
    return judged.flatMap((to, i) => {
      const from = judged[i - 1];
      return from && from.state !== to.state ? [{ from, to }] : [];
    });
  }

  #endLook(): Look | undefined {
    return this.#looks.findLast((look) => look.said === "end") ?? this.#looks.at(-1);
  }
}

function likeLit(looks: readonly Look[], wanted: Look, fallback: Look): Look {
  let best = fallback;
  let least = Number.POSITIVE_INFINITY;
  for (const look of looks) {
    const otherLight = look.view.light === wanted.view.light ? 0 : 1;
    const distance = otherLight + lightDistance(look.atMs, wanted.atMs);
    if (distance >= least) continue;
    least = distance;
    best = look;
  }
  return best;
}

/** How unlike the light of two instants is expected to be: 0 = the same, up to 0.5 (noon and midnight). */
export function lightDistance(aMs: number, bMs: number): number {
  const apartMs = Math.abs(aMs - bMs);
  if (apartMs < SAME_LIGHT_MS) return 0;
  const clockMs = apartMs % DAY_MS;
  return Math.min(clockMs, DAY_MS - clockMs) / DAY_MS;
}
