/** Small pictures painted for tests of the analysis: a textured ground with noise, and boxes that come and go. */
import { DEFAULT_MOTION_SETTINGS, type MotionSettings } from "#base/zones";
import { CameraAnalyser } from "../../../recorder/motion/analyser.ts";
import type {
  Fact,
  LumaFrame,
  MotionFact,
  ObjectFact,
  SecondOfMotion,
  TamperFact,
} from "../../../recorder/motion/facts.ts";

export const WIDTH = 320;
export const HEIGHT = 180;
export const FRAME_MS = 200;

export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly luma: number;
}

/** Noise that is the same in each run. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A street: stripes and patches, so that there are edges everywhere. */
export function ground(x: number, y: number): number {
  const patch = ((x >> 4) * 7 + (y >> 4) * 13) % 5;
  const stripe = (x + 2 * y) % 37 < 4 ? 22 : 0;
  return 90 + 8 * patch + stripe;
}

export interface PaintOptions {
  readonly width?: number;
  readonly height?: number;
  /** Multiplies all light. */
  readonly gain?: number;
  readonly noise?: number;
  readonly scene?: (x: number, y: number) => number;
}

export class Painter {
  readonly #random = randomOf(7);

  paint(atMs: number, shapes: readonly Shape[], options: PaintOptions = {}): LumaFrame {
    const { width = WIDTH, height = HEIGHT, gain = 1, noise = 3, scene = ground } = options;
    const luma = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const shape = shapes.findLast(
          (each) =>
            x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height,
        );
        const value = (shape?.luma ?? scene(x, y)) * gain + (this.#random() - 0.5) * noise;
        luma[y * width + x] = Math.max(0, Math.min(255, value));
      }
    }
    return { luma, width, height, atMs };
  }
}

export interface Told {
  readonly facts: Fact[];
  readonly seconds: SecondOfMotion[];
  readonly analyser: CameraAnalyser;
}

export function watching(settings: MotionSettings = DEFAULT_MOTION_SETTINGS): Told {
  const facts: Fact[] = [];
  const seconds: SecondOfMotion[] = [];
  const analyser = new CameraAnalyser({
    settings,
    onFact: (fact) => void facts.push(fact),
    onSecond: (second) => void seconds.push(second),
  });
  return { facts, seconds, analyser };
}

/** The last fact of each motion event. */
export function eventsOf({ facts }: Told): MotionFact[] {
  const events = new Map<number, MotionFact>();
  for (const fact of facts) if (fact.kind === "motion") events.set(fact.key, fact);
  return [...events.values()];
}

export function objectsOf({ facts }: Told): ObjectFact[] {
  return facts.filter(
    (fact): fact is ObjectFact => fact.kind === "object_left" || fact.kind === "object_removed",
  );
}

export function tamperingOf({ facts }: Told): TamperFact[] {
  return facts.filter((fact): fact is TamperFact => fact.kind === "tamper");
}

/** A person who walks from left to right along the lower half, `speed` pixels a second. */
export function walker(atS: number, fromS: number, speed = 40, startX = -20): Shape | undefined {
  const x = startX + (atS - fromS) * speed;
  if (atS < fromS || x > WIDTH) return undefined;
  return { x: Math.round(x), y: 84, width: 20, height: 60, luma: 25 };
}

/** Shows `seconds` of a scene, frame by frame. */
export function show(
  told: Told,
  seconds: number,
  shapesAt: (atS: number) => readonly (Shape | undefined)[],
  optionsAt: (atS: number) => PaintOptions = () => ({}),
  fromMs = 0,
): void {
  const painter = new Painter();
  for (let i = 0; i < (seconds * 1000) / FRAME_MS; i += 1) {
    const atS = (i * FRAME_MS) / 1000;
    const shapes = shapesAt(atS).filter((shape) => shape !== undefined);
    told.analyser.push(painter.paint(fromMs + i * FRAME_MS, shapes, optionsAt(atS)));
  }
}
