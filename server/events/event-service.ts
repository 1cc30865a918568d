/**
 * The review queue: events of the cameras that a user may see, what he has seen of them, their marks
 * on the time line, their pictures. Changes no event: the recorder alone does.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import { type EventKind, type EventMark, type EventView, eventKind, MOST_COUNTED } from "#contract";
import {
  type Catalogue,
  type DataFolder,
  type EventEntry,
  type EventFilter,
  type EventMarkRow,
  type EventPicture,
  eventCursor,
  parseEventCursor,
  readEventPicture,
} from "#storage";
import { requireCamera, type Who } from "../users/who.ts";
import { toEventView } from "./event-view.ts";
import { visibleCameras } from "./visible-cameras.ts";

export interface EventServiceOptions {
  readonly catalogue: Catalogue;
  readonly folder: DataFolder;
  readonly clock: Clock;
  /** Looking at an event's picture is looking at footage. */
  readonly viewings: {
    viewed(who: Who, cameraId: string, stream: string, atMs: number): Promise<void>;
  };
}

export interface EventQuery {
  readonly cameraIds?: readonly string[] | undefined;
  readonly placeId?: string | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly zoneId?: string | undefined;
  readonly minStrength?: number | undefined;
}

export interface EventPageQuery extends EventQuery {
  readonly seen: "0" | "1" | "all";
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface SeenRequest extends Omit<EventQuery, "to"> {
  readonly eventIds?: readonly number[] | undefined;
  readonly upToMs?: number | undefined;
}

/** A picture that was found; `read` gives its bytes and writes down who looked. */
export interface FoundPicture {
  readonly etag: string;
  read(): Promise<Buffer>;
}

const LONGEST_WITH_MOTION_MS = 3 * 86_400_000;
const EVER: TimeRange = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
/** Marking by a narrow filter writes a row an event: at most this many times the batch. */
const SEEN_BATCH = 500;
const MOST_SEEN_BATCHES = 40;

export class EventService {
  readonly #options: EventServiceOptions;

  constructor(options: EventServiceOptions) {
    this.#options = options;
  }

  /** Newest first. @throws VmsError forbidden `camera.no_right`, invalid_input. */
  async list(
    who: Who,
    query: EventPageQuery,
  ): Promise<{ events: EventView[]; next: string | null }> {
    const { catalogue } = this.#options;
    const filter = await this.#filter(who, query);
    const seenBy =
      query.seen === "all" ? {} : { seenBy: { userId: who.userId, seen: query.seen === "1" } };
    const rows = await catalogue.events.list(
      { ...filter, ...seenBy },
      {
        limit: query.limit + 1,
        ...(query.before === undefined ? {} : { before: parseEventCursor(query.before) }),
      },
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const seen = await catalogue.eventsSeen.listSeen(who.userId, page);
    return {
      events: page.map((row) => toEventView(row, seen.has(row.id))),
      next: rows.length > query.limit && last ? eventCursor(last) : null,
    };
  }

  /** How many of each kind the user has not seen, at most `MOST_COUNTED`. */
  async countUnseen(who: Who, query: EventQuery): Promise<Record<EventKind, number>> {
    const filter = await this.#filter(who, query);
    const seenBy = { userId: who.userId, seen: false };
    const counts = await this.#options.catalogue.events.countByKind(
      { ...filter, seenBy },
      MOST_COUNTED,
    );
    const entries = eventKind.options.map((kind) => [kind, counts.get(kind) ?? 0] as const);
    return Object.fromEntries(entries) as Record<EventKind, number>;
  }

  /** Marks for the time line, camera by camera in the order asked for. */
  async marks(
    who: Who,
    query: { cameraIds: readonly string[]; kinds?: readonly EventKind[] | undefined; most: number },
    range: TimeRange,
  ): Promise<{ cameraId: string; marks: EventMark[] }[]> {
    const { catalogue, clock } = this.#options;
    for (const cameraId of query.cameraIds) requireCamera(who, cameraId);
    const kinds = query.kinds ?? kindsForRange(range);
    const nowMs = clock.nowMs();
    const cameras: { cameraId: string; marks: EventMark[] }[] = [];
    for (const cameraId of new Set(query.cameraIds)) {
      const rows = await catalogue.events.listMarks(cameraId, kinds, range, query.most);
      cameras.push({ cameraId, marks: rows.map((row) => toMark(row, nowMs)) });
    }
    return cameras;
  }

