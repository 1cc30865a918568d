/**
 * Watches the room on the disk. Into the reserve: retention is to run at once. Hardly anything left:
 * no more footage is written, so that the catalogue keeps its room (deleting, logging in and
 * releasing a hold need it), and when even that is gone the ballast is given up. Owns no deletion.
 */
import type { Log } from "#base/log";
import { BALLAST_BYTES, type Ballast, type DiskSpace, type DiskState, diskState } from "#storage";

export interface DiskGuardOptions {
  readonly log: Log;
  readonly readDisk: () => Promise<DiskSpace>;
  readonly ballast: Pick<Ballast, "keep" | "release">;
  readonly reservePercent: number;
  /** Room is short: retention is to run. */
  readonly onShort: () => void;
}

export class DiskGuard {
  readonly #options: DiskGuardOptions;
  #space: DiskSpace = { totalBytes: 0, freeBytes: 0 };
  #state: DiskState = "ok";
  #looking: Promise<void> | undefined;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
  }

  get disk(): DiskSpace & { readonly state: DiskState } {
    return { ...this.#space, state: this.#state };
  }

  /** Whether footage may be written. */
  get mayWrite(): boolean {
    return this.#state !== "full";
  }

  /** Looks at the disk; to be called every few seconds. Joins a look under way. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { readDisk, reservePercent, onShort } = this.#options;
    this.#space = await readDisk();
    const reserve = (this.#space.totalBytes * reservePercent) / 100;
    const before = this.#state;
    this.#state = diskState(this.#space, reserve);
    await this.#weigh(reserve);
    if (this.#state !== "ok" && this.#state !== before) onShort();
  }

  async #weigh(reserve: number): Promise<void> {
    const { ballast, log } = this.#options;
    const { freeBytes } = this.#space;
    try {
      if (freeBytes >= reserve + BALLAST_BYTES) await ballast.keep();
      else if (this.#state === "full" && freeBytes < BALLAST_BYTES && (await ballast.release()))
        log.error({ freeBytes }, "the disk is full: the ballast was given up for the catalogue");
    } catch (thrown) {
      log.warn({ err: thrown }, "the ballast could not be changed");
    }
  }
}
