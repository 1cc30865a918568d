/**
 * Reading events of many cameras and kinds in order of time. A lane is one camera and kind; its
 * events lie together in the index `event_lane`. Each lane is read for itself and the lanes are
 * merged here: whatever the filter, only as many rows are touched as answer it, which no single
 * query over all events can promise. Pure reading; owns no table.
 */
import { type ExpressionBuilder, sql } from "kysely";
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import type { Db } from "./database.ts";
import type { EventRow } from "./event-schema.ts";
import type { CatalogueSchema } from "./schema.ts";

export type EventKind = EventRow["kind"];

export interface EventFilter {
  readonly cameraIds: readonly string[];
  readonly kinds: readonly EventKind[];
  /** Events that begin in it. */
  readonly range?: TimeRange;
  readonly zoneId?: string;
  readonly minStrength?: number;
  /** Only what this user has seen, or has not. */
  readonly seenBy?: { readonly userId: string; readonly seen: boolean };
}

/** An event's place in the order of time. */
export interface EventKey {
  readonly id: number;
  readonly start_ms: number;
}

/** One event (`count` 1), or several joined. */
export interface EventMarkRow {
  readonly kind: EventKind;
  readonly startMs: number;
  /** null = one that lasts. */
  readonly endMs: number | null;
  readonly count: number;
  readonly eventId: number;
}

interface Lane {
  readonly cameraId: string;
  readonly kind: EventKind;
  /** All up to here count as seen by the filter's user. */
  readonly untilMs: number | null;
}

/** Where the next page goes on. */
export function eventCursor({ id, start_ms }: EventKey): string {
  return `${start_ms}:${id}`;
}

/** Errors: `invalid_input event.bad_cursor`. */
export function parseEventCursor(cursor: string): EventKey {
  const match = /^(\d{1,15}):(\d{1,15})$/.exec(cursor);
  if (!match) throw new VmsError("invalid_input", "event.bad_cursor", "Unreadable page mark");
  return { start_ms: Number(match[1]), id: Number(match[2]) };
}

