/**
 * Recreates the catalogue's segments from the files alone: path gives camera, stream, run; `prft`
 * gives wall time; boxes give GOP tables; bytes give hashes. Adds what is missing and changes nothing
 * that is there, so it can be cut short and run again. Chains begin anew in the order of time. Cameras
 * that the catalogue does not know come back as removed ones, named by their id. Run it while no
 * recorder runs.
 */
import { type Clock, systemClock } from "#base/clock";
import { toVmsError } from "#base/errors";
import { type Log, silentLog } from "#base/log";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DataFolder } from "../data-folder.ts";
import { adoptFile, settleOpenFile } from "./adopt.ts";
import { listDayFiles, listDays, listStreamFolders, type SegmentOnDisk } from "./list-files.ts";

export interface RebuildOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly onProgress?: (added: number) => void;
}

export interface RebuildReport {
  readonly added: number;
  readonly known: number;
  readonly removed: number;
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

export async function rebuildCatalogue(options: RebuildOptions): Promise<RebuildReport> {
  const { segmentsPath } = options.folder;
  const counts = { added: 0, known: 0, removed: 0 };
  const failed: { path: string; reason: string }[] = [];
  for (const folder of await listStreamFolders(segmentsPath)) {
    for (const day of await listDays(segmentsPath, folder)) {
      const { segments } = await listDayFiles(segmentsPath, folder, day);
      for (const file of segments) {
        try {
          counts[await rebuildFile(options, file)] += 1;
        } catch (thrown) {
          const error = toVmsError(thrown, "segment.rebuild_failed");
          failed.push({ path: file.path, reason: error.reason });
          (options.log ?? silentLog).error(
            { err: error, path: file.path },
            "a file could not be taken into the catalogue",
          );
        }
        options.onProgress?.(counts.added);
      }
    }
  }
  return { ...counts, failed };
}

async function rebuildFile(
  { catalogue, folder, clock }: RebuildOptions,
  file: SegmentOnDisk,
): Promise<"added" | "known" | "removed"> {
  const { cameraId, stream, startMs, runId } = file;
  if (await catalogue.segments.findByStart(cameraId, stream, startMs, runId)) return "known";
  const work = file.open ? settleOpenFile : adoptFile;
  const outcome = await work(catalogue, folder.segmentsPath, file, (clock ?? systemClock).nowMs());
  return outcome === "removed" ? "removed" : "added";
}
