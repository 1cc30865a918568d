/**
 * The preview sheets on disk: filled by the recorder, read by the server, deleted with the footage
 * they show. Previews are made again by nobody and are no evidence: losing one costs a picture on
 * the time line, so nothing here is synced.
 */
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import { withFileErrors } from "../file-errors.ts";
import type { PictureSize } from "../media/small-picture.ts";
import { dayFolder, isDayFolder } from "../segments/segment-path.ts";
import {
  type PreviewFile,
  parsePreviewFile,
  SHEET_MS,
  sheetPath,
  sheetStartMs,
  tilesPath,
} from "./preview-path.ts";
import {
  composeSheet,
  headOf,
  readSheet,
  readSheetHead,
  type SheetHead,
  type SheetPicture,
  writeSheet,
} from "./sheet-file.ts";
import { appendTiles, readTiles, type Tile } from "./tile-file.ts";

export interface PreviewSheet extends SheetHead {
  readonly startMs: number;
  readonly finished: boolean;
}

const DAY_MS = 86_400_000;

export class PreviewStore {
  readonly #root: string;
  /** Sheets are put together one by one: all cameras finish theirs at the same time. */
  #composing: Promise<unknown> = Promise.resolve();

  constructor(previewsPath: string) {
    this.#root = previewsPath;
  }

  /** Adds tiles to the sheet that begins at `startMs`; all tiles of a sheet have one size. */
  async append(
    cameraId: string,
    startMs: number,
    size: PictureSize,
    tiles: readonly Tile[],
    isNew: boolean,
  ): Promise<void> {
    const path = this.#absolute(tilesPath(cameraId, startMs));
    await withFileErrors(`writing ${path}`, () => appendTiles(path, size, tiles, isNew));
  }

  /** What a sheet that is being filled has so far, for going on after a restart. */
  async findTiles(
    cameraId: string,
    startMs: number,
  ): Promise<{ readonly size: PictureSize; readonly tiles: readonly Tile[] } | undefined> {
    return readTiles(this.#absolute(tilesPath(cameraId, startMs)));
  }

  /** Makes the sheet of its tiles; answers its bytes. Nothing happens when there are no tiles. */
  finish(cameraId: string, startMs: number): Promise<number> {
    const finished = this.#composing.then(() => this.#finish(cameraId, startMs));
    this.#composing = finished.catch(() => undefined);
    return finished;
  }

  async #finish(cameraId: string, startMs: number): Promise<number> {
    const path = this.#absolute(tilesPath(cameraId, startMs));
    const found = await readTiles(path);
    let sizeBytes = 0;
    if (found && found.tiles.length > 0) {
      const sheet = await composeSheet(found.tiles);
      await writeSheet(this.#absolute(sheetPath(cameraId, startMs)), sheet);
      sizeBytes = sheet.webp.length;
    }
    await rm(path, { force: true });
    return sizeBytes;
  }

  /** Finishes what a recorder that is no more was filling, except sheets that still run. */
  async finishLeft(nowMs: number): Promise<void> {
    for (const cameraId of await names(this.#root)) {
      for (const file of await this.#files(cameraId)) {
        if (!file.finished && file.startMs + SHEET_MS <= nowMs)
          await this.finish(cameraId, file.startMs);
      }
    }
  }

  /** Sheets that overlap the range, in order. */
  async list(cameraId: string, range: TimeRange): Promise<PreviewSheet[]> {
    const sheets = new Map<number, PreviewSheet>();
    const firstMs = sheetStartMs(range.startMs);
    for (let dayMs = floorDay(firstMs); dayMs < range.endMs; dayMs += DAY_MS) {
      for (const { startMs } of await this.#day(cameraId, dayFolder(dayMs))) {
        if (startMs < firstMs || startMs >= range.endMs || sheets.has(startMs)) continue;
        const sheet = await this.find(cameraId, startMs);
        if (sheet) sheets.set(startMs, sheet);
      }
    }
    return [...sheets.values()].sort((a, b) => a.startMs - b.startMs);
  }

  async find(cameraId: string, startMs: number): Promise<PreviewSheet | undefined> {
    const read = await readSheetHead(this.#absolute(sheetPath(cameraId, startMs)));
    if (read) return { ...read.head, startMs, finished: true };
    const running = await this.findTiles(cameraId, startMs);
    if (!running || running.tiles.length === 0) return undefined;
    return { ...headOf(running.tiles), startMs, finished: false };
  }

  /** The sheet's picture; of one that is being filled, as far as it has come. */
  async picture(cameraId: string, startMs: number): Promise<SheetPicture | undefined> {
    const sheet = await readSheet(this.#absolute(sheetPath(cameraId, startMs)));
    if (sheet) return sheet;
    const running = await this.findTiles(cameraId, startMs);
    return running && running.tiles.length > 0 ? composeSheet(running.tiles) : undefined;
  }

  /** Cameras of which there are previews. */
  listCameras(): Promise<string[]> {
    return names(this.#root);
  }

  /** From the first sheet's start to the last one's end; undefined without any. */
  async spanOf(cameraId: string): Promise<TimeRange | undefined> {
    const starts = (await this.#files(cameraId)).map((file) => file.startMs);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    return starts.length === 0 ? undefined : { startMs: first, endMs: last + SHEET_MS };
  }

  /** Deletes sheets that begin before `beforeMs` and overlap none of the ranges; answers how many. */
  async removeOutside(
    cameraId: string,
    kept: readonly TimeRange[],
    beforeMs: number,
  ): Promise<number> {
    let removed = 0;
    for (const day of await names(join(this.#root, cameraId))) {
      const files = await this.#day(cameraId, day);
      for (const file of files) {
        if (file.startMs >= beforeMs || kept.some((range) => overlaps(range, file.startMs)))
          continue;
        const path = file.finished ? sheetPath : tilesPath;
        await rm(this.#absolute(path(cameraId, file.startMs)), { force: true });
        removed += 1;
      }
      await removeEmpty(join(this.#root, cameraId, day));
    }
    await removeEmpty(join(this.#root, cameraId));
    return removed;
  }

  async #files(cameraId: string): Promise<PreviewFile[]> {
    const files: PreviewFile[] = [];
    for (const day of await names(join(this.#root, cameraId)))
      files.push(...(await this.#day(cameraId, day)));
    return files;
  }

  async #day(cameraId: string, day: string): Promise<PreviewFile[]> {
    if (!isDayFolder(day)) return [];
    const files = await names(join(this.#root, cameraId, day));
    return files.map((file) => parsePreviewFile(day, file)).filter((file) => file !== undefined);
  }

  #absolute(path: string): string {
    return join(this.#root, ...path.split("/"));
  }
}

function overlaps(range: TimeRange, startMs: number): boolean {
  return range.startMs < startMs + SHEET_MS && range.endMs > startMs;
}

function floorDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    const code = osErrorCode(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw thrown;
  }
}

async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (thrown) {
    const code = osErrorCode(thrown) ?? "";
    if (!["ENOTEMPTY", "ENOENT", "ENOTDIR", "EEXIST"].includes(code)) throw thrown;
  }
}
