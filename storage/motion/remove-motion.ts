/**
 * Deleting motion: whole days whose footage is gone, files and hours of the catalogue. Called by
 * retention, in the recorder. Index data of footage that is held stays with the footage's day.
 */
import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DataFolder } from "../data-folder.ts";
import { removeFile, withFileErrors } from "../file-errors.ts";
import { cameraFolder, listMotionFiles, startOfDay } from "./motion-path.ts";

export interface RemoveMotionOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  /** Days that end by then go. */
  readonly beforeMs: number;
}

/** Answers how many files went. */
export async function deleteMotionBefore(options: RemoveMotionOptions): Promise<number> {
  const { folder, catalogue, cameraId, beforeMs } = options;
  const path = cameraFolder(folder, cameraId);
  const endMs = Number.isFinite(beforeMs) ? startOfDay(beforeMs) : beforeMs;
  const files = await listMotionFiles(folder, cameraId);
  const old = files.filter((file) => startOfDay(file.startMs) < endMs);
  if (old.length === 0) return 0;
  await catalogue.motionHours.removeBefore(cameraId, Math.min(endMs, Number.MAX_SAFE_INTEGER));
  await withFileErrors(`deleting motion in ${path}`, async () => {
    for (const file of old) await removeFile(join(path, file.name));
    if (old.length === files.length) await removeIfEmpty(path);
  });
  return old.length;
}

async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (thrown) {
    const code = osErrorCode(thrown);
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOENT") throw thrown;
  }
}
