/**
 * Clips with hand-checked ground truth in one form, whatever they come from: the footage folder's
 * `ground-truth.json` and the simulator's `*.truth.json`. Times in milliseconds of the clip, boxes in
 * shares of the picture.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Box } from "#base/grid";

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StaticTruth {
  readonly kind: "object_left" | "object_removed";
  readonly box: Box;
  /** Nobody touches it any more, or it has left its place. */
  readonly staticMs: number;
  /** Whoever did it is out of the way. */
  readonly clearMs: number;
  /** When whoever did it was in the picture. */
  readonly moverSeen: Span;
}

export interface MotionClip {
  readonly name: string;
  readonly path: string;
  /** Frames a second where the file does not say it (raw H.264). */
  readonly rawFps: number | undefined;
  readonly moving: readonly Span[];
  readonly quiet: readonly Span[];
  readonly statics: readonly StaticTruth[];
  /** Whether things left and taken are its subject; else each one told is false. */
  readonly hasStatics: boolean;
}

interface FootageEvent {
  readonly type: "left" | "removed";
  readonly t_enters?: number;
  readonly t_contact: number;
  readonly t_static: number;
  readonly t_clear?: number;
  readonly bbox: readonly [number, number, number, number];
}
type Interval = readonly [number, number, string?];
interface FootageEntry {
  readonly kind: string;
  readonly events?: readonly FootageEvent[];
  readonly motion?: readonly Interval[];
  readonly quiet?: readonly Interval[];
}
interface SceneTruth {
  readonly clip: string;
  readonly durationS: number;
  readonly width: number;
  readonly height: number;
  readonly moving: readonly Interval[];
  readonly events: readonly {
    readonly type: "left" | "removed";
    readonly tStaticS: number;
    readonly tClearS: number;
    readonly moverFromS: number;
    readonly bbox: Box;
  }[];
}

/** Nobody says when the mover came: he was seen this long before he touched the thing. */
const BEFORE_CONTACT_S = 2.5;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly durationS: number;
}

/** The footage folder's clips; none where it is not there. `sizeOf` reads a file's picture size. */
export function footageClips(folder: string, sizeOf: (path: string) => PictureSize): MotionClip[] {
  const truthPath = join(folder, "ground-truth.json");
  if (!existsSync(truthPath)) return [];
  const truth = JSON.parse(readFileSync(truthPath, "utf8")) as Record<string, FootageEntry>;
  const clips: MotionClip[] = [];
  for (const [name, entry] of Object.entries(truth)) {
    const path = join(folder, name);
    if (name.startsWith("_") || !existsSync(path)) continue;
    const size = sizeOf(path);
    const whole: Interval = [0, size.durationS];
    const quiet = entry.kind === "quiet" ? [whole] : (entry.quiet ?? []);
    clips.push({
      name,
      path,
      rawFps: undefined,
      moving: spans(entry.motion ?? []),
      quiet: spans(quiet),
      statics: (entry.events ?? []).map((event) => footageStatic(event, entry, size)),
      hasStatics: (entry.events ?? []).length > 0,
    });
  }
  return clips;
}

function footageStatic(event: FootageEvent, entry: FootageEntry, size: PictureSize): StaticTruth {
  const [x, y, width, height] = event.bbox;
  const clearS = event.t_clear ?? event.t_static;
  const seen = entry.motion?.find(([from, to]) => from <= event.t_contact && to >= event.t_static);
  const fromS = seen?.[0] ?? event.t_enters ?? event.t_contact - BEFORE_CONTACT_S;
  return {
    kind: event.type === "left" ? "object_left" : "object_removed",
    box: shares({ x, y, width, height }, size),
    staticMs: event.t_static * 1000,
    clearMs: clearS * 1000,
    moverSeen: { fromMs: fromS * 1000, toMs: (seen?.[1] ?? clearS) * 1000 },
  };
}

/** One of the simulator's clips, from its truth file; the small rendition beside it is looked at. */
export function sceneClip(truthPath: string, subPath: string, fps: number): MotionClip {
  const truth = JSON.parse(readFileSync(truthPath, "utf8")) as SceneTruth;
  const moving = spans(truth.moving);
  return {
    name: truth.clip,
    path: subPath,
    rawFps: fps,
    moving,
    quiet: between(moving, truth.durationS * 1000),
    statics: truth.events.map((event) => ({
      kind: event.type === "left" ? "object_left" : "object_removed",
      box: shares(event.bbox, truth),
      staticMs: event.tStaticS * 1000,
      clearMs: event.tClearS * 1000,
      moverSeen: { fromMs: event.moverFromS * 1000, toMs: event.tClearS * 1000 },
    })),
    hasStatics: true,
  };
}

function spans(intervals: readonly Interval[]): Span[] {
  return intervals.map(([from, to]) => ({ fromMs: from * 1000, toMs: to * 1000 }));
}

function between(moving: readonly Span[], endMs: number): Span[] {
  const quiet: Span[] = [];
  let reachedMs = 0;
  for (const { fromMs, toMs } of moving) {
    if (fromMs > reachedMs) quiet.push({ fromMs: reachedMs, toMs: fromMs });
    reachedMs = toMs;
  }
  if (endMs > reachedMs) quiet.push({ fromMs: reachedMs, toMs: endMs });
  return quiet;
}

function shares(box: Box, size: { readonly width: number; readonly height: number }): Box {
  return {
    x: box.x / size.width,
    y: box.y / size.height,
    width: box.width / size.width,
    height: box.height / size.height,
  };
}
