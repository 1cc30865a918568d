/** A motion grid in a temporary folder with a clock by hand, and the truth beside it. */
import { GRID_BYTES, GRID_CELLS, hasCell } from "#base/grid";
import { silentLog } from "#base/log";
import { mergeRanges, type TimeRange } from "#base/time-range";
import {
  findMotion,
  MotionGridWriter,
  type MotionHour,
  type MotionQuery,
  type MotionRun,
  type MotionSecond,
} from "#storage";
import type { PackedSecond } from "../../../storage/motion/motion-tree.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { addCamera, openStorage, type StorageFixture } from "./storage-fixture.ts";

export const DAY = Date.UTC(2026, 5, 1);
export const HOUR = 3_600_000;
export const WHOLE: Uint8Array = new Uint8Array(GRID_BYTES).fill(255);

export interface MotionRig {
  readonly storage: StorageFixture;
  readonly clock: ManualClock;
  readonly hours: MotionHour[];
  writer: MotionGridWriter;
  /** Another writer over the same folder, as after a restart. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openMotion(nowMs = DAY): Promise<MotionRig> {
  const storage = await openStorage();
  for (const id of ["cam-1", "cam-2"]) await addCamera(storage.catalogue, id);
  const clock = new ManualClock(nowMs);
  const hours: MotionHour[] = [];
  const make = () =>
    new MotionGridWriter({
      folder: storage.folder,
      clock,
      log: silentLog,
      onHours: async (told) => void hours.push(...told),
    });
  const killed: MotionGridWriter[] = [];
  const rig: MotionRig = {
    storage,
    clock,
    hours,
    writer: make(),
    restart: async () => {
      killed.push(rig.writer);
      rig.writer = make();
      await rig.writer.start();
    },
    close: async () => {
      for (const writer of [...killed, rig.writer]) await writer.close();
      await storage.close();
    },
  };
  await rig.writer.start();
  return rig;
}

/** `packed` seconds, `startMs` on, as the analysis tells them. */
export function asSeconds(packed: readonly PackedSecond[], startMs: number): MotionSecond[] {
  return packed.map(({ second, cells }) => ({
    atMs: startMs + second * 1000,
    cells: Array.from(cells).map((each) => ({
      cell: each >> 1,
      strength: each & 1 ? (2 as const) : (1 as const),
    })),
  }));
}

export interface Found {
  readonly runs: readonly MotionRun[];
  readonly watched: readonly TimeRange[];
}

type Wish = Partial<Omit<MotionQuery, "folder">>;

export async function search(storage: StorageFixture, wish: Wish = {}): Promise<Found> {
  const query: MotionQuery = {
    folder: storage.folder,
    cameraId: "cam-1",
    cells: WHOLE,
    range: { startMs: 0, endMs: DAY + 400 * 24 * HOUR },
    countStrong: true,
    ...wish,
  };
  const runs: MotionRun[] = [];
  const watched: TimeRange[] = [];
  for await (const answer of findMotion(query)) {
    runs.push(...answer.runs);
    watched.push(...answer.watched);
  }
  return { runs, watched: mergeRanges(watched) };
}

/** The same by brute force over the seconds, which may come in any order and repeat. */
export function expected(seconds: readonly MotionSecond[], wish: Wish = {}): Found {
  const { cells = WHOLE, minStrength = 1, mergeGapMs = 2000, newestFirst = false } = wish;
  const range = wish.range ?? { startMs: 0, endMs: DAY + 400 * 24 * HOUR };
  const strengths = new Map<number, number>();
  for (const second of seconds) {
    if (second.atMs >= range.endMs || second.atMs + 1000 <= range.startMs) continue;
    const strength = Math.max(
      0,
      ...second.cells
        .filter((each) => each.cell < GRID_CELLS && hasCell(cells, each.cell))
        .map((each) => each.strength),
    );
    strengths.set(second.atMs, Math.max(strength, strengths.get(second.atMs) ?? 0));
  }
  const clip = (each: TimeRange) => ({
    startMs: Math.max(each.startMs, range.startMs),
    endMs: Math.min(each.endMs, range.endMs),
  });
  const seen = [...strengths.keys()].map((atMs) => clip({ startMs: atMs, endMs: atMs + 1000 }));
  const hits = [...strengths].filter(([, strength]) => strength >= minStrength);
  const runs = mergeRanges(
    hits.map(([atMs]) => ({ startMs: atMs, endMs: atMs + 1000 })),
    mergeGapMs,
  ).map((run) => {
    const inside = hits.filter(([atMs]) => atMs >= run.startMs && atMs < run.endMs);
    const strong = inside.filter(([, strength]) => strength === 2);
    return { ...clip(run), movedSeconds: inside.length, strongSeconds: strong.length };
  });
  return { runs: newestFirst ? runs.reverse() : runs, watched: mergeRanges(seen) };
}
