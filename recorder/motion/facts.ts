/**
 * What the analysis of one camera says: facts in the past, for the event store, the motion grid and
 * the tuning view. Plain data that may cross threads. Times are epoch UTC milliseconds of the frames.
 */
import type { Box, CellStrength } from "#base/grid";

/** A decoded small picture: `width * height` bytes of luma, rows without padding. */
export interface LumaFrame {
  readonly luma: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly atMs: number;
}

/** Motion that began, went on or ended; all facts of one event carry its `key`. */
export interface MotionFact {
  readonly kind: "motion";
  readonly key: number;
  readonly phase: "started" | "grown" | "ended";
  readonly startMs: number;
  /** The newest frame that moved. */
  readonly endMs: number;
  /** 0 … 1: how much of the picture moved at most, and how clearly. */
  readonly strength: number;
  /** Bitmap of `GRID_BYTES`: every cell that moved in the event. */
  readonly cells: Uint8Array;
  /** Around what moved when it was seen best, and when that was. */
  readonly box: Box;
  readonly bestMs: number;
  readonly zoneIds: readonly string[];
}

/** Whoever brought or took a thing: the track before that moment. */
export interface Mover {
  readonly startMs: number;
  /** When it was seen best, and where. */
  readonly bestMs: number;
  readonly box: Box;
}

export interface ObjectFact {
  readonly kind: "object_left" | "object_removed";
  /** When the thing came to rest, or left its place. */
  readonly atMs: number;
  readonly foundMs: number;
  readonly box: Box;
  /** 0 … 1. */
  readonly confidence: number;
  readonly mover: Mover | null;
  readonly zoneIds: readonly string[];
}

/** `covered` lens, `blurred`, `turned` away, `frozen` picture, `dark` = night without infrared. */
export const TAMPER_FORMS = ["covered", "blurred", "turned", "frozen", "dark"] as const;
export type TamperForm = (typeof TAMPER_FORMS)[number];

export interface TamperFact {
  readonly kind: "tamper";
  readonly key: number;
  readonly phase: "started" | "ended";
  readonly form: TamperForm;
  readonly startMs: number;
  readonly endMs: number;
}

export type Fact = MotionFact | ObjectFact | TamperFact;

/** One second of the motion grid. Seconds that were not watched are not told. */
export interface SecondOfMotion {
  /** Epoch milliseconds, a whole second. */
  readonly atMs: number;
  /** Cells that moved and how strongly, in rising order of cells; empty = nothing moved. */
  readonly cells: readonly { readonly cell: number; readonly strength: CellStrength }[];
}
