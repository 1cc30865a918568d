/**
 * A finished preview sheet as a file: one line of JSON that says what is in it, then the picture
 * (WebP). Written under another name and renamed, so that it is whole or not there.
 */
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { osErrorCode } from "#base/errors";
import { randomHex } from "#base/ids";
import { rgbToWebp, writeRgb } from "../media/small-picture.ts";
import type { Tile } from "./tile-file.ts";

export interface SheetHead {
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Tile i lies in column i % columns, row floor(i / columns). */
  readonly columns: number;
  /** When each tile was taken, in milliseconds since the sheet's start, rising. */
  readonly offsetsMs: readonly number[];
}

export interface SheetPicture {
  readonly head: SheetHead;
  readonly webp: Buffer;
}

const COLUMNS = 10;
const QUALITY = 45;
/** 600 tiles (one a second) have 4 KiB. */
const HEAD_READ_BYTES = 8192;
const LINE_END = 0x0a;

export function headOf(tiles: readonly Tile[]): SheetHead {
  const first = tiles[0]?.picture;
  return {
    tileWidth: first?.width ?? 0,
    tileHeight: first?.height ?? 0,
    columns: Math.min(COLUMNS, Math.max(1, tiles.length)),
    offsetsMs: tiles.map((tile) => tile.offsetMs),
  };
}

/** Puts tiles of one size (at least one) side by side and codes them as one picture. */
export async function composeSheet(tiles: readonly Tile[]): Promise<SheetPicture> {
  const head = headOf(tiles);
  const { columns, tileWidth, tileHeight } = head;
  const width = columns * tileWidth;
  const height = Math.ceil(tiles.length / columns) * tileHeight;
  const rgb = Buffer.alloc(width * height * 3);
  for (const [index, { picture }] of tiles.entries()) {
    const left = (index % columns) * tileWidth;
    const top = Math.floor(index / columns) * tileHeight;
    writeRgb(picture, rgb, width * 3, (top * width + left) * 3);
  }
  return { head, webp: await rgbToWebp(rgb, { width, height }, QUALITY) };
}

export async function writeSheet(path: string, { head, webp }: SheetPicture): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomHex(6)}.new`;
  await writeFile(draft, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), webp]));
  await rename(draft, path);
}

/** Reads what is in a sheet; undefined when there is no such file or it cannot be read. */
export async function readSheetHead(
  path: string,
): Promise<{ readonly head: SheetHead; readonly sizeBytes: number } | undefined> {
  const handle = await openFound(path);
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_READ_BYTES), 0, undefined, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const head = parseHead(bytes);
    const { size } = await handle.stat();
    return head && { head, sizeBytes: size - bytes.indexOf(LINE_END) - 1 };
  } finally {
    await handle.close();
  }
}

/** Undefined as in `readSheetHead`. */
export async function readSheet(path: string): Promise<SheetPicture | undefined> {
  const handle = await openFound(path);
  if (!handle) return undefined;
  try {
    const bytes = await readFile(handle);
    const head = parseHead(bytes);
    return head && { head, webp: bytes.subarray(bytes.indexOf(LINE_END) + 1) };
  } finally {
    await handle.close();
  }
}

async function openFound(path: string) {
  try {
    return await open(path, "r");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

function parseHead(bytes: Buffer): SheetHead | undefined {
  const end = bytes.indexOf(LINE_END);
  if (end < 0) return undefined;
  try {
    const head: unknown = JSON.parse(bytes.toString("utf8", 0, end));
    return isHead(head) ? head : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function isHead(value: unknown): value is SheetHead {
  if (typeof value !== "object" || value === null) return false;
  const { tileWidth, tileHeight, columns, offsetsMs } = value as Partial<SheetHead>;
  return (
    [tileWidth, tileHeight, columns].every((each) => Number.isInteger(each)) &&
    Array.isArray(offsetsMs) &&
    offsetsMs.every((each) => typeof each === "number")
  );
}
