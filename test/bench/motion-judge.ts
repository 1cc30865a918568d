/**
 * Compares what the analysis said about a clip with what really happened there. Pure. A motion
 * interval of a second or more is found when an event overlaps it; an event is false when it begins
 * in a quiet part and touches no motion (with a second's grace at the borders). A thing is found when
 * a fact of its place (IoU ≥ 0.3) comes within ten seconds after the mover has gone clear.
 */
import type { Box } from "#base/grid";
import type { ObjectFact } from "../../recorder/motion/facts.ts";
import type { MotionClip, Span, StaticTruth } from "./motion-truth.ts";

export interface Said {
  /** Motion events of the clip, from start to end. */
  readonly events: readonly Span[];
  readonly objects: readonly ObjectFact[];
}

export interface Judgement {
  readonly intervals: number;
  readonly found: number;
  readonly missed: readonly Span[];
  /** Of each interval found: how late its event began; early is 0. */
  readonly delaysMs: readonly number[];
  readonly falseEvents: readonly Span[];
  readonly quietMs: number;
  readonly statics: number;
  readonly staticsFound: readonly { readonly truth: StaticTruth; readonly fact: ObjectFact }[];
  readonly kindsRight: number;
  readonly moversRight: number;
  readonly ious: readonly number[];
  readonly staticDelaysMs: readonly number[];
  readonly falseObjects: readonly ObjectFact[];
}

const LEAST_MS = 1000;
const GRACE_MS = 1000;
const MIN_IOU = 0.3;
const STATIC_WITHIN_MS = 10_000;
/** Truth was read off by eye, to some tenths of a second. */
const READING_MS = 500;

export function judgeClip(clip: MotionClip, said: Said): Judgement {
  const intervals = clip.moving.filter(({ fromMs, toMs }) => toMs - fromMs >= LEAST_MS);
  const hits = intervals.map((interval) => ({
    interval,
    event: said.events.find((event) => overlaps(event, interval)),
  }));
  const falseEvents = said.events.filter(
    (event) =>
      clip.quiet.some((quiet) => event.fromMs >= quiet.fromMs && event.fromMs < quiet.toMs) &&
      !clip.moving.some((moving) => overlaps(event, widened(moving))),
  );
  return {
    intervals: intervals.length,
    found: hits.filter(({ event }) => event).length,
    missed: hits.filter(({ event }) => !event).map(({ interval }) => interval),
    delaysMs: hits.flatMap(({ interval, event }) =>
      event ? [Math.max(0, event.fromMs - interval.fromMs)] : [],
    ),
    falseEvents,
    quietMs: clip.quiet.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    ...judgeStatics(clip, said.objects),
  };
}

function judgeStatics(clip: MotionClip, objects: readonly ObjectFact[]) {
  const free = [...objects];
  const staticsFound: { truth: StaticTruth; fact: ObjectFact }[] = [];
  for (const truth of clip.statics) {
    const index = free.findIndex((fact) => fits(truth, fact));
    const [fact] = index < 0 ? [] : free.splice(index, 1);
    if (fact) staticsFound.push({ truth, fact });
  }
  return {
    statics: clip.statics.length,
    staticsFound,
    kindsRight: staticsFound.filter(({ truth, fact }) => truth.kind === fact.kind).length,
    moversRight: staticsFound.filter(({ truth, fact }) => isMover(truth, fact)).length,
    ious: staticsFound.map(({ truth, fact }) => iouOf(truth.box, fact.box)),
    staticDelaysMs: staticsFound.map(({ truth, fact }) => fact.foundMs - truth.clearMs),
    falseObjects: free,
  };
}

function fits(truth: StaticTruth, fact: ObjectFact): boolean {
  return (
    fact.foundMs >= truth.staticMs - READING_MS &&
    fact.foundMs <= truth.clearMs + STATIC_WITHIN_MS &&
    iouOf(truth.box, fact.box) >= MIN_IOU
  );
}

/** The still of who did it shows somebody while he was there, and more of him than the thing. */
function isMover({ moverSeen, box }: StaticTruth, { mover }: ObjectFact): boolean {
  if (!mover) return false;
  const inTime =
    mover.bestMs >= moverSeen.fromMs - READING_MS && mover.bestMs <= moverSeen.toMs + READING_MS;
  return inTime && mover.box.width * mover.box.height >= 0.5 * box.width * box.height;
}

function overlaps(a: Span, b: Span): boolean {
  return a.fromMs < b.toMs && a.toMs > b.fromMs;
}

function widened({ fromMs, toMs }: Span): Span {
  return { fromMs: fromMs - GRACE_MS, toMs: toMs + GRACE_MS };
}

function iouOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}
