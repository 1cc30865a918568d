/**
 * Once an hour: what was made of footage goes when the footage is gone, preview sheets and the motion
 * grid; and preview sheets that a crash left half-filled are finished. Touches no footage.
 */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { TimeRange } from "#base/time-range";
import { type Catalogue, type DataFolder, deleteMotionBefore, PreviewStore } from "#storage";

export interface IndexCleaningOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 3_600_000;
const FIRST_MS = 60_000;
/** Footage of this much is in the open segment, or has just failed to be written: keep what was seen. */
const RECENT_MS = 2 * 3_600_000;
const TOLERANCE_MS = 600_000;

export class IndexCleaning {
  readonly #options: IndexCleaningOptions;
  readonly #store: PreviewStore;
  readonly #job: PeriodicJob;

  constructor(options: IndexCleaningOptions) {
    this.#options = options;
    this.#store = new PreviewStore(options.folder.previewsPath);
    const { clock, log } = options;
    this.#job = new PeriodicJob({
      name: "index cleaning",
      everyMs: EVERY_MS,
      clock,
      log,
      run: (signal) => this.runOnce(signal),
    });
  }

  start(): void {
    this.#job.start(FIRST_MS);
  }

  close(): Promise<void> {
    return this.#job.close();
  }

  /** Both kinds, camera by camera. */
  async runOnce(signal?: AbortSignal): Promise<void> {
    await this.#store.finishLeft(this.#options.clock.nowMs() - TOLERANCE_MS);
    await this.#cleanSheets(signal);
    await this.#cleanMotion(signal);
  }

  async #cleanSheets(signal: AbortSignal | undefined): Promise<void> {
    const { clock, log } = this.#options;
    let removed = 0;
    for (const cameraId of await this.#store.listCameras()) {
      if (signal?.aborted) return;
      const span = await this.#store.spanOf(cameraId);
      if (!span) continue;
      const kept = await this.#footage(cameraId, span);
      removed += await this.#store.removeOutside(cameraId, kept, clock.nowMs() - RECENT_MS);
    }
    if (removed > 0) log.info({ sheets: removed }, "preview sheets went with their footage");
  }

  async #cleanMotion(signal: AbortSignal | undefined): Promise<void> {
    const { folder, catalogue, clock } = this.#options;
    for (const { id: cameraId } of await catalogue.cameras.list({ includeRemoved: true })) {
      if (signal?.aborted) return;
      const { oldestMs } = await catalogue.segments.totals(cameraId);
      const recentMs = clock.nowMs() - RECENT_MS;
      const beforeMs = Math.min(oldestMs ?? recentMs, recentMs);
      await deleteMotionBefore({ folder, catalogue, cameraId, beforeMs });
    }
  }

  async #footage(cameraId: string, span: TimeRange): Promise<TimeRange[]> {
    const { segments } = this.#options.catalogue;
    const main = await segments.listSpans(cameraId, "main", span, TOLERANCE_MS);
    return [...main, ...(await segments.listSpans(cameraId, "sub", span, TOLERANCE_MS))];
  }
}
