/**
 * Live viewing: who watches what. Owns one source a watched stream and the list of viewers with their
 * sessions; takes a viewer's right away within seconds of its end. Knows no Request and no Socket.
 */
import type { Clock } from "#base/clock";
import type { StreamKind } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import { LIVE_CLOSE } from "#contract";
import type { Catalogue } from "#storage";
import { maySee, type Who } from "../users/who.ts";
import { type LiveRequester, LiveSource } from "./live-source.ts";
import type { LiveViewer, ViewerPort } from "./live-viewer.ts";
import type { pullFromRelay } from "./relay-pull.ts";

export interface LiveServiceOptions {
  readonly catalogue: Catalogue;
  readonly recorder: LiveRequester;
  readonly sessions: { findByHash(sessionHash: string, ip: string): Promise<Who | undefined> };
  readonly clock: Clock;
  readonly log: Log;
  readonly pull?: typeof pullFromRelay;
}

interface Watching {
  readonly who: Who;
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly viewer: LiveViewer;
}

/** Rights may be changed by another process too, so they are read again and again. */
const REVIEW_MS = 5_000;
/** More than any wall; keeps one session from eating the machine. */
const MAX_VIEWS_PER_SESSION = 64;

export class LiveService {
  readonly #options: LiveServiceOptions;
  readonly #sources = new Map<string, LiveSource>();
  readonly #watching = new Set<Watching>();
  readonly #review: PeriodicJob;
  #closed = false;

  constructor(options: LiveServiceOptions) {
    this.#options = options;
    const { clock, log } = options;
    this.#review = new PeriodicJob({
      name: "live-review",
      everyMs: REVIEW_MS,
      clock,
      log,
      run: () => this.review(),
    });
  }

  start(): void {
    this.#review.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#review.close();
    for (const source of [...this.#sources.values()])
      source.close(LIVE_CLOSE.unavailable, "unknown");
  }

  /** Viewers by stream, for the metrics. */
  get viewers(): { readonly main: number; readonly sub: number } {
    const count = (stream: StreamKind) =>
      [...this.#watching].filter((entry) => entry.stream === stream).length;
    return { main: count("main"), sub: count("sub") };
  }

  /**
   * Lets somebody watch, or closes the port with the reason why not. The answer is called when the
   * connection has gone.
   */
  async watch(
    who: Who,
    cameraId: string,
    stream: StreamKind,
    port: ViewerPort,
  ): Promise<() => void> {
    const refusal = await this.#refusal(who, cameraId, stream);
    if (refusal) {
      port.close(refusal.code, refusal.reason);
      return () => undefined;
    }
    const { viewer, leave } = this.#source(cameraId, stream).join(port);
    const entry: Watching = { who, cameraId, stream, viewer };
    this.#watching.add(entry);
    return () => {
      this.#watching.delete(entry);
      leave();
    };
  }

  /** A session has ended: its viewers go at once. */
  sessionEnded(sessionHash: string, reason: string): void {
    for (const entry of this.#watching) {
      if (entry.who.sessionHash === sessionHash)
        entry.viewer.close(LIVE_CLOSE.sessionEnded, reason);
    }
  }

  /** Closes whatever its session may no longer see. */
  async review(): Promise<void> {
    const sessions = new Map([...this.#watching].map(({ who }) => [who.sessionHash, who]));
    for (const [sessionHash, who] of sessions) {
      const now = await this.#options.sessions.findByHash(sessionHash, who.ip);
      if (!now) this.sessionEnded(sessionHash, "expired");
      else this.#reviewRights(now);
    }
  }

  #reviewRights(who: Who): void {
    for (const entry of this.#watching) {
      if (entry.who.sessionHash !== who.sessionHash || maySee(who, entry.cameraId)) continue;
      entry.viewer.close(LIVE_CLOSE.forbidden, "camera.no_right");
    }
  }

  async #refusal(
    who: Who,
    cameraId: string,
    stream: StreamKind,
  ): Promise<{ code: number; reason: string } | undefined> {
    if (this.#closed) return { code: LIVE_CLOSE.unavailable, reason: "unknown" };
    if (!maySee(who, cameraId)) return { code: LIVE_CLOSE.forbidden, reason: "camera.no_right" };
    const camera = await this.#options.catalogue.cameras.find(cameraId);
    if (!camera || camera.removed_ms !== null)
      return { code: LIVE_CLOSE.notFound, reason: "camera.not_found" };
    if (camera.enabled === 0) return { code: LIVE_CLOSE.unavailable, reason: "switched_off" };
    if (stream === "sub" && camera.source === "rtsp" && !camera.sub_url) {
      return { code: LIVE_CLOSE.notFound, reason: "camera.no_sub" };
    }
    const views = [...this.#watching].filter(
      (entry) => entry.who.sessionHash === who.sessionHash,
    ).length;
    if (views >= MAX_VIEWS_PER_SESSION)
      return { code: LIVE_CLOSE.unavailable, reason: "live.too_many" };
    return undefined;
  }

  #source(cameraId: string, stream: StreamKind): LiveSource {
    const key = `${cameraId}/${stream}`;
    const known = this.#sources.get(key);
    if (known) return known;
    const source: LiveSource = new LiveSource({
      ...this.#options,
      cameraId,
      stream,
      onIdle: () => {
        if (this.#sources.get(key) === source) this.#sources.delete(key);
      },
    });
    this.#sources.set(key, source);
    return source;
  }
}
