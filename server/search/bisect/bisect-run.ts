/**
 * One bisect from the question to its outcome: looks at the ends of the span and where the event
 * table points, finds between which looks the region changed, narrows that down, and places the
 * moment in a row of pictures. What to look at and what it means is decided in the pure files beside;
 * here is the order, and when to be unsure.
 */
import type { TimeRange } from "#base/time-range";
import { CHANGED, thingSurplus } from "./judge-views.ts";
import { type JudgedLook, Looks, lightDistance, type State, type Turn } from "./looks.ts";
import { NARROW_MS, type NarrowedChange, Narrowing, type RowLength } from "./narrowing.ts";
import { cleanInstant, nextInstant, splitInstants } from "./next-instant.ts";
import type { Pictures } from "./pictures.ts";
import type { QuietTimes } from "./quiet-times.ts";

export interface BisectInput {
  readonly range: TimeRange;
  readonly question: "appeared" | "vanished" | "either";
  readonly answers: readonly { readonly atMs: number; readonly present: boolean | "unsure" }[];
  readonly times: QuietTimes;
  /** When the event table has a thing left or taken in the region: from the mover's coming to its end. */
  readonly hints: readonly TimeRange[];
}

export interface FoundChange {
  readonly kind: "appeared" | "vanished";
  readonly atMs: number;
  readonly window: TimeRange;
  /** 0 … 1. */
  readonly confidence: number;
}

export interface Step {
  readonly fromMs: number;
  readonly toMs: number;
  readonly atMs: number;
  /** 0 … 1, null = cannot be told. */
  readonly present: number | null;
  readonly decoded: number;
}

export type Verdict =
  | "always_there"
  | "never_there"
  | "no_change"
  | "no_footage"
  | "not_to_be_told";

export type Outcome =
  | {
      readonly kind: "found";
      readonly change: FoundChange;
      readonly others: readonly FoundChange[];
    }
  | { readonly kind: "ask"; readonly instants: readonly number[]; readonly window: TimeRange }
  | {
      readonly kind: "verdict";
      readonly what: Verdict;
      readonly firstMs: number | null;
      readonly lastMs: number | null;
    };

/** How many pictures an officer is asked about at most, in all. */
export const MOST_ASKED = 18;
const ASKED_AT_ONCE = 2;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A clean picture this far from the asked end is as good as one of the very end. */
const END_WITHIN_MS = 5 * 60_000;
const MOST_EXPLORED = 6;
const MOST_HINTS = 3;
/** An answer below is not given without asking. */
const SURE = 0.5;
/** Less difference than this is surely none. */
const SAME = 0.12;
const LONG_ROW: RowLength = { most: 14, kept: 12 };
/** Where there are several changes to place. */
const SHORT_ROW: RowLength = { most: 8, kept: 8 };

export class BisectRun {
  readonly #input: BisectInput;
  readonly #pictures: Pictures;
  readonly #onStep: (step: Step) => Promise<void>;
  #looks: Looks | undefined;
  #endState: "present" | "absent" = "present";

  constructor(input: BisectInput, pictures: Pictures, onStep: (step: Step) => Promise<void>) {
    this.#input = input;
    this.#pictures = pictures;
    this.#onStep = onStep;
  }

  async run(): Promise<Outcome> {
    const looks = await this.#firstLooks();
    if (!looks) return { kind: "verdict", what: "no_footage", firstMs: null, lastMs: null };
    this.#looks = looks;
    let strength = looks.chooseBase();
    if (strength < CHANGED && !this.#saidBoth()) {
      await this.#explore(MOST_EXPLORED);
      strength = looks.chooseBase();
      if (strength < CHANGED) return this.#noChange(strength);
    }
    this.#nameStates();
    const [main, ...others] = await this.#findAll(looks);
    if (!main) return this.#unsure(this.#openWindow());
    if (main.confidence < SURE && this.#mayAsk(main.certain)) return this.#unsure(main.certain);
    return { kind: "found", change: main, others: others.filter((it) => it.confidence >= SURE) };
  }

  get #firstMs(): number {
    return this.#looks?.all[0]?.atMs ?? this.#input.range.startMs;
  }

