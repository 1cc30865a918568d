/**
 * Where motion lies: `<data>/motion/<cameraId>/`, by UTC day:
 *
 * - `<YYYY-MM-DD>.day`: one block, the whole day, made when the day is over;
 * - `<YYYY-MM-DD>.hours`: blocks of an hour, one after the other;
 * - `<YYYY-MM-DD>T<HH>-<n>.journal`: the seconds of an hour that has no block yet.
 *
 * Names ending in `.draft` are half-made and nobody's. Pure but for listing the folder.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import { isCameraId } from "#base/ids";
import type { DataFolder } from "../data-folder.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const HOUR_S = 3_600;
export const DAY_S = 86_400;
export const DRAFT_ENDING = ".draft";

export type MotionFileKind = "day" | "hours" | "journal" | "draft" | "other";

export interface MotionFile {
  readonly name: string;
  readonly kind: MotionFileKind;
  /** Start of the day, or of a journal's hour. */
  readonly startMs: number;
  /** Of a journal: which of its hour. */
  readonly number: number;
}

const NAME = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})-(\d{1,6}))?\.(.+)$/;

export function cameraFolder(folder: DataFolder, cameraId: string): string {
  return join(folder.motionPath, cameraId);
}

export function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

export function startOfHour(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

export function dayName(dayMs: number): string {
  return `${dateOf(dayMs)}.day`;
}

export function hoursName(dayMs: number): string {
  return `${dateOf(dayMs)}.hours`;
}

export function journalName(hourMs: number, number: number): string {
  return `${new Date(hourMs).toISOString().slice(0, 13)}-${number}.journal`;
}

function dateOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** undefined for a name that belongs to no day. */
export function parseMotionName(name: string): MotionFile | undefined {
  const match = NAME.exec(name);
  if (!match) return undefined;
  const [, date = "", hour, number = "0", ending = ""] = match;
  const startMs = Date.parse(`${date}T${hour ?? "00"}:00:00Z`);
  if (Number.isNaN(startMs)) return undefined;
  return { name, kind: kindOf(ending, hour !== undefined), startMs, number: Number(number) };
}

function kindOf(ending: string, ofHour: boolean): MotionFileKind {
  if (`.${ending}`.endsWith(DRAFT_ENDING)) return "draft";
  if (ofHour) return ending === "journal" ? "journal" : "other";
  return ending === "day" || ending === "hours" ? ending : "other";
}

/** Files of a camera, by name; none where there is no folder. */
export async function listMotionFiles(folder: DataFolder, cameraId: string): Promise<MotionFile[]> {
  const names = await namesIn(cameraFolder(folder, cameraId));
  return names.sort().flatMap((name) => parseMotionName(name) ?? []);
}

/** Cameras that have a folder here, sorted. */
export async function listMotionCameras(folder: DataFolder): Promise<string[]> {
  return (await namesIn(folder.motionPath)).filter(isCameraId).sort();
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (thrown) {
    const code = osErrorCode(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw thrown;
  }
}
