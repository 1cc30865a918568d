/**
 * One journal being written: takes seconds at once, writes them when told, at the end of what is
 * whole. Nothing is synced: a power cut costs the last seconds, a killed process those not yet
 * written. A write that failed is tried again with the next; what does not fit meanwhile is lost.
 */
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Log } from "#base/log";
import type { DataFolder } from "../data-folder.ts";
import { fileError, makeFolder } from "../file-errors.ts";
import { ByteList } from "./byte-list.ts";
import { JOURNAL_HEADER_BYTES, journalHeader, journalRecord } from "./motion-journal.ts";
import { cameraFolder, journalName } from "./motion-path.ts";
import type { PackedSecond } from "./motion-tree.ts";

/** Waits in memory at most while the disk takes nothing; some 20 minutes of a busy street. */
const MOST_PENDING_BYTES = 512 * 1024;

export interface JournalPlace {
  readonly folder: DataFolder;
  readonly cameraId: string;
  readonly hourMs: number;
  readonly number: number;
  /** Of a journal that is there: where its whole records end; 0 for a new one. */
  readonly wholeBytes: number;
}

export class JournalFile {
  readonly place: JournalPlace;
  readonly name: string;
  readonly #log: Log;
  readonly #pending = new ByteList(1024);
  #handle: FileHandle | undefined;
  #wholeBytes: number;
  #lost = 0;

  constructor(place: JournalPlace, log: Log) {
    this.place = place;
    this.name = journalName(place.hourMs, place.number);
    this.#log = log;
    this.#wholeBytes = place.wholeBytes;
    if (this.#wholeBytes < JOURNAL_HEADER_BYTES) {
      this.#wholeBytes = 0;
      this.#pending.append(journalHeader(place.hourMs));
    }
  }

  add(second: PackedSecond): void {
    if (this.#pending.length > MOST_PENDING_BYTES) {
      this.#lost += 1;
      return;
    }
    this.#pending.append(journalRecord(second));
  }

  /** Writes what waits. One call at a time. Errors: those of `fileError`; call again later. */
  async flush(): Promise<void> {
    const length = this.#pending.length;
    if (length === 0) return;
    const bytes = this.#pending.view().slice();
    const path = join(cameraFolder(this.place.folder, this.place.cameraId), this.name);
    try {
      this.#handle ??= await this.#open(path);
      for (let written = 0; written < length; ) {
        const at = this.#wholeBytes + written;
        written += (await this.#handle.write(bytes, written, length - written, at)).bytesWritten;
      }
    } catch (thrown) {
      throw fileError(thrown, `writing the motion journal ${path}`);
    }
    this.#wholeBytes += length;
    this.#forget(length);
    if (this.#lost > 0)
      this.#log.error({ camera: this.place.cameraId, seconds: this.#lost }, "motion was lost");
    this.#lost = 0;
  }

  /** Closes the file without writing; idempotent. */
  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async #open(path: string): Promise<FileHandle> {
    await makeFolder(this.place.folder.motionPath, dirname(path));
    return open(path, this.#wholeBytes === 0 ? "w" : "r+");
  }

  /** Drops the first bytes of what waits; more may have come while they were written. */
  #forget(length: number): void {
    const rest = this.#pending.view().slice(length);
    this.#pending.length = 0;
    this.#pending.append(rest);
  }
}
