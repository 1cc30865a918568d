/** The file system's errors in the product's words, and the small durable file operations. */
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { osErrorCode, VmsError } from "#base/errors";

const FULL = new Set(["ENOSPC", "EDQUOT"]);
const NOT_WRITABLE = new Set(["EACCES", "EPERM", "EROFS"]);

/**
 * ENOSPC becomes `storage_full storage.full`, no permission `unavailable storage.not_writable`,
 * anything else `unavailable storage.failed`; `what` says what was tried, as "writing <path>".
 */
export function fileError(thrown: unknown, what: string): VmsError {
  if (thrown instanceof VmsError) return thrown;
  const code = osErrorCode(thrown) ?? "";
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const options = { cause: thrown, details: { os: code } };
  if (FULL.has(code))
    return new VmsError(
      "storage_full",
      "storage.full",
      `The disk is full: ${what} failed`,
      options,
    );
  if (NOT_WRITABLE.has(code)) {
    return new VmsError(
      "unavailable",
      "storage.not_writable",
      `Not allowed: ${what} failed (${text})`,
      options,
    );
  }
  return new VmsError("unavailable", "storage.failed", `${what} failed: ${text}`, options);
}

/** Runs file work; what it throws goes through `fileError`. */
export async function withFileErrors<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw fileError(thrown, what);
  }
}

/** Makes names created, renamed or removed in a folder survive a power cut (fsync of the folder). */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder below `root` and syncs each folder that got a new entry. */
export async function makeFolder(root: string, path: string): Promise<void> {
  const firstNew = await mkdir(path, { recursive: true });
  if (firstNew === undefined) return;
  const newNames = relative(dirname(firstNew), path).split(sep).length;
  let folder = dirname(path);
  for (let count = 0; count < newNames; count++) {
    await syncFolder(folder);
    if (folder === root) return;
    folder = dirname(folder);
  }
}

/** Removes a file; one that is not there is as good. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}
