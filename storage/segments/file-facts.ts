/** What a whole file on disk says of itself: its boxes and its hash. For recovery, check, rebuild. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type ScannedFile, scanFile } from "./scan-file.ts";

/** Reads the box headers; undefined when it is no segment at all. */
export async function scanPath(path: string, startMs: number): Promise<ScannedFile | undefined> {
  const handle = await open(path, "r");
  try {
    return await scanFile(handle, startMs);
  } finally {
    await handle.close();
  }
}

/** SHA-256 of the file's bytes; memory stays at one chunk. */
export async function hashFile(path: string): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer);
  return hash.digest();
}