  get #lastMs(): number {
    return this.#looks?.all.at(-1)?.atMs ?? this.#input.range.endMs;
  }

  /** Both ends, the beginning again at the end's hour, what was asked before, what events point at. */
  async #firstLooks(): Promise<Looks | undefined> {
    const { range, times, answers } = this.#input;
    if (times.footage.length === 0) return undefined;
    const lastMs = cleanInstant(times, range.endMs - 1, END_WITHIN_MS);
    const firstMs = cleanInstant(times, range.startMs, END_WITHIN_MS);
    if (lastMs === undefined || firstMs === undefined) return undefined;
    const instants = [firstMs, lastMs];
    if (lightDistance(firstMs, lastMs) > 0.03 && lastMs - firstMs > DAY_MS) {
      const days = Math.floor((lastMs - firstMs) / DAY_MS);
      const sameHourMs = cleanInstant(times, lastMs - days * DAY_MS, HOUR_MS);
      if (sameHourMs !== undefined) instants.push(sameHourMs);
    }
    instants.push(...this.#hintInstants());
    const saidAt = new Map(
      answers.flatMap(({ atMs, present }) =>
        present === "unsure" ? [] : [[atMs, present] as const],
      ),
    );
    const distinct = [...new Set([...instants, ...saidAt.keys()])].sort((a, b) => a - b);
    const seen = await this.#pictures.near(distinct);
    if (!seen.some((it) => it !== undefined)) return undefined;
    const looks = new Looks(this.#pictures.frame);
    const isEndPresent = this.#input.question !== "vanished";
    for (const [i, it] of seen.entries()) {
      if (!it) continue;
      const present = saidAt.get(distinct[i] ?? Number.NaN);
      const said: State | undefined =
        present === undefined ? undefined : present === isEndPresent ? "end" : "other";
      looks.add({ ...it, said });
    }
    return looks;
  }

  #hintInstants(): number[] {
    const { hints, times } = this.#input;
    return hints.slice(-MOST_HINTS).flatMap(({ startMs, endMs }) => {
      const around = [
        cleanInstant(times, startMs - 3_000, END_WITHIN_MS),
        cleanInstant(times, endMs + 5_000, END_WITHIN_MS),
      ];
      return around.filter((it) => it !== undefined);
    });
  }

  /** Looks into the largest times that nobody has looked into. */
  async #explore(count: number): Promise<void> {
    const looks = this.#looks;
    if (!looks) return;
    const { times } = this.#input;
    const instants: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const known = [...looks.all.map(({ atMs }) => atMs), ...instants].sort((a, b) => a - b);
      let widest: TimeRange | undefined;
      for (const [j, endMs] of known.entries()) {
        const startMs = known[j - 1];
        if (startMs === undefined) continue;
        if (!widest || endMs - startMs > widest.endMs - widest.startMs) widest = { startMs, endMs };
      }
      const next = widest && nextInstant(times, widest, 0);
      if (next !== undefined) instants.push(next);
    }
    const seen = await this.#pictures.near([...new Set(instants)]);
    for (const it of seen) if (it) looks.addJudged({ ...it, said: undefined });
  }

  /** Of the end the question itself says how it is; so one word about another picture is enough. */
  #saidBoth(): boolean {
    const { question, answers } = this.#input;
    const said = answers.map(({ present }) => present);
    if (question === "either") return said.includes(true) && said.includes(false);
    return said.includes(question === "vanished");
  }

  /** Where the change lies as far as officers have said. */
  #openWindow(): TimeRange {
    const looks = this.#looks?.all ?? [];
    const other = looks.findLast(({ said }) => said === "other");
    const end = looks.find(({ said, atMs }) => said === "end" && atMs > (other?.atMs ?? 0));
    return { startMs: other?.atMs ?? this.#firstMs, endMs: end?.atMs ?? this.#lastMs };
  }

  #noChange(strength: number): Outcome {
    const window = this.#openWindow();
    const { question, answers } = this.#input;
    if (strength >= SAME && this.#mayAsk(window)) return this.#unsure(window);
    const what: Verdict =
      question === "either"
        ? "no_change"
        : question === "appeared"
          ? "always_there"
          : "never_there";
    const isKnown = answers.some(({ present }) => present !== "unsure") || strength < CHANGED;
    return {
      kind: "verdict",
      what: isKnown ? what : "not_to_be_told",
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
    };
  }

  /** Whether the thing is there at the end: as the question says, where the span's ends differ; else by its outline. */
  #nameStates(): void {
    const { question } = this.#input;
    const looks = this.#looks;
    const base = looks?.base;
    if (!looks || !base) return;
    // What officers say of pictures was taken as if the thing were there at the end.
    if (question === "either" && this.#saidBoth()) return;
    const first = looks.judgeAll().find(({ state }) => state !== undefined);
    if (question !== "either" && first?.state === "other") {
      this.#endState = question === "appeared" ? "present" : "absent";
      return;
    }
    const { weights } = base.difference;
    const surplus = thingSurplus(base.end.view, base.other.view, weights, this.#pictures.frame);
    this.#endState = surplus >= 0 ? "present" : "absent";
  }

  /** All changes that can be placed, the one asked for first. */
  async #findAll(looks: Looks): Promise<(NarrowedChange & FoundChange)[]> {
    const pictures = this.#pictures;
    const onLook = (look: JudgedLook, sought: TimeRange) => this.#tell(look, sought);
    const narrowing = new Narrowing({ times: this.#input.times, looks, pictures, onLook });
    const turns = looks.turns();
    const wanted = this.#wantedTurn(turns);
    if (!wanted) return [];
    const narrow = async (turn: Turn, length: RowLength) => {
      const kind = this.#kindOf(turn);
      const change = await narrowing.narrow(turn, kind === "appeared", length);
      return change ? [{ ...change, kind }] : [];
    };
    const found = await narrow(wanted, turns.length > 1 ? SHORT_ROW : LONG_ROW);
    if (found.length === 0) return [];
    if (pictures.left >= SHORT_ROW.most + 4) await this.#explore(3);
    for (const turn of looks.turns()) {
      if (pictures.left < SHORT_ROW.most) break;
      if (!found.some(({ atMs }) => isWithin(atMs, turn))) {
        found.push(...(await narrow(turn, SHORT_ROW)));
      }
    }
    return found;
  }

  async #tell(look: JudgedLook, { startMs, endMs }: TimeRange): Promise<void> {
    const isEndPresent = this.#endState === "present";
    const present = look.endShare === null || isEndPresent ? look.endShare : 1 - look.endShare;
    const { decoded } = this.#pictures;
    await this.#onStep({ fromMs: startMs, toMs: endMs, atMs: look.atMs, present, decoded });
  }

  #wantedTurn(turns: readonly Turn[]): Turn | undefined {
    const { question } = this.#input;
    return turns.findLast((turn) => question === "either" || this.#kindOf(turn) === question);
  }

  #kindOf({ to }: Turn): "appeared" | "vanished" {
    const isPresent = (to.state === "end") === (this.#endState === "present");
    return isPresent ? "appeared" : "vanished";
  }

  #mayAsk({ startMs, endMs }: TimeRange): boolean {
    return this.#input.answers.length < MOST_ASKED && endMs - startMs > NARROW_MS;
  }

  #unsure(window: TimeRange): Outcome {
    const { answers, times } = this.#input;
    const most = Math.min(ASKED_AT_ONCE, MOST_ASKED - answers.length);
    const known = new Set(answers.map(({ atMs }) => atMs));
    const instants = splitInstants(times, window, most).filter((atMs) => !known.has(atMs));
    if (instants.length > 0) return { kind: "ask", instants, window };
    const { startMs, endMs } = window;
    return { kind: "verdict", what: "not_to_be_told", firstMs: startMs, lastMs: endMs };
  }
}

function isWithin(atMs: number, { from, to }: Turn): boolean {
  return atMs >= from.atMs - 1_000 && atMs <= to.atMs + 1_000;
}
