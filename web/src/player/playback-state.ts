/** What the playback player tells the page. Times are epoch UTC milliseconds. */

/**
 * `loading`: the picture of the asked second is on its way; `showing`: it is there (playing or not);
 * `noFootage`: nothing was recorded there; `ended`: playing came to a gap, the last picture stays;
 * `waiting`: at the newest recorded second; `failed`: see `problem`.
 */
export type PlaybackPhase =
  | "idle"
  | "loading"
  | "showing"
  | "noFootage"
  | "ended"
  | "waiting"
  | "failed";

/** One camera. */
export interface PlaybackState {
  readonly phase: PlaybackPhase;
  /** What was asked for last. */
  readonly atMs: number;
  /** Codec names the browser cannot play, else null. */
  readonly unplayable: string | null;
  readonly problem: unknown;
  /** Picture size of what is loaded, 0 before. */
  readonly width: number;
  readonly height: number;
}

/** All cameras together, with the state of the one in focus. */
export interface GroupState extends PlaybackState {
  /** The user's wish; time may stand still all the same while nobody has a picture. */
  readonly playing: boolean;
  readonly rate: number;
}

export interface Jump {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PlaybackHooks {
  readonly onPainted: (paintedMs: number) => void;
  /** Something that decides about running may have changed. */
  readonly onChange: () => void;
  /** The browser plays only after a touch. */
  readonly onRefused: () => void;
  /** The link is thinner than the footage played. */
  readonly onStall: () => void;
}

export const IDLE: PlaybackState = {
  phase: "idle",
  atMs: 0,
  unplayable: null,
  problem: null,
  width: 0,
  height: 0,
};

/** The state of one camera, watched by the page. */
export class StateCell {
  readonly #watchers = new Set<() => void>();
  #state: PlaybackState = IDLE;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly get = (): PlaybackState => this.#state;

  set(change: Partial<PlaybackState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof PlaybackState)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }
}
