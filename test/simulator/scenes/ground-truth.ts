/**
 * What really happens in a clip, for tests of motion and of left or removed objects. Times are
 * seconds of the clip; places are pixels of its main rendition.
 */
import { placeAt, pxPerMetre } from "./acting.ts";
import { DESIGN_HEIGHT, DESIGN_WIDTH, type LeftRemovedEvent, type Scene } from "./scene.ts";

const STEP_S = 0.1;

export interface GroundTruth {
  readonly clip: string;
  readonly place: string;
  readonly light: string;
  readonly durationS: number;
  readonly width: number;
  readonly height: number;
  /** Half-open spans in which a person or vehicle moves inside the picture. */
  readonly moving: readonly (readonly [fromS: number, toS: number])[];
  readonly events: readonly LeftRemovedEvent[];
}

export function groundTruthOf(
  scene: Scene,
  clip: string,
  width: number,
  height: number,
): GroundTruth {
  const scale = width / DESIGN_WIDTH;
  const events = scene.events
    .filter((event) => event.tStaticS < scene.durationS)
    .map((event) => ({
      ...event,
      tStaticS: round(event.tStaticS),
      tClearS: round(Math.min(event.tClearS, scene.durationS)),
      bbox: {
        x: Math.round(event.bbox.x * scale),
        y: Math.round(event.bbox.y * scale),
        width: Math.round(event.bbox.width * scale),
        height: Math.round(event.bbox.height * scale),
      },
    }));
  const { title: place, light, durationS } = scene;
  return { clip, place, light, durationS, width, height, moving: movingSpans(scene), events };
}

function movingSpans(scene: Scene): [number, number][] {
  const spans: [number, number][] = [];
  const steps = Math.round(scene.durationS / STEP_S);
  for (let i = 0; i < steps; i++) {
    if (!isMovingAt(scene, i * STEP_S)) continue;
    const last = spans.at(-1);
    if (last && i * STEP_S - last[1] < STEP_S / 2) last[1] = round((i + 1) * STEP_S);
    else spans.push([round(i * STEP_S), round((i + 1) * STEP_S)]);
  }
  return spans;
}

function isMovingAt(scene: Scene, tS: number): boolean {
  return scene.actors.some((actor) =>
    actor.acts.some(
      (act) =>
        act.moves &&
        tS >= act.startS &&
        tS < act.endS &&
        isSeen(scene, placeAt(scene.view, act, tS).point),
    ),
  );
}

/** Some of the figure is inside the picture: its feet may be below the lower edge, its head not. */
function isSeen(scene: Scene, { x, y }: { x: number; y: number }): boolean {
  const reach = pxPerMetre(scene.view, y);
  return x > -0.3 * reach && x < DESIGN_WIDTH + 0.3 * reach && y - 1.5 * reach < DESIGN_HEIGHT;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
