/**
 * One live stream while somebody watches it: keeps the recorder publishing it, keeps one pull from
 * the relay, and feeds all viewers from it, so that the second viewer costs no second pull. A relay
 * that dies is asked for again behind the viewers' backs; only when it does not come back in time
 * are they sent away with the cause.
 */
import type { Clock, Timer } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Cause, LiveAnswer, LiveRefusal, StreamKind } from "#base/link";
import type { Log } from "#base/log";
import { LIVE_CLOSE } from "#contract";
import { LiveFeed } from "./live-feed.ts";
import { LiveViewer, type ViewerPort } from "./live-viewer.ts";
import { pullFromRelay } from "./relay-pull.ts";

/** The recorder's side of live, as `RecorderLink` offers it. */
export interface LiveRequester {
  liveWanted(cameraId: string, stream: StreamKind): Promise<LiveAnswer | LiveRefusal>;
}

export interface LiveSourceOptions {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly recorder: LiveRequester;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the relay's stream; tests put their own. */
  readonly pull?: typeof pullFromRelay;
  /** Called once when the last viewer has been gone for a while, or the stream cannot be had. */
  readonly onIdle: () => void;
}

const REPEAT_MS = 10_000;
/** A page that is reloaded finds the stream still warm. */
const LINGER_MS = 5_000;
const RETRY_MS = 250;
/** Frames of a live stream are farther apart; those of a burst are not. */
const BURST_OVER_MS = 30;
const BURST_MAX_MS = 150;
/** How long viewers look at a frozen picture before they are told why. */
const PATIENCE_MS = 8_000;

export class LiveSource {
  readonly #options: LiveSourceOptions;
  readonly #feed: LiveFeed;
  readonly #viewers = new Set<LiveViewer>();
  readonly #abort = new AbortController();
  #pull: { readonly url: string; readonly abort: AbortController } | undefined;
  #repeat: Timer | undefined;
  #linger: Timer | undefined;
  #settle: Timer | undefined;
  #burstSinceMs: number | undefined;
  #asking = false;
  #brokenSinceMs: number | undefined;
  #lastCause: Cause = "unknown";

  constructor(options: LiveSourceOptions) {
    this.#options = options;
    this.#feed = new LiveFeed(options.clock);
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  /** Adds a viewer; the answer takes him away again. */
  join(port: ViewerPort): { viewer: LiveViewer; leave: () => void } {
    const viewer = new LiveViewer(port, this.#options.clock);
    this.#viewers.add(viewer);
    this.#linger?.cancel();
    this.#linger = undefined;
    if (this.#feed.isReady) viewer.greet(this.#feed.greeting());
    if (!this.#pull) this.#ask();
    return { viewer, leave: () => this.#leave(viewer) };
  }

  /** Sends everybody away and stops; idempotent. */
  close(code: number, reason: string): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    this.#repeat?.cancel();
    this.#linger?.cancel();
    this.#settle?.cancel();
    this.#pull?.abort.abort();
    for (const viewer of [...this.#viewers]) viewer.close(code, reason);
    this.#viewers.clear();
    this.#options.onIdle();
  }

  #leave(viewer: LiveViewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    this.#linger = this.#options.clock.after(LINGER_MS, () =>
      this.close(LIVE_CLOSE.unavailable, "unknown"),
    );
  }

  /** Asks the recorder now, and again every ten seconds. */
  #ask(): void {
    if (this.#asking || this.#abort.signal.aborted) return;
    this.#asking = true;
    this.#repeat?.cancel();
    const { cameraId, stream, recorder } = this.#options;
    recorder
      .liveWanted(cameraId, stream)
      .then((answer) => (answer.ok ? this.#open(answer.url) : this.#broken(answer.cause)))
      .catch((thrown: unknown) => this.#failed(thrown))
      .finally(() => {
        this.#asking = false;
        this.#askLater(this.#pull ? REPEAT_MS : RETRY_MS);
      });
  }

  #askLater(delayMs: number): void {
    if (this.#abort.signal.aborted) return;
    this.#repeat?.cancel();
    this.#repeat = this.#options.clock.after(delayMs, () => this.#ask());
  }

  #failed(thrown: unknown): void {
    const { cameraId, stream, log } = this.#options;
    log.warn({ err: thrown, cameraId, stream }, "live stream failed");
    const recorderDown = thrown instanceof VmsError && thrown.reason === "recorder.down";
    this.#broken(recorderDown ? "recorder_stopped" : "unknown");
  }

  #open(url: string): void {
    if (this.#abort.signal.aborted || this.#pull?.url === url) return;
    this.#pull?.abort.abort();
    const abort = new AbortController();
    const pull = { url, abort };
    this.#pull = pull;
    this.#feed.restart();
    for (const viewer of this.#viewers) viewer.awaitKeyframe();
    const ended = () => {
      if (this.#pull !== pull || this.#abort.signal.aborted) return;
      this.#pull = undefined;
      this.#broken("unknown");
      this.#askLater(RETRY_MS);
    };
    const onBytes = (bytes: Buffer) => {
      if (this.#pull === pull) this.#spread(bytes);
    };
    (this.#options.pull ?? pullFromRelay)(url, onBytes, abort.signal)
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted)
          this.#options.log.warn(
            { err: thrown, cameraId: this.#options.cameraId },
            "live pull ended",
          );
      })
      .finally(ended);
  }

  #spread(bytes: Buffer): void {
    const tags = this.#feed.push(bytes);
    if (tags.length === 0) return;
    if (this.#feed.isReady) this.#brokenSinceMs = undefined;
    const [only] = tags;
    const joined =
      tags.length === 1 && only ? only.bytes : Buffer.concat(tags.map((tag) => tag.bytes));
    for (const viewer of this.#viewers) {
      viewer.feed(tags, joined);
      if (viewer.isClosed) this.#leave(viewer);
    }
    this.#greetSoon();
  }

  /**
   * A fresh pull begins with a burst of past frames. Those who wait for it are greeted when the burst
   * is over, so that its frames are squeezed and they do not start a whole GOP late.
   */
  #greetSoon(): void {
    if (!this.#feed.isReady || ![...this.#viewers].some((viewer) => !viewer.isGreeted)) return;
    const nowMs = this.#options.clock.monotonicMs();
    this.#burstSinceMs ??= nowMs;
    this.#settle?.cancel();
    if (nowMs - this.#burstSinceMs >= BURST_MAX_MS) this.#greet();
    else this.#settle = this.#options.clock.after(BURST_OVER_MS, () => this.#greet());
  }

  #greet(): void {
    this.#burstSinceMs = undefined;
    if (!this.#feed.isReady) return;
    for (const viewer of this.#viewers) {
      if (!viewer.isGreeted) viewer.greet(this.#feed.greeting());
    }
  }

  /** No bytes for now; a camera that is known to be down is said at once, a hiccup is waited out. */
  #broken(cause: Cause): void {
    this.#lastCause = cause;
    const nowMs = this.#options.clock.monotonicMs();
    this.#brokenSinceMs ??= nowMs;
    const known = cause !== "unknown" && cause !== "starting" && cause !== "stream_changed";
    const outOfPatience = nowMs - this.#brokenSinceMs > PATIENCE_MS;
    if (outOfPatience || (known && !this.#feed.isReady))
      this.close(LIVE_CLOSE.unavailable, this.#lastCause);
  }
}