/** The newest `limit` events before `before`, newest first. */
export async function listKeys(
  db: Db,
  filter: EventFilter,
  limit: number,
  before?: EventKey,
): Promise<EventKey[]> {
  let newest: EventKey[] = [];
  for (const lane of await lanesOf(db, filter)) {
    // Once the page is full, only what is newer than its last row can still come in.
    const atLeastMs = newest.length === limit ? (newest.at(-1)?.start_ms ?? 0) : 0;
    const keys = await laneQuery(db, lane, filter, before)
      .where("start_ms", ">=", atLeastMs)
      .select(["id", "start_ms"])
      .orderBy("start_ms", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    if (keys.length > 0) newest = [...newest, ...keys].sort(newestFirst).slice(0, limit);
  }
  return newest;
}

/** How many events of each kind the filter takes; counting a kind stops at `most`. */
export async function countByKind(
  db: Db,
  filter: EventFilter,
  most: number,
): Promise<Map<EventKind, number>> {
  const counts = new Map<EventKind, number>(filter.kinds.map((kind) => [kind, 0]));
  for (const lane of await lanesOf(db, filter)) {
    const known = counts.get(lane.kind) ?? 0;
    if (known >= most) continue;
    const counted = await db
      .selectFrom(
        laneQuery(db, lane, filter)
          .select("id")
          .limit(most - known)
          .as("some"),
      )
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    counts.set(lane.kind, known + counted.n);
  }
  return counts;
}

/**
 * Marks of one camera's events that touch the range, by kind and time. A kind with more than `most`
 * is told in at most that many joined ones.
 */
export async function listMarks(
  db: Db,
  cameraId: string,
  kinds: readonly EventKind[],
  range: TimeRange,
  most: number,
): Promise<EventMarkRow[]> {
  const marks: EventMarkRow[] = [];
  for (const kind of kinds) {
    const lane = db.selectFrom("event").where("camera_id", "=", cameraId).where("kind", "=", kind);
    const inside = lane.where("start_ms", ">=", range.startMs).where("start_ms", "<", range.endMs);
    const single = await inside
      .select(["id", "start_ms", "end_ms"])
      .orderBy("start_ms")
      .limit(most + 1)
      .execute();
    const before = await lane
      .where("start_ms", "<", range.startMs)
      .where((eb) => eb.or([eb("end_ms", "is", null), eb("end_ms", ">", range.startMs)]))
      .where("start_ms", ">=", range.startMs - LONGEST_LOOKED_FOR_MS)
      .select(["id", "start_ms", "end_ms"])
      .orderBy("start_ms", "desc")
      .limit(1)
      .execute();
    marks.push(...before.map((row) => markOf(kind, row)));
    if (single.length <= most) marks.push(...single.map((row) => markOf(kind, row)));
    else marks.push(...(await joinedMarks(db, cameraId, kind, range, most)));
  }
  return marks;
}

/** An event that began before the range is looked for this far back. */
const LONGEST_LOOKED_FOR_MS = 3 * 86_400_000;

async function joinedMarks(
  db: Db,
  cameraId: string,
  kind: EventKind,
  range: TimeRange,
  most: number,
): Promise<EventMarkRow[]> {
  const bucketMs = Math.ceil((range.endMs - range.startMs) / most);
  const rows = await db
    .selectFrom("event")
    .where("camera_id", "=", cameraId)
    .where("kind", "=", kind)
    .where("start_ms", ">=", range.startMs)
    .where("start_ms", "<", range.endMs)
    .groupBy(sql`cast((event.start_ms - ${range.startMs}) / ${bucketMs} as integer)`)
    .select((eb) => [
      eb.fn.min("start_ms").as("start_ms"),
      eb.fn.max(eb.fn.coalesce("end_ms", "start_ms")).as("end_ms"),
      eb.fn.countAll<number>().as("count"),
      eb.fn.min("id").as("id"),
    ])
    .orderBy("start_ms")
    .execute();
  return rows.map((row) => ({ ...markOf(kind, row), count: row.count }));
}

function markOf(
  kind: EventKind,
  row: { id: number; start_ms: number; end_ms: number | null },
): EventMarkRow {
  return { kind, startMs: row.start_ms, endMs: row.end_ms, count: 1, eventId: row.id };
}

async function lanesOf(db: Db, { cameraIds, kinds, seenBy }: EventFilter): Promise<Lane[]> {
  const until = new Map<string, number>();
  if (seenBy) {
    const rows = await db
      .selectFrom("event_seen_until")
      .selectAll()
      .where("user_id", "=", seenBy.userId)
      .execute();
    for (const row of rows) until.set(`${row.camera_id}/${row.kind}`, row.until_ms);
  }
  return cameraIds.flatMap((cameraId) =>
    kinds.map((kind) => ({ cameraId, kind, untilMs: until.get(`${cameraId}/${kind}`) ?? null })),
  );
}

function laneQuery(db: Db, lane: Lane, filter: EventFilter, before?: EventKey) {
  const { range, zoneId, minStrength, seenBy } = filter;
  let query = db
    .selectFrom("event")
    .where("camera_id", "=", lane.cameraId)
    .where("kind", "=", lane.kind);
  if (range)
    query = query.where("start_ms", ">=", range.startMs).where("start_ms", "<", range.endMs);
  if (before)
    query = query
      .where("start_ms", "<=", before.start_ms)
      .where((eb) => eb.or([eb("start_ms", "<", before.start_ms), eb("id", "<", before.id)]));
  if (minStrength !== undefined && minStrength > 0)
    query = query.where("strength", ">=", minStrength);
  if (zoneId !== undefined)
    // Ids hold no character that JSON or LIKE would read otherwise.
    query = query.where("zone_ids", "like", `%"${zoneId}"%`);
  if (!seenBy) return query;
  const { untilMs } = lane;
  if (!seenBy.seen) {
    if (untilMs !== null) query = query.where("start_ms", ">", untilMs);
    return query.where((eb) => eb.not(eb.exists(hasSeen(eb, seenBy.userId))));
  }
  return query.where((eb) =>
    untilMs === null
      ? eb.exists(hasSeen(eb, seenBy.userId))
      : eb.or([eb("start_ms", "<=", untilMs), eb.exists(hasSeen(eb, seenBy.userId))]),
  );
}

function hasSeen(eb: ExpressionBuilder<CatalogueSchema, "event">, userId: string) {
  return eb
    .selectFrom("event_seen")
    .select("event_seen.event_id")
    .where("event_seen.user_id", "=", userId)
    .whereRef("event_seen.event_id", "=", "event.id");
}

/** The order of every list. */
export function newestFirst(a: EventKey, b: EventKey): number {
  return b.start_ms - a.start_ms || b.id - a.id;
}
