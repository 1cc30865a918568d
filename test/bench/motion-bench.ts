/**
 * How well the analysis sees: every clip of the footage folder (where it is there) and of the
 * simulator's scenes against its ground truth, at the default settings, each begun without knowing
 * the scene. And how fast it is: frames a second of one core, decoding left out. With `--altered` each
 * clip is also shown in other ways (mirrored, darker, noisier …), and the figures are of those.
 */
import { DEFAULT_MOTION_SETTINGS } from "#base/zones";
import { CameraAnalyser } from "../../recorder/motion/analyser.ts";
import type { LumaFrame, MotionFact, ObjectFact } from "../../recorder/motion/facts.ts";
import { type BenchOptions, type Figures, percentile, rounded } from "./bench.ts";
import { ALTERATIONS, type Alteration } from "./motion-alterations.ts";
import { motionClips } from "./motion-clips.ts";
import { framesOf } from "./motion-decode.ts";
import { type Judgement, judgeClip, type Said } from "./motion-judge.ts";
import type { MotionClip } from "./motion-truth.ts";

/** Tampering and health have truth of their own; told here so that nothing hides. */
interface Watched extends Said {
  readonly tampering: number;
  readonly cpuMs: number;
}

interface Row {
  readonly clip: MotionClip;
  readonly frames: number;
  readonly durationMs: number;
  readonly watched: Watched;
  readonly judged: Judgement;
}

export async function run(options: BenchOptions): Promise<Figures> {
  const clips = await motionClips(options);
  // The recorder runs for weeks: what the compiler needs at first is not its speed.
  if (clips[0]) watch(await framesOf(clips[0]));
  if (options.altered) return await runAltered(clips, options);
  const rows: Row[] = [];
  for (const clip of clips) {
    const row = look(clip, await framesOf(clip));
    rows.push(row);
    options.say(lineOf(row));
  }
  return figuresOf(rows);
}

async function runAltered(clips: readonly MotionClip[], { say }: BenchOptions): Promise<Figures> {
  const rows = new Map<Alteration, Row[]>(ALTERATIONS.map((each) => [each, []]));
  for (const clip of clips) {
    const frames = await framesOf(clip);
    for (const [alteration, looked] of rows) looked.push(look(clip, frames, alteration));
  }
  for (const [{ name }, looked] of rows) say(`${name}: ${JSON.stringify(figuresOf(looked))}`);
  return figuresOf([...rows.values()].flat());
}

function look(clip: MotionClip, frames: readonly LumaFrame[], alteration?: Alteration): Row {
  const watched = watch(alteration ? alteration.frames(frames) : frames);
  const judged = judgeClip(clip, alteration ? alteration.back(watched) : watched);
  const durationMs = (frames.at(-1)?.atMs ?? 0) + 200;
  return { clip, frames: frames.length, durationMs, watched, judged };
}

function watch(frames: readonly LumaFrame[]): Watched {
  const events = new Map<number, MotionFact>();
  const objects: ObjectFact[] = [];
  let tampering = 0;
  const analyser = new CameraAnalyser({
    settings: DEFAULT_MOTION_SETTINGS,
    onFact: (fact) => {
      if (fact.kind === "motion") events.set(fact.key, fact);
      else if (fact.kind === "tamper") tampering += 1;
      else objects.push(fact);
    },
    onSecond: () => undefined,
  });
  const before = process.cpuUsage();
  for (const frame of frames) analyser.push(frame);
  analyser.interrupt();
  const { user, system } = process.cpuUsage(before);
  return {
    events: [...events.values()].map(({ startMs, endMs }) => ({
      fromMs: startMs,
      toMs: Math.max(endMs, startMs + 1),
    })),
    objects,
    tampering,
    cpuMs: (user + system) / 1000,
  };
}

function figuresOf(rows: readonly Row[]): Figures {
  const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  const others = rows.filter(({ clip }) => !clip.hasStatics);
  const found = sum(({ judged }) => judged.staticsFound.length);
  const falseObjects = others.reduce((all, { judged }) => all + judged.falseObjects.length, 0);
  const otherMs = others.reduce((all, { durationMs }) => all + durationMs, 0);
  return {
    motionRecall: share(
      sum(({ judged }) => judged.found),
      sum(({ judged }) => judged.intervals),
    ),
    motionDelayP50Ms: rounded(
      percentile(
        rows.flatMap(({ judged }) => judged.delaysMs),
        0.5,
      ),
      0,
    ),
    motionFalsePer10Min: per10Min(
      sum(({ judged }) => judged.falseEvents.length),
      sum(({ judged }) => judged.quietMs),
    ),
    staticRecall: share(
      found,
      sum(({ judged }) => judged.statics),
    ),
    staticKindRight: share(
      sum(({ judged }) => judged.kindsRight),
      found,
    ),
    moverRight: share(
      sum(({ judged }) => judged.moversRight),
      found,
    ),
    staticIouP50: rounded(
      percentile(
        rows.flatMap(({ judged }) => judged.ious),
        0.5,
      ),
      2,
    ),
    staticDelayP50Ms: rounded(
      percentile(
        rows.flatMap(({ judged }) => judged.staticDelaysMs),
        0.5,
      ),
      0,
    ),
    staticFalsePer10Min: per10Min(falseObjects, otherMs),
    staticFalseWorstClip: Math.max(
      0,
      ...rows.filter(({ clip }) => clip.hasStatics).map(({ judged }) => judged.falseObjects.length),
    ),
    tamperingTold: sum(({ watched }) => watched.tampering),
    framesPerSecond: rounded(
      (1000 * sum(({ frames }) => frames)) / sum(({ watched }) => watched.cpuMs),
      0,
    ),
    clips: rows.length,
  };
}

function lineOf({ clip, frames, judged, watched }: Row): string {
  const statics = `things ${judged.staticsFound.length}/${judged.statics}`;
  return [
    clip.name.padEnd(42),
    `motion ${judged.found}/${judged.intervals}`,
    `late ms ${judged.delaysMs.map((ms) => Math.round(ms)).join(",") || "-"}`,
    `false ${judged.falseEvents.length}`,
    `${statics} kind ${judged.kindsRight} mover ${judged.moversRight}`,
    `false things ${judged.falseObjects.length}`,
    `${Math.round((1000 * frames) / watched.cpuMs)} frames/s`,
  ].join("  ");
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole, 3);
}

function per10Min(count: number, ms: number): number | null {
  return ms === 0 ? null : rounded((count * 600_000) / ms, 2);
}
