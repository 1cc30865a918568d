/** The instant on screen as a value that can be watched without rendering the page at every frame. */
export class PaintedClock {
  #atMs: number;
  readonly #watchers = new Set<(atMs: number) => void>();

  constructor(atMs: number) {
    this.#atMs = atMs;
  }

  get atMs(): number {
    return this.#atMs;
  }

  set(atMs: number): void {
    this.#atMs = atMs;
    for (const watcher of this.#watchers) watcher(atMs);
  }

  readonly watch = (watcher: (atMs: number) => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
}
