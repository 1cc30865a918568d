/**
 * "When did it appear, when did it vanish?": gathers what a bisect needs (footage, motion, events),
 * runs it and words its outcome for the contract, with the clip to play and who came. Knows no
 * request; rights are checked before.
 */
import type { Clock } from "#base/clock";
import type { Box, Corner } from "#base/grid";
import type { TimeRange } from "#base/time-range";
import { boxPolygon } from "#base/zones";
import type { BisectChange, BisectLine } from "#contract";
import { decodeBox, type EventEntry, type EventTable } from "#storage";
import type { Footage } from "../../playback/footage.ts";
import type { Timeline } from "../../playback/timeline.ts";
import { Turnstile } from "../../playback/turnstile.ts";
import type { MotionSource } from "../motion-source.ts";
import { boundsOf } from "../region/region-search.ts";
import { cellsOf } from "../searched-regions.ts";
import { BisectRun, type FoundChange, MOST_ASKED, type Outcome } from "./bisect-run.ts";
import { clipAround } from "./clip-around.ts";
import { Pictures } from "./pictures.ts";
import { quietTimes } from "./quiet-times.ts";

export interface BisectQuestion {
  readonly cameraId: string;
  readonly polygon: readonly Corner[];
  readonly range: TimeRange;
  readonly question: "appeared" | "vanished" | "either";
  readonly answers: readonly { readonly atMs: number; readonly present: boolean | "unsure" }[];
}

export interface BisectDeps {
  readonly footage: Footage;
  readonly timeline: Timeline;
  readonly motion: MotionSource;
  readonly events: Pick<EventTable, "listInBox">;
  readonly clock: Clock;
}

type Write = (line: BisectLine) => Promise<void>;

const MOST_DECODED = 40;
const AT_A_TIME = 2;
const MOST_WAITING = 40;
const MERGE_GAP_MS = 2_000;
const MOST_EVENTS = 20;
/** An event this near to a change is that change. */
const SAME_CHANGE_MS = 15_000;
const WHOLE_PICTURE = boxPolygon({ x: 0, y: 0, width: 1, height: 1 });
const AROUND_MS = 5 * 60_000;

export class BisectService {
  readonly #deps: BisectDeps;
  readonly #turnstile = new Turnstile(AT_A_TIME, MOST_WAITING);

  constructor(deps: BisectDeps) {
    this.#deps = deps;
  }

  /** @throws VmsError of reading and decoding; the signal's reason. */
  async answer(asked: BisectQuestion, write: Write, signal: AbortSignal): Promise<void> {
    const { clock, footage, events, timeline } = this.#deps;
    const { cameraId, polygon, range } = asked;
    const startedMs = clock.monotonicMs();
    const cells = cellsOf([polygon]);
    const [view, motion, things] = await Promise.all([
      timeline.view(cameraId, range),
      this.#motion(cameraId, cells, range, signal),
      events.listInBox({
        cameraId,
        kinds: ["object_left", "object_removed"],
        range,
        box: boundsOf(cells),
        limit: MOST_EVENTS,
      }),
    ]);
    const times = quietTimes({ range, footage: view.spans, ...motion });
    const pictures = new Pictures({
      footage,
      cameraId,
      polygon,
      mostDecoded: MOST_DECODED,
      turnstile: this.#turnstile,
      clock,
      signal,
    });
    const input = { ...asked, times, hints: things.map(hintOf) };
    const run = new BisectRun(input, pictures, (step) => write({ step }));
    const outcome = await run.run();
    await write(await this.#line(asked, outcome, things, signal));
    const seconds = Math.round(clock.monotonicMs() - startedMs) / 1_000;
    await write({ done: { decoded: pictures.decoded, seconds } });
  }

  async #motion(
    cameraId: string,
    cells: Uint8Array,
    range: TimeRange,
    signal: AbortSignal,
  ): Promise<{ moved: TimeRange[]; watched: TimeRange[] }> {
    const moved: TimeRange[] = [];
    const watched: TimeRange[] = [];
    const job = { regions: [{ cameraId, cells }], range, mergeGapMs: MERGE_GAP_MS };
    for await (const batch of this.#deps.motion.search(job, signal)) {
      for (const day of batch) {
        moved.push(...day.runs);
        watched.push(...day.watched);
      }
    }
    return { moved, watched };
  }

  async #line(
    asked: BisectQuestion,
    outcome: Outcome,
    things: readonly EventEntry[],
    signal: AbortSignal,
  ): Promise<BisectLine> {
    if (outcome.kind === "verdict") {
      const { what, firstMs, lastMs } = outcome;
      return { verdict: { what, firstMs, lastMs } };
    }
    if (outcome.kind === "ask") {
      const pictures = outcome.instants.map((atMs) => ({ atMs }));
      const mostMore = MOST_ASKED - asked.answers.length;
      return { ask: { pictures, window: outcome.window, mostMore } };
    }
    const change = await this.#change(asked, outcome.change, things, signal);
    const alternatives: BisectChange[] = [];
    for (const other of outcome.others) {
      alternatives.push(await this.#change(asked, other, things, signal));
    }
    return { answer: { ...change, alternatives } };
  }

  async #change(
    { cameraId }: BisectQuestion,
    { kind, atMs, window, confidence }: FoundChange,
    things: readonly EventEntry[],
    signal: AbortSignal,
  ): Promise<BisectChange> {
    const event = eventOf(things, kind, atMs);
    const around = { startMs: atMs - AROUND_MS, endMs: atMs + AROUND_MS };
    const { moved } = await this.#motion(cameraId, cellsOf([WHOLE_PICTURE]), around, signal);
    const mover = event && moverOf(event);
    return {
      kind,
      atMs,
      window,
      confidence,
      clip: clipAround({ window, moved, moverStartMs: mover?.startMs }),
      eventId: event?.id ?? null,
      mover: mover ?? null,
    };
  }
}

function hintOf(event: EventEntry): TimeRange {
  const startMs = Math.min(event.mover_start_ms ?? event.start_ms, event.start_ms);
  return { startMs, endMs: Math.max(event.start_ms, event.end_ms ?? event.start_ms) };
}

function eventOf(
  things: readonly EventEntry[],
  kind: FoundChange["kind"],
  atMs: number,
): EventEntry | undefined {
  const wanted = kind === "appeared" ? "object_left" : "object_removed";
  const distance = (event: EventEntry) => Math.abs(event.start_ms - atMs);
  return things
    .filter((event) => event.kind === wanted && distance(event) <= SAME_CHANGE_MS)
    .sort((a, b) => distance(a) - distance(b))[0];
}

function moverOf(
  event: EventEntry,
): { startMs: number; bestMs: number; box: Box | null } | undefined {
  if (event.mover_start_ms === null || event.mover_ms === null) return undefined;
  return {
    startMs: event.mover_start_ms,
    bestMs: event.mover_ms,
    box: decodeBox(event.mover_box),
  };
}
