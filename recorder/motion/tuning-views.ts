/**
 * What the analysis sees now, told several times a second of those cameras that somebody tunes. Costs
 * nothing while nobody does.
 */
import type { Clock } from "#base/clock";
import type { MotionView as ToldView } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { MotionView } from "./analyser.ts";

export interface TuningViewsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly view: (cameraId: string) => Promise<unknown>;
  readonly tell: (view: ToldView) => void;
}

const EVERY_MS = 400;
/** Asked for so long ago: nobody watches any more. */
const WANTED_FOR_MS = 30_000;

export class TuningViews {
  readonly #options: TuningViewsOptions;
  readonly #wantedMs = new Map<string, number>();
  readonly #toldMs = new Map<string, number>();
  #job: PeriodicJob | undefined;

  constructor(options: TuningViewsOptions) {
    this.#options = options;
  }

  /** Somebody watches this camera; repeated while it is so. */
  want(cameraId: string): void {
    const { clock, log } = this.#options;
    this.#wantedMs.set(cameraId, clock.monotonicMs());
    if (this.#job) return;
    this.#job = new PeriodicJob({
      name: "tuning views",
      everyMs: EVERY_MS,
      clock,
      log,
      run: () => this.#tellAll(),
    });
    this.#job.start(0);
  }

  async close(): Promise<void> {
    const job = this.#job;
    this.#job = undefined;
    await job?.close();
  }

  async #tellAll(): Promise<void> {
    const nowMs = this.#options.clock.monotonicMs();
    for (const [cameraId, wantedMs] of this.#wantedMs) {
      if (nowMs - wantedMs > WANTED_FOR_MS) this.#forget(cameraId);
      else await this.#tell(cameraId);
    }
    // Waiting for the job from inside of it would wait for ever.
    if (this.#wantedMs.size === 0) void this.close();
  }

  async #tell(cameraId: string): Promise<void> {
    const view = (await this.#options.view(cameraId)) as MotionView | undefined;
    if (!view || view.atMs === 0 || this.#toldMs.get(cameraId) === view.atMs) return;
    this.#toldMs.set(cameraId, view.atMs);
    this.#options.tell(toldView(cameraId, view));
  }

  #forget(cameraId: string): void {
    this.#wantedMs.delete(cameraId);
    this.#toldMs.delete(cameraId);
  }
}

/** As it goes over the link: what stands counts as somewhat, what travels as strongly moved. */
export function toldView(cameraId: string, view: MotionView): ToldView {
  const strengths = view.cells.map((cell) => (cell === 2 ? 2 : cell === 0 ? 0 : 1));
  return {
    cameraId,
    atMs: view.atMs,
    cells: Buffer.from(strengths).toString("base64"),
    boxes: view.boxes.filter((each) => each.confirmed).map((each) => each.box),
    stirs: view.boxes.length > 0,
  };
}
