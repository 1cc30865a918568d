/**
 * Facts become events: rows written as they begin, grow and end, their pictures taken, each change
 * told to the server within a second. One camera's facts are worked off in their order; a fact that
 * cannot be kept is logged and costs nothing else. Decides nothing about what is an event.
 */
import type { Clock } from "#base/clock";
import type { EventNews } from "#base/link";
import type { Log } from "#base/log";
import {
  type Catalogue,
  type DataFolder,
  type EventChange,
  type EventEntry,
  eventNews,
} from "#storage";
import type { Fact } from "../motion/facts.ts";
import { EventAlbum, type FindStill } from "./event-album.ts";
import {
  type CameraFact,
  grown,
  type OfflineFact,
  rowOfCameraFact,
  rowOfFact,
  rowOfOffline,
} from "./event-facts.ts";

export interface EventKeeperOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly findStill: FindStill;
  readonly onNews: (event: EventNews) => void;
}

interface Lasting {
  event: EventEntry;
  writtenMs: number;
}

/** How often a lasting event's row is brought up to date. */
const WRITE_EVERY_MS = 3_000;
/** Facts of one camera that wait: more means that something is stuck, and growth is left out. */
const MOST_WAITING = 200;

export class EventKeeper {
  readonly #options: EventKeeperOptions;
  readonly #album: EventAlbum;
  /** By camera and the fact's own name. */
  readonly #lasting = new Map<string, Lasting>();
  readonly #work = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, number>();
  #closing: Promise<void> | undefined;

  constructor(options: EventKeeperOptions) {
    this.#options = options;
    const onPicture = (event: EventEntry) => this.#tell(event);
    this.#album = new EventAlbum({ ...options, onPicture });
  }

  /** Ends what a crash left open; cameras that were away stay so until they are seen again. */
  async start(): Promise<void> {
    const { catalogue, log } = this.#options;
    const closed = await catalogue.events.closeOpen();
    if (closed > 0) log.info({ events: closed }, "events that a crash left open were ended");
    for (const event of await catalogue.events.listOpen())
      this.#lasting.set(offlineKey(event.camera_id), { event, writtenMs: 0 });
  }

