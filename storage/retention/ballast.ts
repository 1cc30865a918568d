/**
 * A file that only takes up room. When something else has filled the disk to its last byte, giving
 * it up lets the catalogue write again: without that nothing could be deleted (rows before unlink),
 * and nobody could log in to release a hold.
 */
import { randomFillSync } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode } from "#base/errors";
import type { DataFolder } from "../data-folder.ts";
import { withFileErrors } from "../file-errors.ts";

export const BALLAST_BYTES = 32 * 2 ** 20;
const PIECE_BYTES = 2 ** 20;

export class Ballast {
  readonly #path: string;

  constructor(folder: DataFolder) {
    this.#path = join(folder.path, "ballast");
  }

  /** Writes the file if it is not there. Errors: as all file errors. */
  async keep(): Promise<void> {
    await withFileErrors(`writing ${this.#path}`, async () => {
      if (await exists(this.#path)) return;
      const draft = `${this.#path}.part`;
      const file = await open(draft, "w");
      try {
        // No zeros: some file systems store those in no room at all.
        const piece = randomFillSync(Buffer.allocUnsafe(PIECE_BYTES));
        for (let done = 0; done < BALLAST_BYTES; done += PIECE_BYTES) await file.write(piece);
      } finally {
        await file.close();
      }
      await rename(draft, this.#path);
    });
  }

  /** Gives its room back; false when there was none to give. */
  async release(): Promise<boolean> {
    return withFileErrors(`removing ${this.#path}`, async () => {
      await rm(`${this.#path}.part`, { force: true });
      const isThere = await exists(this.#path);
      await rm(this.#path, { force: true });
      return isThere;
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") return false;
    throw thrown;
  }
}
