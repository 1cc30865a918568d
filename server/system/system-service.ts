/**
 * The system page: does the recorder speak, how full is the disk, how long will it last, what is
 * stored of each camera.
 */
import type { Clock } from "#base/clock";
import type { SystemView } from "#contract";
import {
  type Catalogue,
  type DiskSpace,
  diskState,
  forecastDays,
  type SegmentTotals,
} from "#storage";
import type { RecorderLink } from "../realtime/recorder-link.ts";
import { maySee, type Who } from "../users/who.ts";
import type { SiteService } from "./site-service.ts";

/** What retention goes by: the share of the disk that footage may take, and the share kept free. */
export interface DiskPolicy {
  readonly maxShare: number;
  readonly reserveShare: number;
}

export interface SystemServiceOptions {
  readonly catalogue: Catalogue;
  readonly recorder: RecorderLink;
  readonly site: SiteService;
  readonly clock: Clock;
  readonly version: string;
  readonly diskPolicy: DiskPolicy;
  /** The data folder's disk as this process sees it, for when no recorder speaks. */
  readonly readDisk: () => Promise<DiskSpace>;
}

interface CameraTotals extends SegmentTotals {
  readonly cameraId: string;
  readonly retentionDays: number | null;
}

export class SystemService {
  readonly #options: SystemServiceOptions;
  readonly #startedMs: number;
  #recorderChangedMs: number | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor(options: SystemServiceOptions) {
    this.#options = options;
    this.#startedMs = options.clock.nowMs();
  }

  start(): void {
    this.#unsubscribe ??= this.#options.recorder.on("up", () => {
      this.#recorderChangedMs = this.#options.clock.nowMs();
    });
  }

  close(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** 200 while the catalogue can be read; throws what the catalogue throws. */
  async health(): Promise<{ ok: boolean; recorder: boolean }> {
    await this.#options.catalogue.users.count();
    return { ok: true, recorder: this.#options.recorder.isUp };
  }

  /** What the user may know: the cameras are those that he may see. */
  async view(who: Pick<Who, "cameraIds">): Promise<SystemView> {
    const { recorder, site, clock, version } = this.#options;
    const { siteName, defaultRetentionDays } = await site.get();
    const totals = await this.#readTotals();
    const report = recorder.report;
    const disk = await this.#disk();
    const footageBytes = totals.reduce((sum, camera) => sum + camera.bytes, 0);
    const bytesPerSecond = recorder.isUp ? (report?.writtenBytesPerSecond ?? 0) : 0;
    const siteDays = this.#forecastDays(disk, footageBytes, bytesPerSecond);
    const known = totals.map((camera) => camera.oldestMs).filter((ms) => ms !== null);
    return {
      atMs: clock.nowMs(),
      siteName,
      version,
      serverStartedMs: this.#startedMs,
      recorderUp: recorder.isUp,
      recorderSinceMs: this.#recorderChangedMs,
      recorderVersion: report?.version ?? null,
      ffmpegVersion: report?.ffmpegVersion ?? null,
      relayUp: recorder.isUp && (report?.relay.up ?? false),
      disk: { ...disk, footageBytes },
      writtenBytesPerSecond: bytesPerSecond,
      forecastDays: siteDays,
      oldestMs: known.length === 0 ? null : Math.min(...known),
      cameras: totals
        .filter((camera) => maySee(who, camera.cameraId))
        .map((camera) => {
          const retentionDays = camera.retentionDays ?? defaultRetentionDays;
          return {
            cameraId: camera.cameraId,
            bytes: camera.bytes,
            oldestMs: camera.oldestMs,
            newestMs: camera.newestMs,
            retentionDays,
            forecastDays: siteDays === null ? null : Math.min(retentionDays, siteDays),
          };
        }),
    };
  }

  #forecastDays(
    disk: DiskSpace,
    footageBytes: number,
    writtenBytesPerSecond: number,
  ): number | null {
    const { maxShare, reserveShare } = this.#options.diskPolicy;
    return forecastDays({
      footageBytes,
      freeBytes: disk.freeBytes,
      reserveBytes: disk.totalBytes * reserveShare,
      footageLimitBytes: disk.totalBytes * maxShare,
      writtenBytesPerSecond,
    });
  }

  async #disk(): Promise<Omit<SystemView["disk"], "footageBytes">> {
    const { recorder, readDisk, diskPolicy } = this.#options;
    if (recorder.isUp && recorder.report) return recorder.report.disk;
    const space = await readDisk();
    return { ...space, state: diskState(space, space.totalBytes * diskPolicy.reserveShare) };
  }

  async #readTotals(): Promise<CameraTotals[]> {
    const { catalogue } = this.#options;
    const totals: CameraTotals[] = [];
    for (const camera of await catalogue.cameras.list({ includeRemoved: true })) {
      const sum = await catalogue.segments.totals(camera.id);
      if (camera.removed_ms !== null && sum.count === 0) continue;
      totals.push({ ...sum, cameraId: camera.id, retentionDays: camera.retention_days });
    }
    return totals;
  }
}
