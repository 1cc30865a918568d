/** Bitrate and frame rate of what was recorded in the last ten seconds or so. Pure. */

interface Measured {
  readonly startMs: number;
  readonly endMs: number;
  readonly sizeBytes: number;
  readonly frames: number;
}

const WINDOW_MS = 10_000;

export class RateMeter {
  #gops: Measured[] = [];

  add(gop: Measured): void {
    this.#gops.push(gop);
    while (this.#gops.length > 1 && gop.endMs - (this.#gops[0]?.startMs ?? 0) > WINDOW_MS)
      this.#gops.shift();
  }

  reset(): void {
    this.#gops = [];
  }

  get bitrateKbps(): number | null {
    return this.#perMs((gop) => gop.sizeBytes * 8);
  }

  get framesPerSecond(): number | null {
    const perMs = this.#sum((gop) => gop.frames) / this.#spanMs();
    return this.#gops.length > 0 ? Math.round(perMs * 10_000) / 10 : null;
  }

  #perMs(of: (gop: Measured) => number): number | null {
    return this.#gops.length > 0 ? Math.round(this.#sum(of) / this.#spanMs()) : null;
  }

  #sum(of: (gop: Measured) => number): number {
    return this.#gops.reduce((sum, gop) => sum + of(gop), 0);
  }

  #spanMs(): number {
    return Math.max(
      1,
      this.#sum((gop) => gop.endMs - gop.startMs),
    );
  }
}
