/**
 * MP4 boxes (ISO/IEC 14496-12 §4.2): walking and writing them in memory. Owns the box header only;
 * what is inside belongs to the files beside it. Offsets and sizes are bytes.
 */
import { VmsError } from "#base/errors";

export interface Box {
  /** Four-character code, e.g. `moof`. */
  readonly type: string;
  /** Where the box starts in the buffer that was walked. */
  readonly start: number;
  /** Where its content starts (after size, type and a 64-bit size). */
  readonly bodyStart: number;
  readonly end: number;
}

/** The size of a plain box header: 32-bit size and type. */
export const BOX_HEADER_BYTES = 8;

/** A box's type as the number that stands in the file, for fast comparison. */
export function fourCc(type: string): number {
  return (
    ((type.charCodeAt(0) << 24) |
      (type.charCodeAt(1) << 16) |
      (type.charCodeAt(2) << 8) |
      type.charCodeAt(3)) >>>
    0
  );
}

/**
 * The box at `start`. Errors: `corrupt media.bad_box` when its size cannot be or it reaches beyond
 * `limit`. A size of 0 (to the end) is taken as reaching to `limit`.
 */
export function boxAt(bytes: Buffer, start: number, limit: number = bytes.length): Box {
  if (start + BOX_HEADER_BYTES > limit) throw badBox(start, "header cut off");
  const type = bytes.toString("latin1", start + 4, start + 8);
  let size = bytes.readUInt32BE(start);
  let bodyStart = start + BOX_HEADER_BYTES;
  if (size === 1) {
    if (bodyStart + 8 > limit) throw badBox(start, "64-bit size cut off");
    size = Number(bytes.readBigUInt64BE(bodyStart));
    bodyStart += 8;
  } else if (size === 0) {
    size = limit - start;
  }
  const end = start + size;
  if (end < bodyStart || end > limit) throw badBox(start, `size ${size} of '${type}' cannot be`);
  return { type, start, bodyStart, end };
}

/** The boxes between `start` and `end`, in order. */
export function listBoxes(bytes: Buffer, start = 0, end: number = bytes.length): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at < end; ) {
    const box = boxAt(bytes, at, end);
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The first box of `type` between `start` and `end`. */
export function findBox(
  bytes: Buffer,
  type: string,
  start = 0,
  end: number = bytes.length,
): Box | undefined {
  for (let at = start; at + BOX_HEADER_BYTES <= end; ) {
    const box = boxAt(bytes, at, end);
    if (box.type === type) return box;
    at = box.end;
  }
  return undefined;
}

/** The box at the end of a path of types, e.g. `["mdia", "minf", "stbl"]` inside a `trak`. */
export function findPath(
  bytes: Buffer,
  path: readonly string[],
  start: number,
  end: number,
): Box | undefined {
  let box: Box | undefined;
  let from = start;
  let to = end;
  for (const type of path) {
    box = findBox(bytes, type, from, to);
    if (!box) return undefined;
    from = box.bodyStart;
    to = box.end;
  }
  return box;
}

/** As `findPath`, but throws `corrupt media.box_missing`. */
export function getPath(bytes: Buffer, path: readonly string[], start: number, end: number): Box {
  const box = findPath(bytes, path, start, end);
  if (!box)
    throw new VmsError("corrupt", "media.box_missing", `MP4 box ${path.join("/")} is missing`);
  return box;
}

function badBox(start: number, why: string): VmsError {
  return new VmsError("corrupt", "media.bad_box", `Bad MP4 box at byte ${start}: ${why}`);
}