  /** @throws VmsError not_found `event.not_found`, forbidden. */
  async get(who: Who, id: number): Promise<EventView> {
    const event = await this.#get(who, id);
    const seen = await this.#options.catalogue.eventsSeen.listSeen(who.userId, [event]);
    return toEventView(event, seen.has(id));
  }

  /** Events of other cameras are passed over. */
  async markSeen(who: Who, request: SeenRequest): Promise<void> {
    const { catalogue } = this.#options;
    if (request.eventIds) {
      await catalogue.eventsSeen.add(who.userId, await this.#visible(who, request.eventIds));
      return;
    }
    const untilMs = request.upToMs ?? 0;
    const filter = await this.#filter(who, { ...request, to: untilMs + 1 });
    const isWhole =
      request.from === undefined &&
      request.zoneId === undefined &&
      request.minStrength === undefined;
    if (isWhole) {
      const { cameraIds, kinds } = filter;
      await catalogue.eventsSeen.addAllUntil(who.userId, cameraIds, kinds, untilMs);
    } else await this.#markEach(who.userId, filter);
  }

  /** @throws VmsError not_found `event.not_found`, `event.no_picture`; forbidden. */
  async findPicture(who: Who, id: number, which: EventPicture): Promise<FoundPicture> {
    const event = await this.#get(who, id);
    const { id: eventId, camera_id: cameraId, start_ms: startMs } = event;
    const atMs = which === "mover" ? (event.mover_ms ?? event.best_ms) : event.best_ms;
    return {
      etag: `"${eventId}-${which}-${event.pictures}-${atMs}"`,
      read: async () => {
        const place = { id: eventId, cameraId, startMs };
        const bytes = await readEventPicture(this.#options.folder, place, which);
        if (!bytes) throw new VmsError("not_found", "event.no_picture", "no picture was kept");
        await this.#options.viewings.viewed(who, cameraId, "event", atMs);
        return bytes;
      },
    };
  }

  async #markEach(userId: string, filter: EventFilter): Promise<void> {
    const { events, eventsSeen } = this.#options.catalogue;
    const unseen = { ...filter, seenBy: { userId, seen: false } };
    for (let batch = 0; batch < MOST_SEEN_BATCHES; batch += 1) {
      const rows = await events.list(unseen, { limit: SEEN_BATCH });
      await eventsSeen.add(
        userId,
        rows.map((row) => row.id),
      );
      if (rows.length < SEEN_BATCH) return;
    }
  }

  async #get(who: Who, id: number): Promise<EventEntry> {
    const event = await this.#options.catalogue.events.find(id);
    if (!event) throw new VmsError("not_found", "event.not_found", `there is no event ${id}`);
    requireCamera(who, event.camera_id);
    return event;
  }

  async #visible(who: Who, ids: readonly number[]): Promise<number[]> {
    if (who.cameraIds === null) return [...ids];
    const visible: number[] = [];
    for (const id of ids) {
      const event = await this.#options.catalogue.events.find(id);
      if (event && who.cameraIds.includes(event.camera_id)) visible.push(id);
    }
    return visible;
  }

  async #filter(who: Who, query: EventQuery): Promise<EventFilter> {
    const { from, to, zoneId, minStrength } = query;
    const cameras = await visibleCameras(this.#options.catalogue, who, query);
    return {
      cameraIds: cameras.map((camera) => camera.id),
      kinds: query.kinds ? [...new Set(query.kinds)] : eventKind.options,
      ...(from === undefined && to === undefined
        ? {}
        : { range: { startMs: from ?? EVER.startMs, endMs: to ?? EVER.endMs } }),
      ...(zoneId === undefined ? {} : { zoneId }),
      ...(minStrength === undefined ? {} : { minStrength }),
    };
  }
}

/** Of long ranges motion is told by its density; single events of it would be one smear. */
function kindsForRange({ startMs, endMs }: TimeRange): readonly EventKind[] {
  const kinds = eventKind.options;
  return endMs - startMs > LONGEST_WITH_MOTION_MS
    ? kinds.filter((kind) => kind !== "motion")
    : kinds;
}

function toMark(row: EventMarkRow, nowMs: number): EventMark {
  const { kind, startMs, count } = row;
  return {
    kind,
    startMs,
    endMs: row.endMs ?? Math.max(startMs, nowMs),
    count,
    eventId: count === 1 ? row.eventId : null,
  };
}
