/** Reading and writing an event's pictures. The file comes first, its bit in the row afterwards. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { osErrorCode } from "#base/errors";
import type { DataFolder } from "../data-folder.ts";
import { withFileErrors } from "../file-errors.ts";
import { type EventPicture, type EventPlace, eventPicturePath } from "./event-path.ts";

/** Whole or not at all; not synced, since a picture lost by a power cut is no evidence lost. */
export async function writeEventPicture(
  folder: DataFolder,
  place: EventPlace,
  which: EventPicture,
  bytes: Uint8Array,
): Promise<void> {
  const path = eventPicturePath(folder.eventsPath, place, which);
  await withFileErrors(`writing ${path}`, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, bytes);
    await rename(`${path}.part`, path);
  });
}

/** undefined where there is none. */
export async function readEventPicture(
  folder: DataFolder,
  place: EventPlace,
  which: EventPicture,
): Promise<Buffer | undefined> {
  const path = eventPicturePath(folder.eventsPath, place, which);
  try {
    return await readFile(path);
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    return withFileErrors(`reading ${path}`, () => Promise.reject(thrown));
  }
}
