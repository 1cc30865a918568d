/**
 * Keeps a live stream playing in a `<video>` for weeks: starts run after run, waits longer between
 * failures, sleeps while nobody looks. Says what it does through `onState`.
 */
import type { StreamKind } from "./live-address.ts";
import { liveAddress } from "./live-address.ts";
import { type ChaseLimits, closeVerdict, reconnectDelayMs } from "./live-policy.ts";
import { LiveRun, type RunEnd } from "./live-run.ts";
import type { LiveTicker } from "./live-ticker.ts";

export type LiveState =
  | { readonly kind: "starting" }
  | { readonly kind: "playing" }
  /** Lost; the next try comes by itself. `reason` is the server's word, often a cause. */
  | { readonly kind: "waiting"; readonly reason: string }
  | { readonly kind: "unsupported" }
  | { readonly kind: "refused"; readonly reason: string }
  /** The session is over: the page must ask who is logged in. */
  | { readonly kind: "session" };

export interface LivePlayerOptions {
  readonly video: HTMLVideoElement;
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly ticker: LiveTicker;
  readonly limits: ChaseLimits;
  readonly gather: boolean;
  readonly onState: (state: LiveState) => void;
}

/** After so long without failure the next one counts as the first. */
const FORGIVEN_MS = 20_000;

export class LivePlayer {
  readonly #options: LivePlayerOptions;
  #run: LiveRun | undefined;
  #stopTicking: (() => void) | undefined;
  #retryTimer: number | undefined;
  #failures = 0;
  #playingSinceMs: number | undefined;
  #closed = true;

  constructor(options: LivePlayerOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#closed) return;
    this.#closed = false;
    this.#stopTicking = this.#options.ticker.add((nowMs) => this.#run?.tick(nowMs));
    this.#startRun();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopTicking?.();
    window.clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#endRun();
  }

  /** The camera came back: tries at once if it was waiting. */
  kick(): void {
    if (this.#closed || this.#retryTimer === undefined) return;
    this.#failures = 0;
    this.#startRun();
  }

  #startRun(): void {
    window.clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const { video, cameraId, stream, limits, gather, onState } = this.#options;
    this.#run = new LiveRun({
      video,
      url: liveAddress(window.location, cameraId, stream),
      limits,
      gather,
      onFirstFrame: () => {
        this.#playingSinceMs = performance.now();
        video.dataset.playing = "true";
        onState({ kind: "playing" });
      },
      onEnd: (end) => this.#ended(end),
    });
    if (this.#failures === 0) onState({ kind: "starting" });
    this.#run.start();
  }

  #endRun(): void {
    const run = this.#run;
    this.#run = undefined;
    this.#playingSinceMs = undefined;
    delete this.#options.video.dataset.playing;
    run?.close();
  }

  #ended(end: RunEnd): void {
    if (this.#closed) return;
    const played =
      this.#playingSinceMs === undefined ? 0 : performance.now() - this.#playingSinceMs;
    this.#endRun();
    this.#failures = played > FORGIVEN_MS ? 1 : this.#failures + 1;
    if (end.kind === "unsupported") {
      this.#options.onState({ kind: "unsupported" });
      this.#retryIn(60_000);
      return;
    }
    const verdict = end.kind === "closed" ? closeVerdict(end.code) : "again";
    const reason = end.kind === "closed" ? end.reason : end.kind;
    if (verdict === "session") this.#options.onState({ kind: "session" });
    else if (verdict === "refused") this.#options.onState({ kind: "refused", reason });
    else this.#options.onState({ kind: "waiting", reason });
    if (verdict === "again" || verdict === "later") {
      this.#retryIn(reconnectDelayMs(this.#failures, verdict, Math.random()));
    }
  }

  #retryIn(delayMs: number): void {
    this.#retryTimer = window.setTimeout(() => this.#startRun(), delayMs);
  }
}
