/**
 * Who works in the data folder: one recorder and one server at a time. A lock file names its holder
 * by process id and the process's start time, so that a holder that died, or a process id that was
 * given to another program since, does not lock anybody out.
 *
 * Source of the start time: field 22 of /proc/<pid>/stat (proc(5)), in clock ticks since boot; with
 * the boot's id, as a reboot starts counting anew.
 */
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode, VmsError } from "#base/errors";
import { randomHex } from "#base/ids";
import type { DataFolder } from "./data-folder.ts";
import { fileError } from "./file-errors.ts";

export type LockHolder = "recorder" | "server";

export interface FolderLock {
  /** Idempotent. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** Empty where the system has no /proc. */
  readonly started: string;
  /** Tells two locks of one process apart. */
  readonly nonce: string;
}

const TRIES = 20;

/** Errors: `conflict storage.already_running` with the holder's `pid`. */
export async function lockDataFolder(folder: DataFolder, who: LockHolder): Promise<FolderLock> {
  const path = join(folder.path, `lock-${who}`);
  const mine: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    nonce: randomHex(8),
  };
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (await tryToTake(path, mine)) return lockOf(path, mine);
      const holder = await readHolder(path);
      if (holder && (await lives(holder))) throw alreadyRunning(folder, who, holder);
      if (holder !== undefined || (await exists(path))) await takeAway(path, holder);
    }
  } catch (thrown) {
    throw fileError(thrown, `locking ${path}`);
  }
  throw new VmsError(
    "unavailable",
    "storage.lock_contended",
    `The lock ${path} could not be taken`,
    { details: { path } },
  );
}

/** The file appears with its content at once: a link to a finished draft. */
async function tryToTake(path: string, mine: Holder): Promise<boolean> {
  const draft = `${path}.${mine.nonce}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (thrown) {
    if (osErrorCode(thrown) === "EEXIST") return false;
    throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Moves a dead holder's file aside and looks at what was moved: if another process was quicker and
 * it is a living holder's by now, it is put back.
 */
async function takeAway(path: string, dead: Holder | undefined): Promise<void> {
  const aside = `${path}.dead-${randomHex(6)}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return;
    throw thrown;
  }
  const moved = await readHolder(aside);
  if (moved && moved.nonce !== dead?.nonce) {
    try {
      await link(aside, path);
    } catch (thrown) {
      if (osErrorCode(thrown) !== "EEXIST") throw thrown;
    }
  }
  await rm(aside, { force: true });
}

function lockOf(path: string, mine: Holder): FolderLock {
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      const holder = await readHolder(path);
      if (holder?.nonce === mine.nonce) await rm(path, { force: true });
    },
  };
}

/** undefined when there is no file or it is no lock (cut off by a power failure). */
async function readHolder(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
  const match = /^\{"pid":(\d+),"started":"([^"]*)","nonce":"([0-9a-f]+)"\}$/.exec(text);
  if (!match) return undefined;
  return { pid: Number(match[1]), started: match[2] ?? "", nonce: match[3] ?? "" };
}

async function exists(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return false;
    throw thrown;
  }
}

async function lives(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (thrown) {
    // EPERM: it lives and belongs to another user.
    if (osErrorCode(thrown) !== "EPERM") return false;
  }
  return (await startOf(holder.pid)) === holder.started;
}

async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    // The second field is the program's name in brackets and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot.trim()}:${fields[19] ?? ""}`;
  } catch (thrown) {
    if (osErrorCode(thrown) === undefined) throw thrown;
    return "";
  }
}

function alreadyRunning(folder: DataFolder, who: LockHolder, holder: Holder): VmsError {
  return new VmsError(
    "conflict",
    "storage.already_running",
    `A ${who} (process ${holder.pid}) already works in ${folder.path}; stop it first or choose another data folder`,
    { details: { path: folder.path, who, pid: holder.pid } },
  );
}
