/** What the playback player tells the page. Times are epoch UTC milliseconds. */

/**
 * `loading`: the picture of the asked second is on its way; `showing`: it is there (playing or not);
 * `noFootage`: nothing was recorded there; `waiting`: at the newest recorded second; `failed`: see
 * `problem`.
 */
export type PlaybackPhase = "idle" | "loading" | "showing" | "noFootage" | "waiting" | "failed";

export interface PlaybackState {
  readonly phase: PlaybackPhase;
  readonly playing: boolean;
  readonly rate: number;
  /** What was asked for last, or where playback is. */
  readonly atMs: number;
  /** Codec names the browser cannot play, else null. */
  readonly unplayable: string | null;
  readonly problem: unknown;
  readonly hasAudio: boolean;
  /** Picture size of what is loaded, 0 before. */
  readonly width: number;
  readonly height: number;
}

export interface Jump {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PlaybackHooks {
  /** The next recorded instant at or after, from the timeline; null when there is none yet. */
  readonly findRecordedAfter: (atMs: number) => Promise<number | null>;
  /** A gap was jumped over while playing. */
  readonly onJump: (jump: Jump) => void;
  readonly onPainted: (paintedMs: number) => void;
  /** Bytes and milliseconds of each load, for choosing the stream. */
  readonly onLoaded: (sizeBytes: number, tookMs: number, footageMs: number) => void;
  readonly onStall: () => void;
}

export const IDLE: PlaybackState = {
  phase: "idle",
  playing: false,
  rate: 1,
  atMs: 0,
  unplayable: null,
  problem: null,
  hasAudio: false,
  width: 0,
  height: 0,
};
