/** Deletes preview sheets of whose time no footage is left, once an hour; settles what a crash left. */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { TimeRange } from "#base/time-range";
import { type Catalogue, PreviewStore } from "#storage";

export interface PreviewCleaningOptions {
  readonly previewsPath: string;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 3_600_000;
const FIRST_MS = 60_000;
/** Footage of this much is in the open segment, or has just failed to be written: keep the pictures. */
const RECENT_MS = 2 * 3_600_000;
const TOLERANCE_MS = 600_000;

export class PreviewCleaning {
  readonly #options: PreviewCleaningOptions;
  readonly #store: PreviewStore;
  readonly #job: PeriodicJob;

  constructor(options: PreviewCleaningOptions) {
    this.#options = options;
    this.#store = new PreviewStore(options.previewsPath);
    const { clock, log } = options;
    this.#job = new PeriodicJob({
      name: "preview cleaning",
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

  async runOnce(signal?: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const nowMs = clock.nowMs();
    await this.#store.finishLeft(nowMs - TOLERANCE_MS);
    let removed = 0;
    for (const cameraId of await this.#store.listCameras()) {
      if (signal?.aborted) return;
      const span = await this.#store.spanOf(cameraId);
      if (!span) continue;
      const kept = await this.#footage(cameraId, span);
      removed += await this.#store.removeOutside(cameraId, kept, nowMs - RECENT_MS);
    }
    if (removed > 0) log.info({ sheets: removed }, "preview sheets went with their footage");
  }

  async #footage(cameraId: string, span: TimeRange): Promise<TimeRange[]> {
    const { segments } = this.#options.catalogue;
    const main = await segments.listSpans(cameraId, "main", span, TOLERANCE_MS);
    return [...main, ...(await segments.listSpans(cameraId, "sub", span, TOLERANCE_MS))];
  }
}
