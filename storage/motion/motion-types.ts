/**
 * The words of the motion grid on disk: what is written, what is asked, what is answered. Times are
 * epoch UTC milliseconds; a second of the grid is `[atMs, atMs + 1000)` with `atMs` a whole second.
 */
import type { CellStrength } from "#base/grid";
import type { TimeRange } from "#base/time-range";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DataFolder } from "../data-folder.ts";

/** One watched second of a camera. A second that is never told was not watched. */
export interface MotionSecond {
  readonly atMs: number;
  /** Cells that moved; empty = nothing moved. */
  readonly cells: readonly { readonly cell: number; readonly strength: CellStrength }[];
}

/** An hour's sums, for the catalogue's `motion_hour`. */
export interface MotionHour {
  readonly cameraId: string;
  readonly hourMs: number;
  readonly watchedS: number;
  /** Seconds in which any cell moved. */
  readonly movedS: number;
  /** Sum over the seconds of how many cells moved. */
  readonly cellSeconds: number;
}

export interface MotionQuery {
  readonly folder: DataFolder;
  readonly cameraId: string;
  /** The region: a bitmap of `GRID_BYTES` (see #base/grid). */
  readonly cells: Uint8Array;
  readonly range: TimeRange;
  /** 2 = only seconds in which a cell of the region moved strongly (slower). Default 1. */
  readonly minStrength?: 1 | 2;
  /** Whether `strongSeconds` are counted, which takes several times as long. Default false. */
  readonly countStrong?: boolean;
  /** Default false: oldest first. */
  readonly newestFirst?: boolean;
  /** Stops after so many runs; default: none. */
  readonly limit?: number;
  /** Runs at most this far apart are one. Default 2000. */
  readonly mergeGapMs?: number;
  readonly signal?: AbortSignal;
}

/** A time in which the region moved, without a break longer than the merge gap. */
export interface MotionRun extends TimeRange {
  /** Seconds of it in which a cell of the region moved; at least 1. */
  readonly movedSeconds: number;
  /** Seconds of it in which a cell of the region moved strongly; 0 unless that was asked for. */
  readonly strongSeconds: number;
}

/** The answer for a part of the asked range; the parts follow each other in the asked order. */
export interface MotionAnswer {
  /** What this part looked at. A run is told in the part in which it is known to be over. */
  readonly range: TimeRange;
  /** In the asked order. */
  readonly runs: readonly MotionRun[];
  /** Times that were watched, rising; elsewhere "no run" says nothing. */
  readonly watched: readonly TimeRange[];
}

export interface MotionDensityQuery {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  readonly range: TimeRange;
  /** How many equal parts the range is cut into, 1 … 10000. */
  readonly buckets: number;
}

/** How much moved in a part of the range; sums are whole or in shares where a part cuts a minute. */
export interface MotionBucket extends TimeRange {
  readonly watchedS: number;
  readonly movedS: number;
  readonly cellSeconds: number;
}

export interface CellActivityQuery {
  readonly folder: DataFolder;
  readonly cameraId: string;
  readonly range: TimeRange;
}

/** Which cells move how often. */
export interface CellActivity {
  readonly watchedS: number;
  /** `GRID_CELLS` numbers: seconds in which the cell moved. */
  readonly movedS: Uint32Array;
}
