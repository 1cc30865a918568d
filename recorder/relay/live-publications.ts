/**
 * Which streams are in the relay: those that somebody watches, and no others. A stream is published
 * when it is wanted and ends when nobody has asked for it for a while, when its ingest run ends, or
 * with the relay. Each publication has a new, unguessable name: node-media-server would serve the old
 * GOP of a name for half a minute after its publisher has gone.
 */
import type { Clock } from "#base/clock";
import { randomHex } from "#base/ids";
import type { Cause, LiveAnswer, LiveRefusal, StreamKind } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import { FlvPublisher } from "./flv-publisher.ts";
import { LIVE_APP } from "./relay-message.ts";

export interface LiveWatch {
  /** FLV file header, sequence headers and the tags of the GOP so far. */
  readonly head: Buffer;
  stop(): void;
}

/** Where live video of one stream comes from: its ingest run. */
export interface LiveSource {
  /** FLV from a keyframe on; `onEnd` when the run ends. A cause when it has nothing to show. */
  watch(onTag: (tag: Buffer) => void, onEnd: () => void): LiveWatch | Cause;
}

export interface LivePublicationsOptions {
  readonly relay: { readonly port: number | undefined };
  readonly findSource: (cameraId: string, stream: StreamKind) => LiveSource | Cause;
  readonly clock: Clock;
  readonly log: Log;
}

interface Publication {
  readonly url: string;
  readonly port: number;
  readonly end: () => void;
  wantedMs: number;
}

/** Viewers repeat their wish every 10 s. */
const UNWANTED_AFTER_MS = 30_000;
const SWEEP_MS = 5_000;

export class LivePublications {
  readonly #options: LivePublicationsOptions;
  readonly #publications = new Map<string, Publication>();
  readonly #sweep: PeriodicJob;

  constructor(options: LivePublicationsOptions) {
    this.#options = options;
    this.#sweep = new PeriodicJob({
      name: "live publications",
      everyMs: SWEEP_MS,
      clock: options.clock,
      log: options.log,
      run: async () => this.#endUnwanted(),
    });
  }

  start(): void {
    this.#sweep.start();
  }

  /** How many streams are in the relay now. */
  get count(): number {
    return this.#publications.size;
  }

  /** The address of a live stream in the relay; publishes it if need be. */
  want(cameraId: string, stream: StreamKind): LiveAnswer | LiveRefusal {
    const key = `${cameraId}/${stream}`;
    const { relay, clock } = this.#options;
    const running = this.#publications.get(key);
    if (running && running.port === relay.port) {
      running.wantedMs = clock.monotonicMs();
      return { ok: true, url: running.url };
    }
    running?.end();
    if (relay.port === undefined) return { ok: false, cause: "starting" };
    const source = this.#options.findSource(cameraId, stream);
    if (typeof source === "string") return { ok: false, cause: source };
    return this.#publish(key, source, relay.port);
  }

  async close(): Promise<void> {
    await this.#sweep.close();
    for (const publication of [...this.#publications.values()]) publication.end();
  }

  #publish(key: string, source: LiveSource, port: number): LiveAnswer | LiveRefusal {
    const path = `/${LIVE_APP}/${randomHex(16)}.flv`;
    let ended = false;
    let watch: LiveWatch | undefined;
    const end = () => {
      if (ended) return;
      ended = true;
      watch?.stop();
      publisher.close();
      if (this.#publications.get(key)?.end === end) this.#publications.delete(key);
      this.#options.log.debug({ stream: key }, "live ended");
    };
    const publisher = new FlvPublisher({ port, path, onEnd: end });
    const answer = source.watch((tag) => publisher.write(tag), end);
    if (typeof answer === "string") return { ok: false, cause: answer };
    watch = answer;
    publisher.start(answer.head);
    const url = `http://127.0.0.1:${port}${path}`;
    this.#publications.set(key, { url, port, end, wantedMs: this.#options.clock.monotonicMs() });
    this.#options.log.debug({ stream: key }, "live published");
    return { ok: true, url };
  }

  #endUnwanted(): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const publication of [...this.#publications.values()]) {
      if (nowMs - publication.wantedMs > UNWANTED_AFTER_MS) publication.end();
    }
  }
}
