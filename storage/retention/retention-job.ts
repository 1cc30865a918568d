/**
 * Carries out the retention plan: gathers the state, deletes in small batches, plans again, until
 * nothing is left to do. Runs in the recorder alone. Owns no decision.
 */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Camera } from "../catalogue/schema.ts";
import type { DataFolder } from "../data-folder.ts";
import { deleteOldEvents } from "../events/event-retention.ts";
import { deleteSegments, finishDeletions } from "../segments/remove.ts";
import {
  type DiskSpace,
  type DiskState,
  diskSpace,
  diskState,
  reserveBytes,
} from "./disk-space.ts";
import {
  planRetention,
  type RetentionPlan,
  type RetentionState,
  type RetentionWarning,
} from "./retention-plan.ts";

export interface RetentionSettings {
  /** For cameras without days of their own. */
  readonly defaultDays: number;
  /** Share of the disk that footage may take, 0 to 1. */
  readonly maxShare: number;
  /** Kept free; absent = 2 % of the disk or an hour of recording. */
  readonly reserveBytes?: number;
}

export interface RetentionJobOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked at each run, so that a change counts at once. */
  readonly settings: () => Promise<RetentionSettings>;
  readonly writtenBytesPerSecond: () => number;
  readonly onReport?: (report: RetentionReport) => void;
  readonly everyMs?: number;
  /** Only for tests. */
  readonly readDisk?: (path: string) => Promise<DiskSpace>;
}

export interface RetentionReport {
  readonly deletedCount: number;
  readonly freedBytes: number;
  readonly disk: DiskSpace;
  readonly diskState: DiskState;
  readonly reserveBytes: number;
  readonly warnings: readonly RetentionWarning[];
}

const EVERY_MS = 60_000;
/** Oldest segments of each stream that one plan looks at. */
const CANDIDATES_PER_STREAM = 200;
/** Small, so that a transaction is short and the disk serves the recording between. */
const DELETE_BATCH = 100;
const MAX_ROUNDS = 1_000;

export class RetentionJob {
  readonly #options: RetentionJobOptions;
  readonly #job: PeriodicJob;

  constructor(options: RetentionJobOptions) {
    this.#options = options;
    this.#job = new PeriodicJob({
      name: "retention",
      everyMs: options.everyMs ?? EVERY_MS,
      clock: options.clock,
      log: options.log,
      run: async (signal) => void (await this.runOnce(signal)),
    });
  }

  start(firstDelayMs?: number): void {
    this.#job.start(firstDelayMs);
  }

  /** Brings the run forward, when the disk turned out full for instance; joins one under way. */
  runNow(): Promise<void> {
    return this.#job.runNow();
  }

  close(): Promise<void> {
    return this.#job.close();
  }

  /** One whole run. */
  async runOnce(signal?: AbortSignal): Promise<RetentionReport> {
    const { folder, catalogue, log } = this.#options;
    await finishDeletions(folder, catalogue, log);
    let deletedCount = 0;
    let freedBytes = 0;
    const warnings = new Set<RetentionWarning>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const plan = planRetention(await this.#gather());
      for (const warning of plan.warnings) warnings.add(warning);
      const done = await this.#carryOut(plan, signal);
      deletedCount += done.deletedCount;
      freedBytes += done.freedBytes;
      if (done.deletedCount === 0 || signal?.aborted) break;
    }
    await this.#deleteEvents(signal);
    const report = await this.#report({ deletedCount, freedBytes, warnings: [...warnings] });
    this.#options.onReport?.(report);
    return report;
  }

  /** What is kept of events matters less than footage: a failure costs only this run's. */
  async #deleteEvents(signal: AbortSignal | undefined): Promise<void> {
    const { folder, catalogue, clock, log, settings } = this.#options;
    try {
      const { defaultDays } = await settings();
      const days = ownDays(await catalogue.cameras.list({ includeRemoved: true }));
      const nowMs = clock.nowMs();
      const work = { folder, catalogue, nowMs, days, defaultDays, signal };
      const count = await deleteOldEvents(work);
      if (count > 0) log.info({ events: count }, "retention deleted events");
    } catch (thrown) {
      log.error({ err: thrown }, "deleting old events failed; tried again");
    }
  }

  async #gather(): Promise<RetentionState> {
    const { catalogue, clock, settings } = this.#options;
    const { defaultDays, maxShare } = await settings();
    const { disk, reserve } = await this.#space();
    const cameras = await catalogue.cameras.list({ includeRemoved: true });
    const heads = await catalogue.segments.listHeads();
    const lists = [];
    for (const head of heads) {
      lists.push(
        await catalogue.deletedSegments.listCandidates(
          head.camera_id,
          head.stream,
          CANDIDATES_PER_STREAM,
        ),
      );
    }
    return {
      nowMs: clock.nowMs(),
      disk,
      reserveBytes: reserve,
      footageBytes: heads.reduce((sum, head) => sum + head.stored_bytes, 0),
      maxShare,
      days: ownDays(cameras),
      defaultDays,
      candidates: lists.flat(),
      candidatesComplete: lists.every((list) => list.length < CANDIDATES_PER_STREAM),
      holds: await catalogue.holds.list({ active: true }),
    };
  }

  async #carryOut(
    plan: RetentionPlan,
    signal: AbortSignal | undefined,
  ): Promise<{ deletedCount: number; freedBytes: number }> {
    const { folder, catalogue, clock, log } = this.#options;
    let deletedCount = 0;
    let freedBytes = 0;
    if (plan.bySpace.length > 0) {
      log.warn(
        { segments: plan.bySpace.length, cameras: plan.cutShortCameraIds },
        "space is short: footage goes before its days are over",
      );
    }
    for (const [reason, ids] of [
      ["age", plan.byAge],
      ["space", plan.bySpace],
    ] as const) {
      for (let from = 0; from < ids.length && !signal?.aborted; from += DELETE_BATCH) {
        const segmentIds = ids.slice(from, from + DELETE_BATCH);
        const result = await deleteSegments({ folder, catalogue, segmentIds, reason, clock, log });
        deletedCount += result.deletedCount;
        freedBytes += result.freedBytes;
      }
    }
    return { deletedCount, freedBytes };
  }

  async #space(): Promise<{ disk: DiskSpace; reserve: number }> {
    const { folder, settings, writtenBytesPerSecond, readDisk } = this.#options;
    const disk = await (readDisk ?? diskSpace)(folder.segmentsPath);
    const reserve =
      (await settings()).reserveBytes ?? reserveBytes(disk.totalBytes, writtenBytesPerSecond());
    return { disk, reserve };
  }

  async #report(
    done: Pick<RetentionReport, "deletedCount" | "freedBytes" | "warnings">,
  ): Promise<RetentionReport> {
    const { disk, reserve } = await this.#space();
    const { log } = this.#options;
    if (done.deletedCount > 0)
      log.info(
        { segments: done.deletedCount, bytes: done.freedBytes },
        "retention deleted footage",
      );
    if (done.warnings.includes("only_held_left"))
      log.error({ freeBytes: disk.freeBytes }, "space is short and all footage left is held");
    return { ...done, disk, diskState: diskState(disk, reserve), reserveBytes: reserve };
  }
}

/** Days of the cameras that have a number of their own. */
function ownDays(cameras: readonly Camera[]): Map<string, number> {
  return new Map(
    cameras.flatMap((camera) =>
      camera.retention_days === null ? [] : [[camera.id, camera.retention_days]],
    ),
  );
}
