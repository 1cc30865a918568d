/** The door of the simulated cameras: starting them, their place list, reading the time in the picture. */
export type { BuildProgress } from "./clips/build-clips.ts";
export { buildClips, clipFolder } from "./clips/build-clips.ts";
export { type ClipSet, listClips } from "./clips/clip-catalogue.ts";
export { TICKS_PER_SECOND } from "./clips/rendition.ts";
export {
  drawTimecode,
  MAX_TICKS,
  readTimecode,
  sentAtMs,
  TIMECODE_AREA,
  type TimedStatus,
} from "./clips/timecode.ts";
export { DEMO_CAMERAS, type DemoCamera, tinyCameras } from "./demo-cameras.ts";
export type { GroundTruth } from "./scenes/ground-truth.ts";
export type { LeftRemovedEvent } from "./scenes/scene.ts";
export {
  type Simulator,
  type SimulatorOptions,
  type SimulatorStatus,
  startSimulator,
} from "./simulator.ts";
