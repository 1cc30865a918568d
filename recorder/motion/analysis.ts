/** What watching needs of an analysis of one camera; `CameraAnalyser` is the product's. */
import type { MotionSettings } from "#base/zones";
import type { Fact, LumaFrame, SecondOfMotion } from "./facts.ts";

export interface Analysis {
  /** Whether anything moves or may be about to: frames should come at full pace. */
  readonly stirs: boolean;
  /** Frames in the order of their times; the frame's memory is used again after the call. */
  push(frame: LumaFrame): void;
  setSettings(settings: MotionSettings): void;
  /** Nothing was watched until the next frame. */
  interrupt(): void;
  /** What is seen now, cell by cell; plain data. */
  view(): unknown;
}

export interface AnalysisOptions {
  readonly settings: MotionSettings;
  readonly onFact: (fact: Fact) => void;
  readonly onSecond: (second: SecondOfMotion) => void;
}

export type MakeAnalysis = (options: AnalysisOptions) => Analysis;
