/**
 * Writes the motion grid of all cameras: takes a second at a time, writes journals every few
 * seconds, turns hours and days that are over into blocks, one after the other and in small steps.
 * Owns the only hand that writes below `motion/` (one recorder runs, see folder-lock.ts).
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "#base/clock";
import { GRID_CELLS } from "#base/grid";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { DataFolder } from "../data-folder.ts";
import { removeFile } from "../file-errors.ts";
import { JournalFile } from "./journal-file.ts";
import { listMotionDays } from "./motion-day.ts";
import { readJournal } from "./motion-journal.ts";
import {
  cameraFolder,
  HOUR_MS,
  listMotionCameras,
  listMotionFiles,
  startOfDay,
  startOfHour,
} from "./motion-path.ts";
import type { MotionHour, MotionSecond } from "./motion-types.ts";
import { settleDay } from "./settle-day.ts";
import { settleHour } from "./settle-hour.ts";

export interface MotionGridWriterOptions {
  readonly folder: DataFolder;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when an hour has become a block, or got new seconds: for the catalogue's `motion_hour`. */
  readonly onHours?: (hours: readonly MotionHour[]) => Promise<void>;
  /** What a killed process loses at most. Default 4 s. */
  readonly flushEveryMs?: number;
}

const FLUSH_EVERY_MS = 4_000;
/** Seconds of an hour that come so late are still taken into its first block. */
const LATE_MS = 20_000;
/** After a failure (a full disk) an hour waits so long. */
const RETRY_MS = 60_000;

interface DueHour {
  readonly cameraId: string;
  readonly hourMs: number;
  readonly fromMs: number;
}

