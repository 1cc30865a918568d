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
  type EventEntry,
  eventNews,
  type NewEvent,
} from "#storage";
import type { Fact, MotionFact } from "../motion/facts.ts";
import { CameraQueue } from "./camera-queue.ts";
import { EventAlbum, type FindStill } from "./event-album.ts";
import {
  type CameraFact,
  grown,
  type OfflineFact,
  rowOfCameraFact,
  rowOfFact,
  rowOfOffline,
} from "./event-facts.ts";
import {
  type Beginning,
  isOfVision,
  type Lasting,
  motionName,
  type News,
  offlineName,
  SAME_MOTION_MS,
} from "./lasting-event.ts";

export interface EventKeeperOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly findStill: FindStill;
  readonly onNews: (event: EventNews) => void;
}

/** How often the growth of a lasting event is told. */
const TELL_EVERY_MS = 3_000;
/** And written: each write waits for the disk, and a crash costs no more than this growth. */
const WRITE_EVERY_MS = 20_000;
/** Facts of one camera that wait: more means that something is stuck, and growth is left out. */
const MOST_WAITING = 200;

export class EventKeeper {
  readonly #options: EventKeeperOptions;
  readonly #album: EventAlbum;
  /** By camera and the fact's own name. */
  readonly #lasting = new Map<string, Lasting>();
  readonly #work: CameraQueue;
  #closing: Promise<void> | undefined;

  constructor(options: EventKeeperOptions) {
    this.#options = options;
    this.#work = new CameraQueue(options.log);
    const onPicture = (event: EventEntry) => this.#pictured(event);
    this.#album = new EventAlbum({ ...options, onPicture });
  }

  /** Ends what a crash left open; cameras that were away stay so until they are seen again. */
  async start(): Promise<void> {
    const { catalogue, log } = this.#options;
    const closed = await catalogue.events.closeOpen();
    if (closed > 0) log.info({ events: closed }, "events that a crash left open were ended");
    for (const event of await catalogue.events.listOpen())
      this.#lasting.set(offlineName(event.camera_id), this.#newLasting(event, 0));
  }

  /** Cameras of which an event says that they are away. */
  get offlineCameras(): ReadonlyMap<string, number> {
    const away = [...this.#lasting.values()].filter(({ event }) => event.kind === "offline");
    return new Map(away.map(({ event }) => [event.camera_id, event.start_ms]));
  }

  /** A fact of the analysis of a camera's pictures. */
  take(cameraId: string, fact: Fact): void {
    const row = (nowMs: number) => rowOfFact(cameraId, fact, nowMs);
    if (fact.kind !== "motion" && fact.kind !== "tamper") {
      this.#whole(cameraId, row);
      return;
    }
    // Of each there is one at a time: the next ends what an analysis that broke down left open.
    const name = fact.kind === "motion" ? motionName(cameraId) : `${cameraId}/${fact.form}`;
    const { endMs: atMs, key: number } = fact;
    const change = fact.kind === "motion" ? grown(fact) : {};
    const joins = fact.kind === "motion" ? fact : undefined;
    if (fact.phase === "started") this.#begin(cameraId, name, row, { number, joins });
    else if (fact.phase === "grown") this.#grow(cameraId, name, { change, atMs, number });
    else this.#end(cameraId, name, { change, atMs, number });
  }

  /** What a camera told of itself. */
  takeFromCamera(cameraId: string, fact: CameraFact): void {
    const name = `${cameraId}/camera/${fact.key}`;
    const row = (nowMs: number) => rowOfCameraFact(cameraId, fact, nowMs);
    const unless = fact.kind === "motion" ? motionName(cameraId) : undefined;
    if (fact.phase === "happened") this.#whole(cameraId, row, unless);
    else if (fact.phase === "started") this.#begin(cameraId, name, row, { unless });
    else this.#end(cameraId, name, { atMs: fact.atMs });
  }

  /** A camera went away, is away for another reason, or is back. */
  takeOffline(cameraId: string, fact: OfflineFact): void {
    const name = offlineName(cameraId);
    const [atMs, change] = [fact.endMs, { detail: fact.cause }];
    if (fact.phase === "started")
      this.#begin(cameraId, name, (nowMs) => rowOfOffline(cameraId, fact, nowMs));
    else if (fact.phase === "ended") this.#end(cameraId, name, { atMs });
    else this.#grow(cameraId, name, { change, atMs, isUrgent: true });
  }

  /** Nothing more is known of a camera's pictures from here on: what lasts of them ends now. */
  interrupt(cameraId: string): void {
    const atMs = this.#options.clock.nowMs();
    for (const [name, { event }] of this.#lasting) {
      if (event.camera_id === cameraId && isOfVision(name)) this.#end(cameraId, name, { atMs });
    }
  }

  /** Resolves when all that was taken is kept. */
  settled(): Promise<void> {
    return this.#work.settled();
  }

  /** Takes nothing more and ends what lasts, except cameras that are away. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#endAll();
    return this.#closing;
  }

  async #endAll(): Promise<void> {
    await this.settled();
    const atMs = this.#options.clock.nowMs();
    for (const [name, { event }] of this.#lasting)
      if (event.kind !== "offline") this.#end(event.camera_id, name, { atMs, isUrgent: true });
    await this.settled();
  }

  #begin(
    cameraId: string,
    name: string,
    row: (nowMs: number) => NewEvent,
    { number = 0, joins, unless }: Beginning = {},
  ): void {
    this.#queue(cameraId, async () => {
      const { catalogue, clock } = this.#options;
      const before = this.#lasting.get(name);
      if (before?.event.kind === "offline" || (unless && this.#lasting.has(unless))) return;
      if (before) await this.#close(name, before, { atMs: before.event.best_ms });
      else if (joins && (await this.#join(cameraId, name, number, joins))) return;
      const event = await catalogue.events.insert(row(clock.nowMs()));
      this.#lasting.set(name, this.#newLasting(event, number));
      this.#tell(event);
      if (event.kind !== "offline") await this.#album.begin(event);
    });
  }

  /** A motion that the camera told a moment ago is the one that we see now: one event, not two. */
  async #join(cameraId: string, name: string, number: number, fact: MotionFact): Promise<boolean> {
    for (const [known, { event, ...rest }] of this.#lasting) {
      if (event.camera_id !== cameraId || event.kind !== "motion" || isOfVision(known)) continue;
      if (Math.abs(event.start_ms - fact.startMs) > SAME_MOTION_MS) continue;
      const start_ms = Math.min(event.start_ms, Math.round(fact.startMs));
      const lasting = { ...rest, number, event, unwritten: { ...grown(fact), start_ms } };
      this.#lasting.delete(known);
      this.#lasting.set(name, lasting);
      await this.#write(name, lasting, this.#options.clock.monotonicMs());
      this.#tell(lasting.event);
      return true;
    }
    return false;
  }

