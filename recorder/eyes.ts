/**
 * The recorder's eyes: everything that looks at pictures, put together. Frames come in by `tap`;
 * facts and views go out, seconds of motion into the grid on disk. Without it (motion switched off) the recorder only records.
 */
import type { Clock } from "#base/clock";
import type { MotionView } from "#base/link";
import type { Log } from "#base/log";
import { type Catalogue, type DataFolder, MotionGridWriter, type MotionHour } from "#storage";
import { IndexCleaning } from "./index-cleaning.ts";
import type { FrameTap } from "./ingest/frame-tap.ts";
import type { Fact } from "./motion/facts.ts";
import { MotionWatch } from "./motion/motion-watch.ts";
import { TuningViews } from "./motion/tuning-views.ts";
import type { SmallStill } from "./motion/worker-messages.ts";

export interface EyesOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact: (cameraId: string, fact: Fact) => void;
  readonly onView: (view: MotionView) => void;
}

export class Eyes {
  readonly #watch: MotionWatch;
  readonly #views: TuningViews;
  readonly #grid: MotionGridWriter;
  readonly #cleaning: IndexCleaning;
  readonly #log: Log;

  constructor(options: EyesOptions) {
    const { folder, catalogue, clock, log } = options;
    this.#log = log;
    const onHours = (hours: readonly MotionHour[]) =>
      catalogue.motionHours.upsert(
        hours.map(({ cameraId, hourMs, watchedS, movedS, cellSeconds }) => ({
          camera_id: cameraId,
          hour_ms: hourMs,
          watched_s: watchedS,
          moved_s: movedS,
          cell_seconds: cellSeconds,
        })),
      );
    this.#grid = new MotionGridWriter({ folder, clock, log, onHours });
    this.#watch = new MotionWatch({
      ...options,
      previewsPath: folder.previewsPath,
      onSecond: (cameraId, second) => this.#grid.add(cameraId, second),
      settingsOf: async (cameraId) => (await catalogue.cameraMotion.get(cameraId)).settings,
    });
    this.#views = new TuningViews({
      clock,
      log,
      view: (cameraId) => this.#watch.view(cameraId),
      tell: options.onView,
    });
    this.#cleaning = new IndexCleaning({ folder, catalogue, clock, log });
  }

  start(): void {
    this.#watch.start();
    void this.#grid
      .start()
      .catch((err: unknown) => this.#log.error({ err }, "the motion grid does not start"));
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
    await this.#grid.close();
  }
}
