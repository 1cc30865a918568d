/**
 * One segment being written: fragments go to a `.part` file and through SHA-256 as they come, the
 * GOP table grows, and `commit` makes it a segment (see commit.ts). Whole fragments only: what a
 * failed write left behind is cut off, so that every state on disk can be settled by `recover`.
 * Memory: the GOP table and one fragment.
 */
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, systemClock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import { type Log, silentLog } from "#base/log";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment } from "../catalogue/schema.ts";
import type { DataFolder } from "../data-folder.ts";
import { fileError, makeFolder, removeFile, withFileErrors } from "../file-errors.ts";
import { insertSegmentRow, publishFile } from "./commit.ts";
import { type Gop, gopsEndMs } from "./gop-table.ts";
import type { SegmentInit } from "./segment.ts";
import { absolutePath, openPath, type SegmentName, segmentPath } from "./segment-path.ts";

export interface SegmentFileOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  readonly stream: StreamKind;
  /** One ffmpeg life: 1–32 lower-case letters and digits. */
  readonly runId: string;
  /** Wall time of the first frame, epoch UTC milliseconds; part of the file's name. */
  readonly startMs: number;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** A GOP as the writer knows it; where it lies in the file, the file knows. */
export type GopTiming = Omit<Gop, "offset" | "sizeBytes">;

type State = "new" | "open" | "synced" | "published" | "done";

export class SegmentFile {
  readonly #options: SegmentFileOptions;
  readonly #name: SegmentName;
  readonly #path: string;
  readonly #hash: Hash = createHash("sha256");
  readonly #gops: Gop[] = [];
  #init: SegmentInit | undefined;
  #handle: FileHandle | undefined;
  #sizeBytes = 0;
  #sha256: Uint8Array | undefined;
  #state: State = "new";

  constructor(options: SegmentFileOptions) {
    const { cameraId, stream, startMs, runId } = options;
    this.#options = options;
    this.#name = { cameraId, stream, startMs, runId };
    this.#path = segmentPath(this.#name);
  }

  /** Path of the finished file below the segments folder. */
  get path(): string {
    return this.#path;
  }

  get startMs(): number {
    return this.#name.startMs;
  }

  /** End of the newest GOP; the start while there is none. */
  get endMs(): number {
    return gopsEndMs(this.#gops, this.#init?.timescale ?? 1) ?? this.#name.startMs;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get gops(): readonly Gop[] {
    return this.#gops;
  }

  /**
   * Creates the `.part` and writes the init bytes. Errors: `storage_full storage.full`, `unavailable
   * storage.not_writable`, `conflict segment.exists`.
   */
  async start(init: SegmentInit): Promise<void> {
    if (this.#state !== "new") throw misuse("start", this.#state);
    const path = this.#partPath();
    try {
      await makeFolder(this.#options.folder.segmentsPath, dirname(path));
      this.#handle = await open(path, "wx", 0o640);
    } catch (thrown) {
      throw fileError(thrown, `creating ${path}`);
    }
    this.#init = init;
    this.#state = "open";
    await this.#append(init.bytes);
  }

  /**
   * Appends one whole fragment. Await it before the next call. After an error the file holds what it
   * held before, and can still be committed. Errors: `storage_full storage.full`, `unavailable …`.
   */
  async appendFragment(bytes: Uint8Array, gop: GopTiming): Promise<void> {
    if (this.#state !== "open") throw misuse("appendFragment", this.#state);
    const offset = this.#sizeBytes;
    await this.#append(bytes);
    const { mediaTime, durationTicks, startMs, frames } = gop;
    this.#gops.push({
      mediaTime,
      durationTicks,
      startMs,
      offset,
      sizeBytes: bytes.byteLength,
      frames,
    });
  }

  /**
   * Sync, rename, sync the folder, row: afterwards the segment exists. `endMs` is where the next one
   * of the run begins, if known (else the end of the last frame). Without a fragment the file goes
   * and the answer is undefined. After an error it can be called again and goes on where it stood.
   */
  async commit(endMs?: number): Promise<Segment | undefined> {
    if (this.#state === "new" || this.#state === "done") throw misuse("commit", this.#state);
    if (this.#gops.length === 0) {
      await this.discard();
      return undefined;
    }
    const { folder, catalogue, clock, log } = this.#options;
    if (this.#state === "open") {
      await withFileErrors(`syncing ${this.#path}`, async () => {
        await this.#handle?.sync();
        await this.#closeHandle();
      });
      this.#state = "synced";
    }
    if (this.#state === "synced") {
      await publishFile(folder.segmentsPath, this.#path);
      this.#state = "published";
    }
    const init = this.#init;
    if (!init) throw misuse("commit", this.#state);
    this.#sha256 ??= this.#hash.digest();
    const segment = await insertSegmentRow(catalogue, {
      name: this.#name,
      endMs: Math.max(endMs ?? this.endMs, this.#gops.at(-1)?.startMs ?? 0, this.startMs),
      init,
      gops: this.#gops,
      sizeBytes: this.#sizeBytes,
      sha256: this.#sha256,
      createdMs: (clock ?? systemClock).nowMs(),
    });
    this.#state = "done";
    (log ?? silentLog).debug({ path: this.#path, bytes: this.#sizeBytes }, "segment committed");
    return segment;
  }

  /** Removes the file: for one without a fragment. Idempotent. */
  async discard(): Promise<void> {
    await this.#closeHandle();
    if (this.#state === "open" || this.#state === "synced") await removeFile(this.#partPath());
    this.#state = "done";
  }

  /** Lets go of the file as it is; `recover` settles it at the next start. Idempotent. */
  async close(): Promise<void> {
    await this.#closeHandle();
    this.#state = "done";
  }

  #partPath(): string {
    return absolutePath(this.#options.folder.segmentsPath, openPath(this.#path));
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const handle = this.#handle;
    if (!handle) throw misuse("append", this.#state);
    try {
      await writeAll(handle, bytes, this.#sizeBytes);
    } catch (thrown) {
      await this.#cutBack(handle);
      throw fileError(thrown, `writing ${this.#path}`);
    }
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.byteLength;
  }

  async #cutBack(handle: FileHandle): Promise<void> {
    try {
      await handle.truncate(this.#sizeBytes);
    } catch (thrown) {
      // The next write goes over it, and recovery cuts to whole fragments too.
      this.#options.log?.warn(
        { err: thrown, path: this.#path },
        "could not cut off a half-written fragment",
      );
    }
  }

  async #closeHandle(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}

/** `write` may take less than it is given, on a nearly full disk for instance. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(
      bytes,
      done,
      bytes.byteLength - done,
      position + done,
    );
    done += bytesWritten;
  }
}

function misuse(call: string, state: State): VmsError {
  return new VmsError("internal", "segment.misuse", `SegmentFile.${call} called while ${state}`);
}
