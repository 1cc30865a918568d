/**
 * One life of a live stream in a `<video>`: connect, demux, play near the live edge, until it ends
 * once. Knows no retry; `live-player.ts` starts the next one. Times are `performance.now()`.
 */
import mpegts from "mpegts.js";
import { type LoaderClass, type LoaderHold, liveLoader } from "./live-loader.ts";
import { type ChaseLimits, chase, firstChase, isStuck } from "./live-policy.ts";

export type RunEnd =
  | { readonly kind: "closed"; readonly code: number; readonly reason: string }
  | { readonly kind: "stuck" }
  /** The browser cannot play this kind of picture. */
  | { readonly kind: "unsupported" }
  | { readonly kind: "failed"; readonly detail: string };

export interface RunOptions {
  readonly video: HTMLVideoElement;
  readonly url: string;
  readonly limits: ChaseLimits;
  /** Append a few times a second only; for walls of many tiles. */
  readonly gather: boolean;
  readonly onFirstFrame: () => void;
  readonly onEnd: (end: RunEnd) => void;
}

const YOUNG_MS = 4000;

export class LiveRun {
  readonly #options: RunOptions;
  #player: mpegts.Player | undefined;
  #loader: LoaderHold | undefined;
  #chase: ReturnType<typeof firstChase>;
  #openedMs = 0;
  #firstFrameMs: number | undefined;
  #lastFrameMs = 0;
  #lastTimeS = -1;
  #lastTickMs = 0;
  #dryCount = 0;
  #frameCallback: number | undefined;
  #ended = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#chase = firstChase(options.limits);
  }

  start(): void {
    const { video, url } = this.#options;
    this.#openedMs = performance.now();
    this.#lastFrameMs = this.#openedMs;
    this.#lastTickMs = this.#openedMs;
    const player = mpegts.createPlayer(
      { type: "flv", isLive: true, hasAudio: false, url },
      {
        enableStashBuffer: false,
        lazyLoad: false,
        // The socket may connect while the browser still opens its media source.
        deferLoadAfterSourceOpen: false,
        autoCleanupSourceBuffer: true,
        autoCleanupMaxBackwardDuration: 12,
        autoCleanupMinBackwardDuration: 4,
        statisticsInfoReportInterval: 60_000,
        customLoader: this.#loaderClass(),
      },
    );
    this.#player = player;
    player.on(mpegts.Events.ERROR, (type: string, detail: string) => this.#failed(type, detail));
    player.attachMediaElement(video);
    video.addEventListener("waiting", this.#wentDry);
    video.addEventListener("canplay", this.#canPlay);
    this.#awaitFrame();
    player.load();
  }

  /** Ends without a word to `onEnd`; the video element is free for the next run. */
  close(): void {
    this.#ended = true;
    const { video } = this.#options;
    video.removeEventListener("waiting", this.#wentDry);
    video.removeEventListener("canplay", this.#canPlay);
    if (this.#frameCallback !== undefined) video.cancelVideoFrameCallback?.(this.#frameCallback);
    video.playbackRate = 1;
    this.#loader = undefined;
    const player = this.#player;
    this.#player = undefined;
    try {
      player?.destroy();
    } catch (thrown) {
      // The library throws when its media source is already gone; nothing is left to free then.
      console.debug("live player was already gone", thrown);
    }
  }

  /** To be called a few times a second. */
  tick(nowMs: number): void {
    if (this.#ended) return;
    this.#loader?.flush();
    const { video } = this.#options;
    const stepS = (nowMs - this.#lastTickMs) / 1000;
    this.#lastTickMs = nowMs;
    if (video.currentTime !== this.#lastTimeS) {
      this.#lastTimeS = video.currentTime;
      this.#lastFrameMs = nowMs;
    }
    if (isStuck(nowMs - this.#lastFrameMs, this.#firstFrameMs !== undefined)) {
      this.#end({ kind: "stuck" });
      return;
    }
    this.#keepNear(stepS, nowMs);
  }

  #keepNear(stepS: number, nowMs: number): void {
    const { video, limits } = this.#options;
    const buffered = video.buffered;
    if (buffered.length === 0 || video.seeking) return;
    const edgeS = buffered.end(buffered.length - 1);
    const step = chase(
      this.#chase,
      {
        aheadS: edgeS - video.currentTime,
        dryCount: this.#dryCount,
        stepS,
        young: nowMs - this.#openedMs < YOUNG_MS,
      },
      limits,
    );
    this.#dryCount = 0;
    this.#chase = step.state;
    if (step.jump) video.currentTime = Math.max(buffered.start(0), edgeS - step.state.targetS);
    if (Math.abs(video.playbackRate - step.state.rate) > 0.02) video.playbackRate = step.state.rate;
    if (video.paused) this.#play();
  }

  #loaderClass(): LoaderClass {
    return liveLoader({
      // Until the first picture every byte counts; afterwards a wall gathers.
      gathering: () => this.#options.gather && this.#firstFrameMs !== undefined,
      onOpen: (hold) => {
        this.#loader = hold;
      },
      onBytes: () => undefined,
      onClose: (code, reason) => this.#end({ kind: "closed", code, reason }),
    });
  }

  readonly #wentDry = (): void => {
    if (this.#firstFrameMs !== undefined) this.#dryCount += 1;
  };

  readonly #canPlay = (): void => {
    this.#keepNear(0, performance.now());
    this.#play();
  };

  #play(): void {
    this.#options.video.play().catch((thrown: unknown) => {
      // Aborted by the next run or by a sleeping page: the next tick plays again.
      console.debug("play was put off", thrown);
    });
  }

  #awaitFrame(): void {
    const { video } = this.#options;
    const painted = () => {
      this.#frameCallback = undefined;
      if (this.#ended) return;
      this.#firstFrameMs = performance.now();
      this.#options.onFirstFrame();
    };
    if (typeof video.requestVideoFrameCallback === "function") {
      this.#frameCallback = video.requestVideoFrameCallback(painted);
    } else {
      video.addEventListener("playing", painted, { once: true });
    }
  }

  #failed(type: string, detail: string): void {
    const unsupported =
      detail === mpegts.ErrorDetails.MEDIA_CODEC_UNSUPPORTED || detail === "FormatUnsupported";
    this.#end(
      unsupported ? { kind: "unsupported" } : { kind: "failed", detail: `${type}: ${detail}` },
    );
  }

  #end(end: RunEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    // Not from within the library's own callback: it still works on what would be destroyed.
    queueMicrotask(() => this.#options.onEnd(end));
  }
}
