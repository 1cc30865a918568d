/**
 * The small colour pictures of the last minute of one camera, for the still of an event that is told
 * some seconds later. The newest are kept as they are, older ones as JPEG, fewer the older they are;
 * bounded to about 3 MiB a camera.
 */
import { type SmallPicture, smallJpeg } from "#storage";
import type { SmallStill } from "./worker-messages.ts";

interface Kept {
  readonly atMs: number;
  readonly stirs: boolean;
  readonly width: number;
  readonly height: number;
  picture: SmallPicture | undefined;
  jpeg: Buffer | undefined;
}

const KEEP_MS = 60_000;
/** Two a second, and one in three seconds where nothing stirs. */
const EVERY_MS = 450;
const QUIET_EVERY_MS = 3000;
/** So many are kept uncompressed: at 86 KiB each. */
const RAW_PICTURES = 20;
/** Of older ones most go: coding them costs more than all else that is done with them. */
const AGED_EVERY_MS = 1900;
const QUALITY = 78;

export class PictureMemory {
  readonly #free: (picture: SmallPicture) => void;
  #kept: Kept[] = [];
  #last: Kept | undefined;
  #coding: Promise<void> = Promise.resolve();

  /** `free` gets each picture that is not looked at any more. */
  constructor(free: (picture: SmallPicture) => void) {
    this.#free = free;
  }

  /** Takes the newest picture; its memory is not copied. */
  push(atMs: number, picture: SmallPicture, stirs: boolean): void {
    const { width, height } = picture;
    const next: Kept = { atMs, stirs, width, height, picture, jpeg: undefined };
    const last = this.#last;
    this.#last = next;
    if (last && !this.#kept.includes(last)) this.#letGo(last);
    const before = this.#kept.at(-1);
    if (before && atMs < before.atMs) this.#keepOnly(() => false);
    const everyMs = stirs ? EVERY_MS : QUIET_EVERY_MS;
    if (before && atMs >= before.atMs && atMs - before.atMs < everyMs) return;
    this.#kept.push(next);
    this.#keepOnly((kept) => atMs - kept.atMs <= KEEP_MS);
    const oldest = this.#kept.filter((kept) => kept.picture);
    if (oldest.length > RAW_PICTURES && oldest[0]) this.#age(oldest[0]);
  }

  /** The picture nearest to the instant; undefined when there is none within three seconds. */
  async find(atMs: number): Promise<SmallStill | undefined> {
    let best: Kept | undefined = this.#last;
    for (const kept of this.#kept) {
      if (!best || Math.abs(kept.atMs - atMs) < Math.abs(best.atMs - atMs)) best = kept;
    }
    if (!best || Math.abs(best.atMs - atMs) > QUIET_EVERY_MS) return undefined;
    if (!best.picture) await this.#coding;
    const jpeg = best.picture ? await smallJpeg(best.picture, QUALITY) : best.jpeg;
    return jpeg && { atMs: best.atMs, jpeg, width: best.width, height: best.height };
  }

  #age(kept: Kept): void {
    const index = this.#kept.indexOf(kept);
    const before = this.#kept[index - 1];
    const { picture } = kept;
    if (!picture || (before && kept.atMs - before.atMs < AGED_EVERY_MS)) {
      this.#kept.splice(index, 1);
      this.#letGo(kept);
      return;
    }
    kept.picture = undefined;
    const drop = () => void this.#kept.splice(this.#kept.indexOf(kept), 1);
    this.#coding = this.#coding
      .then(() => smallJpeg(picture, QUALITY))
      .then((jpeg) => {
        kept.jpeg = jpeg;
      }, drop)
      .then(() => this.#free(picture));
  }

  #keepOnly(isKept: (kept: Kept) => boolean): void {
    for (const kept of this.#kept) if (!isKept(kept)) this.#letGo(kept);
    this.#kept = this.#kept.filter(isKept);
  }

  #letGo(kept: Kept): void {
    if (kept.picture) this.#free(kept.picture);
    kept.picture = undefined;
  }
}
