/** What the recorder and its motion workers say to each other. Plain data; frames' bytes change hands. */
import type { MotionSettings } from "#base/zones";
import type { Fact, SecondOfMotion } from "./facts.ts";

/** Coded frames of one camera in decode order; frame i has `sizes[i]` of the bytes. */
export interface CodedFrames {
  readonly cameraId: string;
  readonly atMs: readonly number[];
  readonly sizes: readonly number[];
  /** 1 = decodes alone. */
  readonly syncs: readonly number[];
  /** See `FrameToDecode`. */
  readonly shownLater: readonly number[];
  /** Longer than what is used of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type ToWorker =
  | {
      readonly kind: "camera";
      readonly cameraId: string;
      readonly settings: MotionSettings;
      /** Only keyframes are ever decoded: there is no small stream. */
      readonly keyframesOnly: boolean;
    }
  | { readonly kind: "removed"; readonly cameraId: string }
  | { readonly kind: "stream"; readonly cameraId: string; readonly init: Uint8Array }
  | {
      readonly kind: "frames";
      readonly batch: readonly CodedFrames[];
      /** When it was sent, epoch ms: shows whether the worker keeps up. */
      readonly sentMs: number;
    }
  /** Frames are missing from here on, until the next keyframe. */
  | { readonly kind: "interrupted"; readonly cameraId: string }
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly what: "still" | "view";
      readonly cameraId: string;
      readonly atMs: number;
    }
  | { readonly kind: "close" };

/** A small colour picture and the instant that it shows. */
export interface SmallStill {
  readonly atMs: number;
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How one camera is being watched, summed up since its eye was opened. */
export interface WatchFigures {
  readonly cameraId: string;
  /** Coded frames given to the decoder, and pictures that came back. */
  readonly fedFrames: number;
  readonly pictures: number;
  /** Times that every frame was looked at, for the share of full pace. */
  readonly fullPace: boolean;
  readonly decoderStarts: number;
  readonly tiles: number;
  readonly sheetBytes: number;
}

export type FromWorker =
  | { readonly kind: "fact"; readonly cameraId: string; readonly fact: Fact }
  | { readonly kind: "second"; readonly cameraId: string; readonly second: SecondOfMotion }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  /** How many batches were taken: the worker keeps up. */
  | {
      readonly kind: "taken";
      readonly batches: number;
      readonly figures: readonly WatchFigures[];
    }
  | {
      readonly kind: "log";
      readonly level: "debug" | "info" | "warn" | "error";
      readonly fields: Readonly<Record<string, unknown>>;
      readonly message: string;
    }
  | { readonly kind: "closed" };
