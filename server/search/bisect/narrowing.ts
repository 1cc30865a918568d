/**
 * From "the region changed between these two looks" to the moment: halves the time until only a few
 * seconds of movement are left, then places the moment in a row of pictures. Says how sure it is, and
 * in which time the change lies without doubt.
 */
import type { TimeRange } from "#base/time-range";
import { CHANGED } from "./judge-views.ts";
import type { JudgedLook, Looks, Turn } from "./looks.ts";
import { type Moment, momentOf } from "./moment.ts";
import { nextInstant } from "./next-instant.ts";
import type { Pictures, Seen } from "./pictures.ts";
import { type QuietTimes, stillAt } from "./quiet-times.ts";

export interface NarrowedChange {
  readonly atMs: number;
  readonly window: TimeRange;
  /** 0 … 1. */
  readonly confidence: number;
  /** The change lies in here for sure. */
  readonly certain: TimeRange;
}

export interface NarrowingDeps {
  readonly times: QuietTimes;
  readonly looks: Looks;
  readonly pictures: Pictures;
  /** Told of each look, with the time in which the change was sought. */
  readonly onLook: (look: JudgedLook, sought: TimeRange) => Promise<void>;
}

/** Narrow enough for a row of pictures. */
export const NARROW_MS = 14_000;
/** A row's length, and how many of it are kept back when the narrowing takes long. */
export interface RowLength {
  readonly most: number;
  readonly kept: number;
}
const ROW_MARGIN_MS = 1_500;
const LEAST_STEP_MS = 400;
/** Over longer times single pictures are looked up: their files would be too many to list. */
const LONG_ROW_MS = 600_000;
const MOST_HIDDEN = 4;
/** Looks of this margin are believed without an officer. */
const CLEAR = 0.5;

export class Narrowing {
  readonly #deps: NarrowingDeps;

  constructor(deps: NarrowingDeps) {
    this.#deps = deps;
  }

  /** `comes` = a thing appears. undefined when the moment cannot be placed: no pictures between the looks. */
  async narrow(turn: Turn, comes: boolean, length: RowLength): Promise<NarrowedChange | undefined> {
    let { from, to } = turn;
    let certain: TimeRange = { startMs: from.atMs, endMs: to.atMs };
    let clearness = 1;
    let hidden = 0;
    let inner = this.#between(from, to);
    while (inner.endMs - inner.startMs > NARROW_MS && this.#deps.pictures.left > length.kept) {
      const atMs = nextInstant(this.#deps.times, inner, hidden);
      if (atMs === undefined || hidden >= MOST_HIDDEN) break;
      const look = await this.#look(atMs, inner);
      if (!look?.state) {
        hidden += 1;
        continue;
      }
      hidden = 0;
      clearness = Math.min(clearness, look.margin);
      if (look.state === to.state) to = look;
      else from = look;
      if (look.margin >= CLEAR && clearness >= CLEAR) {
        certain = { startMs: from.atMs, endMs: to.atMs };
      }
      inner = this.#between(from, to);
    }
    const moment = await this.#place(from, to, inner, comes, length.most);
    if (!moment) return undefined;
    const window = { startMs: moment.startMs, endMs: moment.endMs };
    return { atMs: moment.atMs, window, confidence: confidenceOf(moment, clearness), certain };
  }

  /** Where the change lies between two looks: a still looks the same from its start to its end. */
  #between(from: JudgedLook, to: JudgedLook): TimeRange {
    const { stills } = this.#deps.times;
    const startMs = Math.max(from.atMs, stillAt(stills, from.atMs)?.endMs ?? from.atMs);
    const endMs = Math.min(to.atMs, stillAt(stills, to.atMs)?.startMs ?? to.atMs);
    return startMs < endMs ? { startMs, endMs } : { startMs: from.atMs, endMs: to.atMs };
  }

  async #look(atMs: number, sought: TimeRange): Promise<JudgedLook | undefined> {
    const [seen] = await this.#deps.pictures.near([atMs]);
    if (!seen) return undefined;
    const look = this.#deps.looks.addJudged({ ...seen, said: undefined });
    await this.#deps.onLook(look, sought);
    return look;
  }

  async #place(
    from: Seen,
    to: Seen,
    inner: TimeRange,
    comes: boolean,
    most: number,
  ): Promise<Moment | undefined> {
    const range = {
      startMs: Math.max(from.atMs, inner.startMs - ROW_MARGIN_MS),
      endMs: Math.min(to.atMs, inner.endMs + ROW_MARGIN_MS),
    };
    const row = await this.#row(range, most);
    const moment = momentOf(row, this.#deps.pictures.frame, comes);
    if (!moment || moment.endMs - moment.startMs <= 2 * LEAST_STEP_MS) return moment;
    const finer = await this.#row(moment, Math.ceil(most / 2));
    const all = new Map([...row, ...finer].map((seen) => [seen.atMs, seen]));
    return momentOf(
      [...all.values()].sort((a, b) => a.atMs - b.atMs),
      this.#deps.pictures.frame,
      comes,
    );
  }

  async #row({ startMs, endMs }: TimeRange, most: number): Promise<Seen[]> {
    const { pictures } = this.#deps;
    const count = Math.max(2, Math.min(most, pictures.left));
    const stepMs = Math.max(LEAST_STEP_MS, Math.floor((endMs - startMs) / (count - 1)));
    if (endMs - startMs <= LONG_ROW_MS) return pictures.series({ startMs, endMs }, stepMs);
    const seen = await pictures.near(Array.from({ length: count }, (_, i) => startMs + i * stepMs));
    return seen.filter((it) => it !== undefined);
  }
}

/** Clear looks on the way, a clear change at the end, and a short moment make it sure. */
function confidenceOf({ strength, startMs, endMs }: Moment, clearness: number): number {
  const changed = strength < CHANGED ? strength / 2 : Math.min(1, 0.5 + strength / 2);
  const onTheWay = Math.min(1, 0.5 + clearness);
  const windowS = (endMs - startMs) / 1_000;
  const placed = windowS <= 4 ? 1 : windowS <= 10 ? 0.8 : windowS <= 30 ? 0.6 : 0.4;
  return Math.round(changed * onTheWay * placed * 100) / 100;
}
