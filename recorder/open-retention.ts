/** The retention job as the recorder runs it: its settings from the catalogue first, then from the file. */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import type { Config } from "#config";
import { type Catalogue, type DataFolder, RetentionJob, type RetentionReport } from "#storage";

export interface OpenRetentionOptions {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly diskBytes: () => number;
  readonly writtenBytesPerSecond: () => number;
  readonly onReport: (report: RetentionReport) => void;
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
