/** The retention job as the recorder runs it (its settings from the catalogue first, then from the file), and the guard of the disk beside it. */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import type { Config } from "#config";
import { Ballast, type Catalogue, type DataFolder, diskSpace, RetentionJob } from "#storage";
import { DiskGuard } from "./disk-guard.ts";

export interface OpenRetentionOptions {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly diskBytes: () => number;
  readonly writtenBytesPerSecond: () => number;
}

export function openRetention(options: OpenRetentionOptions): RetentionJob {
  const { config, catalogue, diskBytes } = options;
  return new RetentionJob({
    ...options,
    settings: async () => {
      const site = await catalogue.settings.get<{ defaultRetentionDays?: number }>("site");
      return {
        defaultDays: site?.defaultRetentionDays ?? config.retention.defaultDays,
        maxShare: config.retention.diskShare,
        reserveBytes: Math.round((diskBytes() * config.retention.reservePercent) / 100),
      };
    },
  });
}

export function openDiskGuard(
  folder: DataFolder,
  config: Config,
  log: Log,
  onShort: () => void,
): DiskGuard {
  return new DiskGuard({
    log,
    onShort,
    readDisk: () => diskSpace(folder.path),
    ballast: new Ballast(folder),
    reservePercent: config.retention.reservePercent,
  });
}
