/**
 * What the background was some seconds to a minute and a half ago: the state before somebody came, to
 * compare with the state after he went. Eight bits a pixel, every few seconds.
 */
interface Snapshot {
  readonly atMs: number;
  readonly mean: Uint8ClampedArray;
}

const EVERY_MS = 3000;
const KEPT = 30;

export class Snapshots {
  #kept: Snapshot[] = [];

  forget(): void {
    this.#kept = [];
  }

  note(mean: Float32Array, atMs: number): void {
    const last = this.#kept.at(-1);
    if (last && atMs - last.atMs < EVERY_MS) return;
    const oldest = this.#kept.length >= KEPT ? this.#kept.shift() : undefined;
    const bytes = oldest?.mean ?? new Uint8ClampedArray(mean.length);
    bytes.set(mean);
    this.#kept.push({ atMs, mean: bytes });
  }

  /** Something became part of the scene: from now on it was always there. */
  absorb(mean: Float32Array, take: Uint8Array): void {
    for (const { mean: bytes } of this.#kept) {
      for (let i = 0; i < take.length; i += 1) if (take[i] === 1) bytes[i] = mean[i] as number;
    }
  }

  /** The newest that is older than `atMs`, else the oldest there is, written into `into`. */
  before(atMs: number, into: Float32Array): boolean {
    const found = this.#kept.findLast((snapshot) => snapshot.atMs < atMs) ?? this.#kept[0];
    if (!found) return false;
    into.set(found.mean);
    return true;
  }
}
