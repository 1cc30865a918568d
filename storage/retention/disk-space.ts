/** How full the disk under a folder is, and what that means. */
import { statfs } from "node:fs/promises";
import { withFileErrors } from "../file-errors.ts";

export interface DiskSpace {
  readonly totalBytes: number;
  /** What an ordinary user may still write (without the blocks kept for root). */
  readonly freeBytes: number;
}

export type DiskState = "ok" | "low" | "full";

const MIN_RESERVE_SHARE = 0.02;
const RESERVE_SECONDS = 3_600;
/** Below this share of the reserve nothing more should be written: the catalogue needs room too. */
const FULL_SHARE = 0.1;

export async function diskSpace(path: string): Promise<DiskSpace> {
  return withFileErrors(`asking the free space of ${path}`, async () => {
    const { bsize, blocks, bavail } = await statfs(path);
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
  });
}

/** What is always kept free: 2 % of the disk, at least an hour of recording. Pure. */
export function reserveBytes(totalBytes: number, writtenBytesPerSecond: number): number {
  return Math.round(
    Math.max(totalBytes * MIN_RESERVE_SHARE, writtenBytesPerSecond * RESERVE_SECONDS),
  );
}

/** `low` = into the reserve (retention is behind), `full` = hardly anything left. Pure. */
export function diskState(space: DiskSpace, reserve: number): DiskState {
  if (space.freeBytes < reserve * FULL_SHARE) return "full";
  return space.freeBytes < reserve ? "low" : "ok";
}
