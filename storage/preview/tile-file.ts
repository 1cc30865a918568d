/**
 * The tiles of a sheet that is being filled: raw small pictures, appended as they come, so that
 * filling a sheet costs no coding and a crash at most the tile being written. Head: `CLT1`, width,
 * height (u16 LE each); then a record a tile: milliseconds since the sheet's start (u32 LE), I420.
 * The file is rewritten by nobody; `preview-sheet.ts` makes a sheet of it.
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { osErrorCode } from "#base/errors";
import { i420Bytes, type PictureSize, type SmallPicture } from "../media/small-picture.ts";

export interface Tile {
  /** Milliseconds since the start of the sheet. */
  readonly offsetMs: number;
  readonly picture: SmallPicture;
}

const MAGIC = "CLT1";
const HEAD_BYTES = 8;
/** A crop of a larger size is no tile. */
const MAX_SIDE = 1024;

/** Adds tiles to a file of tiles of the same size; `isNew` begins the file. */
export async function appendTiles(
  path: string,
  size: PictureSize,
  tiles: readonly Tile[],
  isNew: boolean,
): Promise<void> {
  const parts: Uint8Array[] = [];
  if (isNew) {
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(MAGIC, 0, "latin1");
    head.writeUInt16LE(size.width, 4);
    head.writeUInt16LE(size.height, 6);
    parts.push(head);
  }
  for (const { offsetMs, picture } of tiles) {
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(offsetMs);
    parts.push(offset, picture.i420);
  }
  if (isNew) await mkdir(dirname(path), { recursive: true });
  await appendFile(path, Buffer.concat(parts));
}

/** The whole tiles of a file in the order of their times; undefined when it is not there or none of ours. */
export async function readTiles(
  path: string,
): Promise<{ readonly size: PictureSize; readonly tiles: readonly Tile[] } | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
  if (bytes.length < HEAD_BYTES || bytes.toString("latin1", 0, 4) !== MAGIC) return undefined;
  const size = { width: bytes.readUInt16LE(4), height: bytes.readUInt16LE(6) };
  if (!isTileSize(size)) return undefined;
  const pictureBytes = i420Bytes(size);
  const tiles: Tile[] = [];
  for (let at = HEAD_BYTES; at + 4 + pictureBytes <= bytes.length; at += 4 + pictureBytes) {
    const i420 = bytes.subarray(at + 4, at + 4 + pictureBytes);
    tiles.push({ offsetMs: bytes.readUInt32LE(at), picture: { ...size, i420 } });
  }
  return { size, tiles: tiles.sort((a, b) => a.offsetMs - b.offsetMs) };
}

function isTileSize({ width, height }: PictureSize): boolean {
  const isSide = (side: number) => side >= 2 && side <= MAX_SIDE && side % 2 === 0;
  return isSide(width) && isSide(height);
}
