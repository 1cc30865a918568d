/**
 * Where preview sheets lie and what they are called. A sheet holds the small pictures of one camera
 * over ten minutes of the clock, so any time leads to its sheet without looking. Below the previews
 * folder: `<cameraId>/<YYYY-MM-DD>/<HHMM>.sheet` in UTC; one that is still being filled ends in
 * `.tiles`. Pure.
 */
import { dayFolder, isDayFolder } from "../segments/segment-path.ts";

/** What one sheet covers; sheets begin at multiples of it. */
export const SHEET_MS = 600_000;
export const SHEET_ENDING = ".sheet";
export const TILES_ENDING = ".tiles";

const SHEET_NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})$/;
const FILE_NAME = /^(\d{2})(\d{2})(\.sheet|\.tiles)$/;

export function sheetStartMs(atMs: number): number {
  return Math.floor(atMs / SHEET_MS) * SHEET_MS;
}

/** `20260115T0210`, in UTC of its start. */
export function sheetName(startMs: number): string {
  return new Date(startMs).toISOString().slice(0, 16).replace(/[-:]/g, "");
}

/** The start of the sheet of this name, or undefined when no sheet can be called so. */
export function parseSheetName(name: string): number | undefined {
  const match = SHEET_NAME.exec(name);
  if (!match) return undefined;
  const [, year, month, day, hours, minutes] = match;
  const startMs = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:00.000Z`);
  return Number.isNaN(startMs) || startMs % SHEET_MS !== 0 || sheetName(startMs) !== name
    ? undefined
    : startMs;
}

/** Path of the finished sheet below the previews folder, with `/`. */
export function sheetPath(cameraId: string, startMs: number): string {
  return `${cameraId}/${dayFolder(startMs)}/${hoursMinutes(startMs)}${SHEET_ENDING}`;
}

/** Path of the tiles of a sheet that is being filled. */
export function tilesPath(cameraId: string, startMs: number): string {
  return `${cameraId}/${dayFolder(startMs)}/${hoursMinutes(startMs)}${TILES_ENDING}`;
}

export interface PreviewFile {
  readonly startMs: number;
  readonly finished: boolean;
}

/** What a file in a day's folder is; undefined for anything else. */
export function parsePreviewFile(day: string, file: string): PreviewFile | undefined {
  const match = FILE_NAME.exec(file);
  if (!match || !isDayFolder(day)) return undefined;
  const startMs = Date.parse(`${day}T${match[1]}:${match[2]}:00.000Z`);
  if (Number.isNaN(startMs) || startMs % SHEET_MS !== 0) return undefined;
  return { startMs, finished: match[3] === SHEET_ENDING };
}

function hoursMinutes(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16).replace(":", "");
}
