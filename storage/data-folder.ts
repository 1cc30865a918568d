/**
 * The data folder: where everything lies, whether it can be written, who works in it, its keys.
 * Knows no content of the catalogue or of segments.
 */
import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { osErrorCode, VmsError } from "#base/errors";
import { randomHex } from "#base/ids";
import { type Log, silentLog } from "#base/log";
import { fileError, syncFolder, withFileErrors } from "./file-errors.ts";

export interface DataFolder {
  readonly path: string;
  readonly cataloguePath: string;
  readonly segmentsPath: string;
  readonly motionPath: string;
  readonly mapsPath: string;
  /** Preview sheets, see `preview/preview-path.ts`. */
  readonly previewsPath: string;
  /** Pictures of events, see `events/event-path.ts`. */
  readonly eventsPath: string;
  readonly keysPath: string;
}

const KEY_BYTES = 32;
const KEY_FILES = { secret: "secret.key", link: "link.token" } as const;

/**
 * Creates what is missing and tries to write. Errors: `unavailable storage.not_writable` (also when
 * a file is in the way), `storage_full storage.full`.
 */
export async function openDataFolder(
  path: string,
  options: { readonly log?: Log } = {},
): Promise<DataFolder> {
  const root = resolve(path);
  const folder: DataFolder = {
    path: root,
    cataloguePath: join(root, "catalogue.sqlite"),
    segmentsPath: join(root, "segments"),
    motionPath: join(root, "motion"),
    mapsPath: join(root, "maps"),
    previewsPath: join(root, "previews"),
    eventsPath: join(root, "events"),
    keysPath: join(root, "keys"),
  };
  try {
    const { segmentsPath, motionPath, mapsPath, previewsPath, eventsPath } = folder;
    for (const each of [root, segmentsPath, motionPath, mapsPath, previewsPath, eventsPath])
      await mkdir(each, { recursive: true });
    await mkdir(folder.keysPath, { recursive: true, mode: 0o700 });
    for (const each of [root, folder.segmentsPath, folder.keysPath]) await tryWriting(each);
  } catch (thrown) {
    throw notUsable(root, thrown);
  }
  (options.log ?? silentLog).debug({ path: root }, "data folder opened");
  return folder;
}

async function tryWriting(folder: string): Promise<void> {
  const path = join(folder, `.writable-${randomHex(6)}`);
  await writeFile(path, "ok", { flag: "wx" });
  await rm(path);
}

function notUsable(path: string, thrown: unknown): VmsError {
  const error = fileError(thrown, `writing in the data folder ${path}`);
  if (error.code === "storage_full") return error;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new VmsError(
    "unavailable",
    "storage.not_writable",
    `The data folder ${path} cannot be written: ${text}`,
    {
      cause: thrown,
      details: { path },
    },
  );
}

/**
 * The 32 random bytes of `secret` (seals camera passwords) or `link` (recorder and server know each
 * other by it); made at the first call, readable by this user alone. Two processes that make it at
 * once get the same: the first link to the final name wins. Errors: `corrupt storage.bad_key`.
 */
export async function readOrMakeKey(
  folder: DataFolder,
  which: keyof typeof KEY_FILES,
): Promise<Buffer> {
  const path = join(folder.keysPath, KEY_FILES[which]);
  return withFileErrors(`reading the key ${path}`, async () => {
    const known = await readKey(path);
    if (known) return known;
    const draft = `${path}.${randomHex(6)}`;
    await writeSynced(draft, `${randomBytes(KEY_BYTES).toString("hex")}\n`);
    try {
      await link(draft, path);
    } catch (thrown) {
      if (osErrorCode(thrown) !== "EEXIST") throw thrown;
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(folder.keysPath);
    const made = await readKey(path);
    if (!made)
      throw new VmsError(
        "internal",
        "storage.key_vanished",
        `The key ${path} vanished while it was made`,
      );
    return made;
  });
}

async function readKey(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
  if (!/^[0-9a-f]{64}\s*$/.test(text)) {
    throw new VmsError(
      "corrupt",
      "storage.bad_key",
      `The key ${path} is damaged; put it back from a backup`,
      { details: { path } },
    );
  }
  await chmod(path, 0o600);
  return Buffer.from(text.trim(), "hex");
}

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