  #grow(cameraId: string, name: string, news: News): void {
    if (this.#work.waiting(cameraId) > MOST_WAITING && !news.isUrgent) return;
    this.#queue(cameraId, async () => {
      const lasting = this.#find(name, news);
      if (!lasting) return;
      const nowMs = this.#options.clock.monotonicMs();
      Object.assign(lasting.unwritten, news.change);
      if (!news.isUrgent && nowMs - lasting.toldMs < TELL_EVERY_MS) return;
      lasting.toldMs = nowMs;
      if (news.isUrgent || nowMs - lasting.writtenMs >= WRITE_EVERY_MS) {
        await this.#write(name, lasting, nowMs);
      } else {
        const { cells: _notTold, ...change } = lasting.unwritten;
        lasting.event = { ...lasting.event, ...change };
      }
      this.#tell(lasting.event);
      await this.#album.grow(lasting.event, news.atMs);
    });
  }

  async #write(name: string, lasting: Lasting, nowMs: number): Promise<void> {
    const { events } = this.#options.catalogue;
    const event = await events.change(lasting.event.id, lasting.unwritten);
    if (!event) this.#lasting.delete(name);
    lasting.event = event ?? lasting.event;
    lasting.unwritten = {};
    lasting.writtenMs = nowMs;
  }

  #end(cameraId: string, name: string, news: News): void {
    const work = async () => {
      const lasting = this.#find(name, news);
      if (lasting) await this.#close(name, lasting, news);
    };
    this.#queue(cameraId, work, news.isUrgent);
  }

  async #close(name: string, lasting: Lasting, { change, atMs }: News): Promise<void> {
    const { event, unwritten } = lasting;
    this.#lasting.delete(name);
    const ended = await this.#options.catalogue.events.change(event.id, {
      ...unwritten,
      ...change,
      end_ms: Math.round(Math.max(event.start_ms, atMs)),
    });
    if (!ended) return;
    this.#tell(ended);
    if (ended.kind !== "offline") await this.#album.end(ended);
  }

  #whole(cameraId: string, row: (nowMs: number) => NewEvent, unless?: string): void {
    this.#queue(cameraId, async () => {
      if (unless !== undefined && this.#lasting.has(unless)) return;
      const { catalogue, clock } = this.#options;
      const event = await catalogue.events.insert(row(clock.nowMs()));
      this.#tell(event);
      await this.#album.whole(event);
    });
  }

  #newLasting(event: EventEntry, number: number): Lasting {
    const nowMs = this.#options.clock.monotonicMs();
    return { number, event, unwritten: {}, toldMs: nowMs, writtenMs: nowMs };
  }

  #find(name: string, { number }: News): Lasting | undefined {
    const lasting = this.#lasting.get(name);
    return number === undefined || lasting?.number === number ? lasting : undefined;
  }

  /** What is told of a lasting event may be newer than its row. */
  #pictured(event: EventEntry): void {
    const lasting = [...this.#lasting.values()].find((each) => each.event.id === event.id);
    if (lasting) lasting.event = { ...lasting.event, pictures: event.pictures };
    this.#tell(lasting?.event ?? event);
  }

  #tell(event: EventEntry): void {
    this.#options.onNews(eventNews(event));
  }

  #queue(cameraId: string, work: () => Promise<void>, isUrgent = false): void {
    if (!this.#closing || isUrgent) this.#work.add(cameraId, work);
  }
}
