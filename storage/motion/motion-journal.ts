/**
 * The journal of an hour: its seconds as they come, before they are turned into a block. A header,
 * then one record a second with its own checksum; what follows a bad record is not believed. A
 * second may come late or twice: `mergeSeconds` makes one of them. Bytes only, no files.
 */
import { crc32 } from "node:zlib";
import { GRID_CELLS, hasCell } from "#base/grid";
import { ByteList, VarintReader } from "./byte-list.ts";
import { HOUR_S } from "./motion-path.ts";
import type { PackedSecond } from "./motion-tree.ts";

export const JOURNAL_HEADER_BYTES = 16;
const MAGIC = 0x4a4d4c43; // "CLMJ"
const VERSION = 1;
/** Length of the cells (2 bytes), second (2), cells, checksum (4). */
const RECORD_FRAME = 8;

export function journalHeader(hourMs: number): Uint8Array {
  const bytes = new Uint8Array(JOURNAL_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, VERSION);
  view.setFloat64(8, hourMs, true);
  return bytes;
}

/** Runs of neighbouring cells of one strength: gap, then `length - 1 << 1 | strong`. */
export function journalRecord({ second, cells }: PackedSecond): Uint8Array {
  const payload = new ByteList(64);
  let next = 0;
  for (let index = 0; index < cells.length; ) {
    const packed = cells[index] ?? 0;
    let length = 1;
    while (cells[index + length] === packed + 2 * length) length += 1;
    payload.varint((packed >> 1) - next);
    payload.varint(((length - 1) << 1) | (packed & 1));
    next = (packed >> 1) + length;
    index += length;
  }
  const record = new Uint8Array(RECORD_FRAME + payload.length);
  const view = new DataView(record.buffer);
  view.setUint16(0, payload.length, true);
  view.setUint16(2, second, true);
  record.set(payload.view(), 4);
  const end = record.length - 4;
  view.setUint32(end, crc32(record.subarray(0, end)), true);
  return record;
}

export interface JournalRecord {
  readonly second: number;
  /** Its cells as they are written. */
  readonly payload: Uint8Array;
}

export interface ReadJournal {
  /** `foreign` = of another version, or no journal of this hour. */
  readonly state: "good" | "foreign";
  /** As they were written: in any order, and a second may be there more than once. */
  readonly records: readonly JournalRecord[];
  /** Up to here the file is whole. */
  readonly wholeBytes: number;
}

export function readJournal(bytes: Uint8Array, hourMs: number): ReadJournal {
  if (bytes.length < JOURNAL_HEADER_BYTES) return { state: "good", records: [], wholeBytes: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ours =
    view.getUint32(0, true) === MAGIC &&
    view.getUint8(4) === VERSION &&
    view.getFloat64(8, true) === hourMs;
  if (!ours) return { state: "foreign", records: [], wholeBytes: 0 };
  const records: JournalRecord[] = [];
  let at = JOURNAL_HEADER_BYTES;
  while (at + RECORD_FRAME <= bytes.length) {
    const end = at + RECORD_FRAME - 4 + view.getUint16(at, true);
    if (end + 4 > bytes.length) break;
    if (view.getUint32(end, true) !== crc32(bytes.subarray(at, end))) break;
    const second = view.getUint16(at + 2, true);
    if (second < HOUR_S) records.push({ second, payload: bytes.subarray(at + 4, end) });
    at = end + 4;
  }
  return { state: "good", records, wholeBytes: at };
}

/** Whether any cell of the region moved in a record: 0, 1, or 2 for strongly. */
export function strengthIn({ payload }: JournalRecord, region: Uint8Array): 0 | 1 | 2 {
  const reader = new VarintReader(payload);
  let strength: 0 | 1 | 2 = 0;
  let next = 0;
  while (!reader.atEnd) {
    next += reader.varint();
    const run = reader.varint();
    const end = Math.min(next + (run >> 1) + 1, GRID_CELLS);
    if (strength < 1 + (run & 1))
      for (let cell = next; cell < end; cell++)
        if (hasCell(region, cell)) {
          if (run & 1) return 2;
          strength = 1;
          break;
        }
    next = end;
  }
  return strength;
}

/** The seconds of records: rising, each once. */
export function secondsOf(records: readonly JournalRecord[]): PackedSecond[] {
  return mergeSeconds(
    records.map(({ second, payload }) => ({ second, cells: readCells(payload) })),
  );
}

function readCells(payload: Uint8Array): number[] {
  const reader = new VarintReader(payload);
  const cells: number[] = [];
  let next = 0;
  while (!reader.atEnd) {
    next += reader.varint();
    const run = reader.varint();
    const end = Math.min(next + (run >> 1) + 1, GRID_CELLS);
    for (; next < end; next++) cells.push((next << 1) | (run & 1));
  }
  return cells;
}

/**
 * Rising seconds, each once: of a second that was told more than once the cells are united, each
 * as strong as it was at most.
 */
export function mergeSeconds(seconds: readonly PackedSecond[]): PackedSecond[] {
  const sorted = [...seconds].sort((a, b) => a.second - b.second);
  const merged: PackedSecond[] = [];
  for (const each of sorted) {
    const last = merged.at(-1);
    if (last?.second === each.second) merged[merged.length - 1] = unite(last, each);
    else merged.push(each);
  }
  return merged;
}

function unite(a: PackedSecond, b: PackedSecond): PackedSecond {
  const strongest = new Map<number, number>();
  for (const packed of [...Array.from(a.cells), ...Array.from(b.cells)])
    strongest.set(packed >> 1, Math.max(packed, strongest.get(packed >> 1) ?? 0));
  return { second: a.second, cells: [...strongest.values()].sort((x, y) => x - y) };
}
