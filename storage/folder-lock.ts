/**
 * Who works in the data folder: one recorder and one server at a time. A lock file names its holder
 * by process id and the process's start time, so that a holder that died, or a process id that was
 * given to another program since, does not lock anybody out.
 *
 * Source of the start time: field 22 of /proc/<pid>/stat (proc(5)), in clock ticks since boot; with
 * the boot's id, as a reboot starts counting anew.
 */
import { link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
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
/** Stands for the nonce of a file that is no lock. */
const UNREADABLE = "unreadable";

/** Errors: `conflict storage.already_running` with the holder's `pid`. */
export async function lockDataFolder(folder: DataFolder, who: LockHolder): Promise<FolderLock> {
  const path = join(folder.path, `lock-${who}`);
  const mine: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    nonce: randomHex(8),
  };
  try {
    const other = await take(path, mine);
    if (other) throw alreadyRunning(folder, who, other);
    await clearDead(folder.path, `lock-${who}.`);
  } catch (thrown) {
    throw fileError(thrown, `locking ${path}`);
  }
  return lockOf(path, mine);
}

/**
 * Undefined when the file is ours now, else the living one in whose hands it is. A free name is
 * taken by an exclusive link; a dead holder's file changes hands only under its claim.
 */
async function take(path: string, mine: Holder): Promise<Holder | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await linkOwn(path, mine)) return undefined;
    const found = await readHolder(path);
    if (found === "missing") continue;
    if (found !== UNREADABLE && (await lives(found))) return found;
    const result = await takeOver(path, mine, found);
    if (result !== "changed") return result;
  }
  throw new VmsError(
    "unavailable",
    "storage.lock_contended",
    `The lock ${path} could not be taken`,
    { details: { path } },
  );
}

/**
 * Takes over the file of the dead holder `dead`. Only who holds the claim named after that holder
 * may replace it, and looks again before: so that of many one does it, the file is never away, and
 * a living holder's is never touched. The claim is a lock of the same kind; its own holder may have
 * died too. A living claimant counts as running: it is about to.
 */
async function takeOver(
  path: string,
  mine: Holder,
  dead: Holder | typeof UNREADABLE,
): Promise<Holder | "changed" | undefined> {
  const claim = `${path}.after-${nonceOf(dead)}`;
  const claimant = await take(claim, mine);
  if (claimant) return claimant;
  try {
    const now = await readHolder(path);
    if (now === "missing" || nonceOf(now) !== nonceOf(dead)) return "changed";
    await withDraft(path, mine, (draft) => rename(draft, path));
    return undefined;
  } finally {
    await rm(claim, { force: true });
  }
}

/** The file appears with its content at once: a link to a finished draft. */
async function linkOwn(path: string, mine: Holder): Promise<boolean> {
  try {
    await withDraft(path, mine, (draft) => link(draft, path));
    return true;
  } catch (thrown) {
    if (osErrorCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

async function withDraft(
  path: string,
  mine: Holder,
  use: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${mine.nonce}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    await use(draft);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Drafts and claims that dead processes left. By the holder of the lock only: no claim means
 * anything while the lock is a living one's.
 */
async function clearDead(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const left = await readHolder(join(folder, name));
    if (typeof left === "object" && !(await lives(left)))
      await rm(join(folder, name), { force: true });
  }
}

function lockOf(path: string, mine: Holder): FolderLock {
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      const holder = await readHolder(path);
      if (nonceOf(holder) === mine.nonce) await rm(path, { force: true });
    },
  };
}

type Found = Holder | "missing" | typeof UNREADABLE;

/** What the file says; a power cut may leave one that is no lock. */
async function readHolder(path: string): Promise<Found> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return "missing";
    throw thrown;
  }
  const match = /^\{"pid":(\d+),"started":"([^"]*)","nonce":"([0-9a-f]+)"\}$/.exec(text);
  if (!match) return UNREADABLE;
  return { pid: Number(match[1]), started: match[2] ?? "", nonce: match[3] ?? "" };
}

function nonceOf(found: Found): string {
  return typeof found === "object" ? found.nonce : found;
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
