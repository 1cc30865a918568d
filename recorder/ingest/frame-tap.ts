/**
 * Where the frames of a recorded stream can be had by something else than the recording: the motion
 * analysis. What it does with them may cost the recording nothing but the time of the call.
 */
import type { InitInfo } from "#storage";
import type { ArrivingFrame } from "./media-frame.ts";

export interface FrameTap {
  /** A run has begun; `init` is `ftyp` + `moov`. */
  begin(init: Buffer, info: InitInfo): void;
  /**
   * The next frame of the picture in decode order, and its wall time (the one that its GOP has in
   * the recording). The first of a run may be any. Its bytes are valid until the call returns.
   */
  frame(frame: ArrivingFrame, atMs: number): void;
  /** The run is over: what comes next does not follow from what came. */
  end(): void;
}
