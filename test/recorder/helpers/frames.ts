/** Frames made by hand for tests of the ingest floor. */
import type { ArrivingFrame } from "../../../recorder/ingest/media-frame.ts";

export interface FrameSpec {
  readonly key?: boolean;
  readonly audio?: boolean;
  readonly dts: number;
  readonly duration?: number;
  readonly composition?: number;
  readonly bytes?: Buffer;
  readonly guess?: boolean;
  /** Presentation time as it came; that on the time line unless told. */
  readonly stamp?: number;
}

export function arriving(spec: FrameSpec): ArrivingFrame {
  const data = spec.bytes ?? Buffer.from([0, 0, 0, 1, spec.key ? 0x65 : 0x41]);
  const isVideo = !spec.audio;
  return {
    frame: {
      isVideo,
      isSync: !isVideo || (spec.key ?? false),
      dtsTicks: spec.dts,
      durationTicks: spec.duration ?? 6000,
      compositionTicks: spec.composition ?? 0,
      stampTicks: spec.stamp ?? spec.dts + (spec.composition ?? 0),
      sizeBytes: data.length,
      offset: 0,
      isGuess: spec.guess ?? false,
    },
    data: [data],
  };
}
