/**
 * The recorder's eyes: everything that looks at pictures, put together. Frames come in by `tap`;
 * facts, seconds and views go out. Without it (motion switched off) the recorder only records.
 */
import type { Clock } from "#base/clock";
import type { MotionView } from "#base/link";
import type { Log } from "#base/log";
import type { Catalogue, DataFolder } from "#storage";
import type { FrameTap } from "./ingest/frame-tap.ts";
import type { Fact, SecondOfMotion } from "./motion/facts.ts";
import { MotionWatch } from "./motion/motion-watch.ts";
import { TuningViews } from "./motion/tuning-views.ts";
import type { SmallStill } from "./motion/worker-messages.ts";
import { PreviewCleaning } from "./preview/preview-cleaning.ts";

export interface EyesOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact: (cameraId: string, fact: Fact) => void;
  readonly onSecond: (cameraId: string, second: SecondOfMotion) => void;
  readonly onView: (view: MotionView) => void;
}

export class Eyes {
  readonly #watch: MotionWatch;
  readonly #views: TuningViews;
  readonly #cleaning: PreviewCleaning;

  constructor(options: EyesOptions) {
    const { folder, catalogue, clock, log } = options;
    const { previewsPath } = folder;
    this.#watch = new MotionWatch({
      ...options,
      previewsPath,
      settingsOf: async (cameraId) => (await catalogue.cameraMotion.get(cameraId)).settings,
    });
    this.#views = new TuningViews({
      clock,
      log,
      view: (cameraId) => this.#watch.view(cameraId),
      tell: options.onView,
    });
    this.#cleaning = new PreviewCleaning({ previewsPath, catalogue, clock, log });
  }

  start(): void {
    this.#watch.start();
    this.#cleaning.start();
  }

  /** Where the frames of a camera's watched stream go. */
  tap(cameraId: string, keyframesOnly: boolean): FrameTap {
    return this.#watch.tap(cameraId, keyframesOnly);
  }

  /** Cameras or what they are to watch may have changed. */
  reload(cameraIds: readonly string[]): Promise<void> {
    return this.#watch.reload(cameraIds);
  }

  still(cameraId: string, atMs: number): Promise<SmallStill | undefined> {
    return this.#watch.still(cameraId, atMs);
  }

  viewWanted(cameraId: string): void {
    this.#views.want(cameraId);
  }

  async close(): Promise<void> {
    await this.#views.close();
    await this.#cleaning.close();
    await this.#watch.close();
  }
}
