/**
 * Seven days of one camera with one known change: hours of still life in the light of each hour, with
 * passers-by, and the clip of the change at its time. Encoded a few times, written by the product's
 * own segment writer once each; the other five-minute segments are hard links of those with rows of
 * their own. The motion of each second is known from how the pictures were made.
 */
import { link, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import {
  absolutePath,
  type Catalogue,
  type DataFolder,
  encodeGopTable,
  type Gop,
  patchPrft,
  patchTfdt,
  type Segment,
  SegmentFile,
  segmentPath,
} from "#storage";
import { type DayLight, drawPasser, Lamp, lightAt, type Picture } from "./bisect-pictures.ts";
import { type BisectScene, type Frames, sceneFrames } from "./bisect-scenes.ts";
import type { CodedClip, CodedGop } from "./coded-clip.ts";
import { encodePictures } from "./encode-pictures.ts";

const HOUR_MS = 3_600_000;
export const DAYS = 7;
const SEGMENT_MS = 300_000;
const STILL_FPS = 5;
const EVENT_FPS = 10;
const LOOP_S = 8;
const PASS_S = 6;
/** A passer-by comes in every third segment, this far into it. */
const PASS_EVERY = 3;
const PASS_AT_S = 120;

export interface WeekPlan {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  readonly scene: BisectScene;
  /** A whole five minutes; the week ends there. */
  readonly endMs: number;
  /** When the segment with the change begins; a whole five minutes. */
  readonly changeSegmentMs: number;
  readonly zoneHours: number;
}

export interface SecondCells {
  readonly atMs: number;
  readonly cells: readonly number[];
}

export interface Week {
  readonly startMs: number;
  /** Truth: when the thing was at rest, or away. */
  readonly changedMs: number;
  /** Seconds in which something moved, with the cells; all others were quiet. */
  readonly moved: readonly SecondCells[];
}

interface Template {
  readonly segment: Segment;
  readonly gops: readonly Gop[];
  readonly moved: readonly { readonly second: number; readonly cells: readonly number[] }[];
}

export async function writeWeek(plan: WeekPlan): Promise<Week> {
  const { scene, endMs } = plan;
  const startMs = endMs - DAYS * 24 * HOUR_MS;
  const before = await sceneFrames(scene, scene.before, STILL_FPS);
  const after = await sceneFrames(scene, scene.after, STILL_FPS);
  const templates = new Map<string, Template>();
  const moved: SecondCells[] = [];
  for (let i = 0, atMs = startMs; atMs < endMs; i += 1, atMs += SEGMENT_MS) {
    if (atMs === plan.changeSegmentMs) {
      moved.push(...(await writeChange(plan, before, after)));
      continue;
    }
    const isAfter = atMs > plan.changeSegmentMs;
    const light = lightAt(localHour(atMs, plan.zoneHours));
    const passes = i % PASS_EVERY === 0;
    const key = `${isAfter}/${light}/${passes}`;
    let template = templates.get(key);
    if (template) await linkSegment(plan, template, atMs);
    else {
      template = await writeTemplate(plan, isAfter ? after : before, light, passes, atMs);
      templates.set(key, template);
    }
    for (const { second, cells } of template.moved) {
      moved.push({ atMs: atMs + second * 1_000, cells });
    }
  }
  const changedMs =
    plan.changeSegmentMs + CHANGE_AT_S * 1_000 + (scene.changeS - scene.fromS) * 1_000;
  return { startMs, changedMs, moved };
}

function localHour(atMs: number, zoneHours: number): number {
  return (atMs / HOUR_MS + zoneHours) % 24;
}

/** Pictures there and back, so that the loop has no jump. */
function loopOf({ width, height, pictures }: Frames, count: number): Picture[] {
  const swing = Math.max(1, 2 * pictures.length - 2);
  return Array.from({ length: count }, (_, i) => {
    const at = i % swing;
    const rgb = pictures[at < pictures.length ? at : swing - at] ?? Buffer.alloc(0);
    return { rgb, width, height };
  });
}

async function writeTemplate(
  plan: WeekPlan,
  frames: Frames,
  light: DayLight,
  passes: boolean,
  atMs: number,
): Promise<Template> {
  const lamp = new Lamp(light);
  const loop = loopOf(frames, LOOP_S * STILL_FPS).map((picture) => lamp.shine(picture));
  const pass = passes ? passing(plan, frames, lamp) : [];
  const clip = await encodePictures([...loop, ...pass], STILL_FPS);
  const loopGops = clip.gops.slice(0, LOOP_S / 2);
  const passGops = clip.gops.slice(LOOP_S / 2);
  const order: CodedGop[] = [];
  while (order.length * 2 < SEGMENT_MS / 1_000) {
    if (passes && order.length * 2 === PASS_AT_S) order.push(...passGops);
    else order.push(...loopGops);
  }
  const { segment, gops } = await writeSegment(
    plan,
    clip,
    order.slice(0, SEGMENT_MS / 2_000),
    atMs,
  );
  return { segment, gops, moved: passes ? movedIn(pass, STILL_FPS, PASS_AT_S) : [] };
}

function passing(plan: WeekPlan, frames: Frames, lamp: Lamp): Picture[] {
  const count = PASS_S * STILL_FPS;
  return loopOf(frames, count).map((picture, i) => {
    const copy = { ...picture, rgb: Buffer.from(picture.rgb) };
    drawPasser(copy, plan.scene.box, (i + 0.5) / count);
    return lamp.shine(copy);
  });
}

/** Where in its segment the clip of the change begins. */
const CHANGE_AT_S = 100;

async function writeChange(plan: WeekPlan, before: Frames, after: Frames): Promise<SecondCells[]> {
  const { scene, changeSegmentMs } = plan;
  const lamp = new Lamp(lightAt(localHour(changeSegmentMs, plan.zoneHours)));
  const clip = await sceneFrames(scene, [scene.fromS, scene.toS], EVENT_FPS);
  const whole = Math.floor(clip.pictures.length / (2 * EVENT_FPS)) * 2 * EVENT_FPS;
  const restFrames = (SEGMENT_MS / 1_000 - CHANGE_AT_S) * EVENT_FPS - whole;
  const acting = clip.pictures
    .slice(0, whole)
    .map((rgb) => lamp.shine({ rgb, width: clip.width, height: clip.height }));
  const loopFrames = LOOP_S * EVENT_FPS;
  const pictures = [
    ...loopOf(before, loopFrames).map((picture) => lamp.shine(picture)),
    ...acting,
    ...loopOf(after, loopFrames).map((picture) => lamp.shine(picture)),
  ];
  const coded = await encodePictures(pictures, EVENT_FPS);
  const gopsOf = (from: number, count: number) => coded.gops.slice(from, from + count);
  const beforeGops = gopsOf(0, LOOP_S / 2);
  const actingGops = gopsOf(LOOP_S / 2, whole / EVENT_FPS / 2);
  const afterGops = gopsOf(LOOP_S / 2 + whole / EVENT_FPS / 2, LOOP_S / 2);
  const repeat = (gops: readonly CodedGop[], count: number) =>
    Array.from({ length: count }, (_, i) => gops[i % gops.length] as CodedGop);
  const order = [
    ...repeat(beforeGops, CHANGE_AT_S / 2),
    ...actingGops,
    ...repeat(afterGops, restFrames / EVENT_FPS / 2),
  ];
  await writeSegment(plan, coded, order, changeSegmentMs);
  return movedIn(acting, EVENT_FPS, CHANGE_AT_S).map(({ second, cells }) => ({
    atMs: changeSegmentMs + second * 1_000,
    cells,
  }));
}

async function writeSegment(
  plan: WeekPlan,
  clip: CodedClip,
  order: readonly CodedGop[],
  startMs: number,
): Promise<{ segment: Segment; gops: readonly Gop[] }> {
  const { folder, catalogue, cameraId } = plan;
  const runId = `r${startMs / SEGMENT_MS}`;
  const file = new SegmentFile({ folder, catalogue, cameraId, stream: "sub", runId, startMs });
  await file.start(clip.init);
  let mediaTime = 0;
  for (const gop of order) {
    const wallMs = startMs + Math.round((mediaTime * 1_000) / clip.init.timescale);
    const bytes = Buffer.from(gop.bytes);
    patchPrft(bytes, wallMs);
    const toTicks = mediaTime;
    patchTfdt(bytes, (_track, ticks) => toTicks - ticks);
    const { durationTicks, frames } = gop;
    await file.appendFragment(bytes, { mediaTime, durationTicks, frames, startMs: wallMs });
    mediaTime += durationTicks;
  }
  const segment = await file.commit(startMs + SEGMENT_MS);
  if (!segment) throw new Error("a segment without pictures");
  return { segment, gops: [...file.gops] };
}

async function linkSegment(
  plan: WeekPlan,
  { segment, gops }: Template,
  startMs: number,
): Promise<void> {
  const runId = `r${startMs / SEGMENT_MS}`;
  const path = segmentPath({ cameraId: plan.cameraId, stream: "sub", startMs, runId });
  const { segmentsPath } = plan.folder;
  await mkdir(dirname(absolutePath(segmentsPath, path)), { recursive: true });
  await link(absolutePath(segmentsPath, segment.path), absolutePath(segmentsPath, path));
  const { id: _id, chain: _chain, ...row } = segment;
  const shiftMs = startMs - segment.start_ms;
  const moved = { ...row, path, run_id: runId, start_ms: startMs, end_ms: row.end_ms + shiftMs };
  const table = gops.map((gop) => ({ ...gop, startMs: gop.startMs + shiftMs }));
  await plan.catalogue.segments.insert(moved, encodeGopTable(table, row.timescale));
}

/** Cells in which neighbouring pictures differ, second by second: what a watcher would have seen. */
function movedIn(
  pictures: readonly Picture[],
  fps: number,
  atS: number,
): { second: number; cells: readonly number[] }[] {
  const seconds = new Map<number, Set<number>>();
  const step = Math.max(1, Math.floor(fps / 5));
  for (let i = step; i < pictures.length; i += step) {
    const [a, b] = [pictures[i - step], pictures[i]];
    if (!a || !b) continue;
    const cells = differingCells(a, b);
    if (cells.length === 0) continue;
    const second = atS + Math.floor(i / fps);
    const known = seconds.get(second) ?? new Set<number>();
    for (const cell of cells) known.add(cell);
    seconds.set(second, known);
  }
  return [...seconds].map(([second, cells]) => ({
    second,
    cells: [...cells].sort((x, y) => x - y),
  }));
}

const DIFFERS = 30;
const LEAST_SHARE = 0.12;

function differingCells(a: Picture, b: Picture): number[] {
  const counts = new Uint16Array(GRID_CELLS);
  const { width, height } = a;
  for (let y = 0; y < height; y += 2) {
    const row = Math.floor((y * GRID_ROWS) / height) * GRID_COLUMNS;
    for (let x = 0; x < width; x += 2) {
      const at = (y * width + x) * 3 + 1;
      if (Math.abs((a.rgb[at] ?? 0) - (b.rgb[at] ?? 0)) < DIFFERS) continue;
      const cell = row + Math.floor((x * GRID_COLUMNS) / width);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const least = ((width * height) / 4 / GRID_CELLS) * LEAST_SHARE;
  return [...counts.keys()].filter((cell) => (counts[cell] ?? 0) > least);
}
