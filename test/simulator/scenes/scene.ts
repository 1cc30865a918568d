/**
 * What a scene consists of. All places are in the design frame of 1920×1080; times in seconds of the
 * clip. A scene is data: `scene-renderer.ts` draws it, at any size.
 */
import type { BikeLook } from "./motorbike.ts";
import type { PersonLook } from "./person.ts";

export const DESIGN_WIDTH = 1920;
export const DESIGN_HEIGHT = 1080;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A flat ground seen from a pole: enough perspective for places where people walk. */
export interface View {
  readonly horizonY: number;
  readonly cameraHeightM: number;
  /** Focal length in design pixels. */
  readonly focal: number;
}

export type LightName = "day" | "dusk" | "night";

/** Something that stands in the picture and may hide actors that are behind it. */
export interface Occluder {
  readonly svg: string;
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** Where it touches the ground. */
  readonly baseY: number;
  /** Sways in the wind by so many design pixels at its top. */
  readonly swayPx?: number;
}

export type FigureName = string;

/** One stretch of an actor's life: moving or staying, in one shape. */
export interface Act {
  readonly figure: FigureName;
  /** `walk` picks side, front or back by direction; the others are as they say. */
  readonly shape: "walk" | "ride" | "stand" | "bend" | "object";
  readonly from: Point;
  readonly to: Point;
  readonly startS: number;
  readonly endS: number;
  readonly facesLeft?: boolean;
  /** Counts as motion in the ground truth though it stays (bending, standing among others does not). */
  readonly moves?: boolean;
}

export interface Actor {
  readonly acts: readonly Act[];
  readonly headlight?: boolean;
}

export interface LeftRemovedEvent {
  readonly type: "left" | "removed";
  readonly object: string;
  /** When the object has become still (left) or is gone from its place (removed). */
  readonly tStaticS: number;
  /** When the person has left the object's surroundings. */
  readonly tClearS: number;
  /** When the person who did it first entered the picture. */
  readonly moverFromS: number;
  /** In pixels of the main stream. */
  readonly bbox: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

export interface Scene {
  readonly id: string;
  readonly title: string;
  readonly light: LightName;
  readonly durationS: number;
  readonly view: View;
  /** Everything that never moves, as SVG in design units. */
  readonly background: string;
  /** Strength of the ground's grain, 0..1; 0 where the scene draws its own ground. */
  readonly grain: number;
  readonly occluders: readonly Occluder[];
  readonly people: Readonly<Record<FigureName, PersonLook>>;
  readonly bikes: Readonly<Record<FigureName, BikeLook>>;
  /** Other things that are put down or taken away: SVG at 200 units a metre, feet at (0, 0). */
  readonly objects: Readonly<Record<FigureName, string>>;
  readonly actors: readonly Actor[];
  readonly events: readonly LeftRemovedEvent[];
}
