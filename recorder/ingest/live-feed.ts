/**
 * Live viewing of one stream: hands the frames of the run under way to whoever watches, as FLV from
 * the last keyframe on. Costs nothing while nobody watches: the open GOP is in memory anyway. Does
 * not know the relay.
 */
import type { Cause } from "#base/link";
import type { InitInfo } from "#storage";
import { flvHead, flvTakes, frameTag } from "./flv-tags.ts";
import type { ArrivingFrame } from "./media-frame.ts";

export interface LiveWatch {
  /** FLV file header, sequence headers and the tags of the GOP so far. */
  readonly head: Buffer;
  stop(): void;
}

export interface LiveSource {
  /**
   * FLV from the last keyframe on. `onTag` gets each later tag whole, `onEnd` is called when the run
   * ends (a new run needs a new watch). A cause instead: there is nothing to see, and why.
   */
  watch(onTag: (tag: Buffer) => void, onEnd: () => void): LiveWatch | Cause;
}

interface Watcher {
  readonly onTag: (tag: Buffer) => void;
  readonly onEnd: () => void;
  /** Decode time of this watcher's first frame, seconds. */
  readonly fromSeconds: number;
}

/** A run under way, as a source of live pictures. */
interface LiveRun {
  readonly info: InitInfo;
  readonly openGop: () => readonly ArrivingFrame[];
}

export class LiveFeed implements LiveSource {
  readonly #watchers = new Set<Watcher>();
  #run: LiveRun | undefined;
  #cause: Cause = "starting";

  /** A run has begun: `openGop` gives the frames since the last keyframe. */
  begin(info: InitInfo, openGop: () => readonly ArrivingFrame[]): void {
    this.#run = { info, openGop };
  }

  /** The next frame, after it was added to the open GOP. */
  frame(frame: ArrivingFrame): void {
    if (this.#watchers.size === 0 || !this.#run) return;
    for (const watcher of [...this.#watchers]) {
      const tag = tagFor(watcher.fromSeconds, frame, this.#run.info);
      if (tag) watcher.onTag(tag);
    }
  }

  /** The run is over, and why. */
  end(cause: Cause): void {
    this.#run = undefined;
    this.#cause = cause;
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher.onEnd();
  }

  watch(onTag: (tag: Buffer) => void, onEnd: () => void): LiveWatch | Cause {
    const run = this.#run;
    const open = run?.openGop() ?? [];
    const first = open[0];
    if (!run || !first) return this.#cause;
    if (!flvTakes(run.info)) return "codec_unsupported";
    const fromSeconds = first.frame.dtsTicks / run.info.timescale;
    const tags = open
      .map((frame) => tagFor(fromSeconds, frame, run.info))
      .filter((tag) => tag !== undefined);
    const watcher: Watcher = { onTag, onEnd, fromSeconds };
    this.#watchers.add(watcher);
    return {
      head: Buffer.concat([flvHead(run.info), ...tags]),
      stop: () => void this.#watchers.delete(watcher),
    };
  }
}

function tagFor(fromSeconds: number, arriving: ArrivingFrame, info: InitInfo): Buffer | undefined {
  const { frame } = arriving;
  const timescale = frame.isVideo ? info.timescale : (info.audio?.timescale ?? info.timescale);
  return frameTag(arriving, (frame.dtsTicks / timescale - fromSeconds) * 1000, info);
}