  /** Cameras of which an event says that they are away. */
  get offlineCameras(): ReadonlyMap<string, number> {
    const away = [...this.#lasting.values()].filter(({ event }) => event.kind === "offline");
    return new Map(away.map(({ event }) => [event.camera_id, event.start_ms]));
  }

  /** A fact of the analysis of a camera's pictures. */
  take(cameraId: string, fact: Fact): void {
    if (fact.kind === "motion" || fact.kind === "tamper") {
      const key = `${cameraId}/${fact.kind}/${fact.key}`;
      if (fact.phase === "started")
        this.#begin(cameraId, key, (ms) => rowOfFact(cameraId, fact, ms));
      else {
        const change = fact.kind === "motion" ? grown(fact) : {};
        if (fact.phase === "grown") this.#grow(cameraId, key, change, fact.endMs);
        else this.#end(cameraId, key, change, fact.endMs);
      }
    } else this.#whole(cameraId, (ms) => rowOfFact(cameraId, fact, ms));
  }

  /** What a camera told of itself. */
  takeFromCamera(cameraId: string, fact: CameraFact): void {
    const key = `${cameraId}/camera/${fact.key}`;
    const row = (nowMs: number) => rowOfCameraFact(cameraId, fact, nowMs);
    if (fact.phase === "happened") this.#whole(cameraId, row);
    else if (fact.phase === "started") this.#begin(cameraId, key, row);
    else this.#end(cameraId, key, {}, fact.atMs);
  }

  /** A camera went away, is away for another reason, or is back. */
  takeOffline(cameraId: string, fact: OfflineFact): void {
    const key = offlineKey(cameraId);
    if (fact.phase === "started")
      this.#begin(cameraId, key, (nowMs) => rowOfOffline(cameraId, fact, nowMs));
    else if (fact.phase === "ended") this.#end(cameraId, key, {}, fact.endMs);
    else this.#grow(cameraId, key, { detail: fact.cause }, fact.endMs, true);
  }

  /** Nothing more is known of a camera's pictures from here on: what lasts of them ends now. */
  interrupt(cameraId: string): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [key, { event }] of this.#lasting) {
      if (event.camera_id === cameraId && event.source === "vision")
        this.#end(cameraId, key, {}, nowMs);
    }
  }

  /** Resolves when all that was taken is kept. */
  async settled(): Promise<void> {
    await Promise.all(this.#work.values());
  }

  /** Takes nothing more and ends what lasts, except cameras that are away. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#endAll();
    return this.#closing;
  }

  async #endAll(): Promise<void> {
    await this.settled();
    const nowMs = this.#options.clock.nowMs();
    for (const [key, { event }] of this.#lasting)
      if (event.kind !== "offline") this.#end(event.camera_id, key, {}, nowMs, true);
    await this.settled();
  }

  #begin(
    cameraId: string,
    key: string,
    row: (nowMs: number) => Parameters<Catalogue["events"]["insert"]>[0],
  ): void {
    this.#queue(cameraId, async () => {
      const { catalogue, clock } = this.#options;
      const before = this.#lasting.get(key);
      if (before && before.event.kind === "offline") return;
      // The analysis began anew and counts from one again: what bore this name is over.
      if (before) await this.#close(key, before, {}, before.event.best_ms);
      const event = await catalogue.events.insert(row(clock.nowMs()));
      this.#lasting.set(key, { event, writtenMs: clock.monotonicMs() });
      this.#tell(event);
      if (event.kind !== "offline") await this.#album.begin(event);
    });
  }

  #grow(cameraId: string, key: string, change: EventChange, atMs: number, isUrgent = false): void {
    if ((this.#waiting.get(cameraId) ?? 0) > MOST_WAITING && !isUrgent) return;
    this.#queue(cameraId, async () => {
      const { catalogue, clock } = this.#options;
      const lasting = this.#lasting.get(key);
      if (!lasting) return;
      const nowMs = clock.monotonicMs();
      if (!isUrgent && nowMs - lasting.writtenMs < WRITE_EVERY_MS) return;
      lasting.writtenMs = nowMs;
      const event = await catalogue.events.change(lasting.event.id, change);
      if (!event) return void this.#lasting.delete(key);
      lasting.event = event;
      this.#tell(event);
      await this.#album.grow(event, atMs);
    });
  }

  #end(cameraId: string, key: string, change: EventChange, endMs: number, isLast = false): void {
    const work = async () => {
      const lasting = this.#lasting.get(key);
      if (lasting) await this.#close(key, lasting, change, endMs);
    };
    this.#queue(cameraId, work, isLast);
  }

  async #close(key: string, { event }: Lasting, change: EventChange, endMs: number): Promise<void> {
    this.#lasting.delete(key);
    const startMs = Math.max(event.start_ms, endMs);
    const ended = await this.#options.catalogue.events.change(event.id, {
      ...change,
      end_ms: startMs,
    });
    if (!ended) return;
    this.#tell(ended);
    if (ended.kind !== "offline") await this.#album.end(ended);
  }

  #whole(
    cameraId: string,
    row: (nowMs: number) => Parameters<Catalogue["events"]["insert"]>[0],
  ): void {
    this.#queue(cameraId, async () => {
      const { catalogue, clock } = this.#options;
      const event = await catalogue.events.insert(row(clock.nowMs()));
      this.#tell(event);
      await this.#album.whole(event);
    });
  }

  #tell(event: EventEntry): void {
    this.#options.onNews(eventNews(event));
  }

  #queue(cameraId: string, work: () => Promise<void>, isLast = false): void {
    if (this.#closing && !isLast) return;
    const count = (change: number) =>
      this.#waiting.set(cameraId, (this.#waiting.get(cameraId) ?? 0) + change);
    count(1);
    const done = (this.#work.get(cameraId) ?? Promise.resolve())
      .then(work)
      .catch((thrown: unknown) => {
        this.#options.log.error({ err: thrown, camera: cameraId }, "an event could not be kept");
      })
      .finally(() => count(-1));
    this.#work.set(cameraId, done);
  }
}

function offlineKey(cameraId: string): string {
  return `${cameraId}/offline`;
}