export class MotionGridWriter {
  readonly #options: MotionGridWriterOptions;
  readonly #job: PeriodicJob;
  /** By camera and hour: journals that take seconds. */
  readonly #open = new Map<string, JournalFile>();
  /** By camera and hour: hours that are over and wait to become blocks. */
  readonly #due = new Map<string, DueHour>();
  /** Numbers that journals of an hour have used. */
  readonly #numbers = new Map<string, number>();
  /** The day under way when days were settled last. */
  #settledTo = 0;
  #flushing: Promise<void> | undefined;
  #chores: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: MotionGridWriterOptions) {
    this.#options = options;
    this.#job = new PeriodicJob({
      name: "motion grid",
      everyMs: options.flushEveryMs ?? FLUSH_EVERY_MS,
      clock: options.clock,
      log: options.log,
      run: () => this.flush(),
    });
  }

  /** Takes up what a crash or a stop left, then writes every few seconds. */
  async start(): Promise<void> {
    for (const cameraId of await listMotionCameras(this.#options.folder))
      await this.#recover(cameraId);
    this.#settleOver();
    this.#job.start();
  }

  /** Takes a watched second; cells that are none are left out. Never throws, never waits. */
  add(cameraId: string, second: MotionSecond): void {
    const atS = Math.floor(second.atMs / 1000);
    if (this.#closed || !Number.isSafeInteger(atS) || atS < 0) return;
    const hourMs = startOfHour(atS * 1000);
    const packed: number[] = [];
    for (const { cell, strength } of second.cells)
      if (strength > 0 && cell >= 0 && cell < GRID_CELLS) packed.push((cell << 1) | (strength - 1));
    this.#journal(cameraId, hourMs).add({ second: atS - hourMs / 1000, cells: rising(packed) });
  }

  /** Writes all journals and begins to settle what is over. Failures are logged, not thrown. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Resolves when all hours and days that are over have been turned into blocks. */
  async settled(): Promise<void> {
    await this.flush();
    let chores: Promise<void>;
    do {
      chores = this.#chores;
      await chores;
    } while (chores !== this.#chores);
  }

  /** Writes what waits; the hour under way stays a journal. Idempotent. */
  async close(): Promise<void> {
    await this.#job.close();
    await this.settled();
    this.#closed = true;
    await this.flush();
    for (const journal of this.#open.values()) await journal.close();
    this.#open.clear();
  }

  #journal(cameraId: string, hourMs: number): JournalFile {
    const key = `${cameraId} ${hourMs}`;
    const known = this.#open.get(key);
    if (known) return known;
    const number = (this.#numbers.get(key) ?? -1) + 1;
    this.#numbers.set(key, number);
    const { folder, log } = this.#options;
    const journal = new JournalFile({ folder, cameraId, hourMs, number, wholeBytes: 0 }, log);
    this.#open.set(key, journal);
    return journal;
  }

  async #flushAll(): Promise<void> {
    for (const journal of [...this.#open.values()]) await this.#flushOne(journal);
    if (!this.#closed) this.#settleOver();
  }

  async #flushOne(journal: JournalFile): Promise<boolean> {
    try {
      await journal.flush();
      return true;
    } catch (thrown) {
      this.#options.log.error(
        { err: thrown, camera: journal.place.cameraId },
        "motion not written",
      );
      return false;
    }
  }

  /** Hours that are over leave the open ones and wait for their turn. */
  #settleOver(): void {
    const now = this.#options.clock.nowMs();
    for (const [key, journal] of [...this.#open]) {
      const { cameraId, hourMs } = journal.place;
      if (now < hourMs + HOUR_MS + LATE_MS) continue;
      this.#open.delete(key);
      this.#chore(cameraId, () => this.#retire(key, journal));
      this.#due.set(key, { cameraId, hourMs, fromMs: now });
    }
    for (const [key, due] of [...this.#due]) {
      if (now < due.fromMs) continue;
      this.#due.delete(key);
      this.#chore(due.cameraId, () => this.#settle(key, due));
    }
    const today = startOfDay(now - LATE_MS);
    if (today !== this.#settledTo) this.#chore("all", () => this.#settleAllDays());
    this.#settledTo = today;
  }

  async #retire(key: string, journal: JournalFile): Promise<void> {
    if (await this.#flushOne(journal)) await journal.close();
    // The disk takes nothing: it is tried again at the next flush.
    else if (!this.#open.has(key)) this.#open.set(key, journal);
  }

  async #settle(key: string, due: DueHour): Promise<void> {
    try {
      await this.#settleHour(due.cameraId, due.hourMs);
      await this.#settleDays(due.cameraId);
    } catch (thrown) {
      this.#due.set(key, { ...due, fromMs: this.#options.clock.nowMs() + RETRY_MS });
      throw thrown;
    }
  }

  /** One chore after the other: settling is work for the quiet moments of one processor. */
  #chore(cameraId: string, work: () => Promise<void>): void {
    this.#chores = this.#chores.then(work).catch((thrown: unknown) => {
      this.#options.log.error({ err: thrown, camera: cameraId }, "motion could not be settled");
    });
  }

  async #settleHour(cameraId: string, hourMs: number): Promise<void> {
    const { folder, log, onHours } = this.#options;
    const open = this.#open.get(`${cameraId} ${hourMs}`)?.name;
    const isOpen = (name: string) => name === open;
    const hour = await settleHour({ folder, cameraId, hourMs, log, isOpen });
    if (hour) await onHours?.([hour]);
  }

  async #settleAllDays(): Promise<void> {
    for (const cameraId of await listMotionCameras(this.#options.folder))
      await this.#settleDays(cameraId);
  }

  async #settleDays(cameraId: string): Promise<void> {
    const { folder, log, clock, onHours } = this.#options;
    const endMs = startOfDay(clock.nowMs() - LATE_MS);
    for (const day of await listMotionDays(folder, cameraId, { startMs: 0, endMs }))
      if (day.files.some((file) => file.kind === "hours")) {
        const hours = await settleDay({ folder, cameraId, day, log });
        if (hours.length > 0) await onHours?.(hours);
      }
  }

  async #recover(cameraId: string): Promise<void> {
    const { folder, clock } = this.#options;
    const path = cameraFolder(folder, cameraId);
    for (const file of await listMotionFiles(folder, cameraId)) {
      if (file.kind === "draft") await removeFile(join(path, file.name));
      if (file.kind !== "journal") continue;
      const { startMs: hourMs, number } = file;
      const key = `${cameraId} ${hourMs}`;
      this.#numbers.set(key, Math.max(number, this.#numbers.get(key) ?? 0));
      const fromMs = clock.nowMs();
      if (fromMs >= hourMs + HOUR_MS + LATE_MS) this.#due.set(key, { cameraId, hourMs, fromMs });
      else await this.#takeUp(cameraId, hourMs, number, join(path, file.name));
    }
  }

  /** Goes on writing a journal where its whole records end. */
  async #takeUp(cameraId: string, hourMs: number, number: number, path: string): Promise<void> {
    const { folder, log } = this.#options;
    const { state, wholeBytes } = readJournal(await readFile(path), hourMs);
    if (state === "foreign") return;
    const key = `${cameraId} ${hourMs}`;
    this.#open.set(key, new JournalFile({ folder, cameraId, hourMs, number, wholeBytes }, log));
  }
}

/** Rising and each cell once, the stronger of two; usually it is so already. */
function rising(packed: number[]): number[] {
  if (packed.every((each, index) => each >> 1 > (packed[index - 1] ?? -2) >> 1)) return packed;
  const sorted = packed.sort((a, b) => a - b);
  return sorted.filter((each, index) => each >> 1 !== (sorted[index + 1] ?? -2) >> 1);
}
