/** Events in the catalogue: written, paged, counted, marked on the time line; never by reading all. */
import { CompiledQuery, type RootOperationNode } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "#base/clock";
import {
  type EventEntry,
  EventSeenTable,
  EventTable,
  encodeBox,
  type NewEvent,
  parseEventCursor,
} from "#storage";
import { type Db, openDatabase } from "../../../storage/catalogue/database.ts";
import {
  addCamera,
  addUser,
  MINUTE,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  for (const id of ["cam-01", "cam-02", "cam-03"]) await addCamera(storage.catalogue, id);
});
afterEach(() => storage.close());

const KINDS = [
  "motion",
  "object_left",
  "object_removed",
  "tamper",
  "line_crossed",
  "offline",
] as const;
const ALL = { cameraIds: ["cam-01", "cam-02", "cam-03"], kinds: KINDS };

function newEvent(minute: number, change: Partial<NewEvent> = {}): NewEvent {
  const startMs = T0 + minute * MINUTE;
  return {
    camera_id: "cam-01",
    kind: "motion",
    source: "vision",
    start_ms: startMs,
    end_ms: startMs + 10_000,
    best_ms: startMs + 3_000,
    box: encodeBox({ x: 0.1, y: 0.1, width: 0.2, height: 0.2 }),
    cells: null,
    strength: 0.5,
    confidence: null,
    mover_start_ms: null,
    mover_ms: null,
    mover_box: null,
    zone_ids: "[]",
    detail: null,
    created_ms: startMs,
    ...change,
  };
}

function add(minute: number, change: Partial<NewEvent> = {}): Promise<EventEntry> {
  return storage.catalogue.events.insert(newEvent(minute, change));
}

const ids = (events: readonly { id: number }[]) => events.map((event) => event.id);

describe("the list", () => {
  test("is newest first over cameras and kinds, and pages on without loss or repetition", async () => {
    const expected: number[] = [];
    for (let minute = 0; minute < 40; minute += 1) {
      const camera_id = `cam-0${1 + (minute % 3)}`;
      const kind = KINDS[minute % 6] ?? "motion";
      // Every fourth shares its instant with the one before.
      const at = minute % 4 === 1 ? minute - 1 : minute;
      expected.push((await add(at, { camera_id, kind })).id);
    }
    const whole = await storage.catalogue.events.list(ALL, { limit: 100 });
    expect([...ids(whole)].sort((a, b) => a - b)).toEqual(expected);
    const paged: number[] = [];
    for (let before: EventEntry | undefined; ; ) {
      const page = await storage.catalogue.events.list(ALL, {
        limit: 7,
        ...(before ? { before } : {}),
      });
      paged.push(...ids(page));
      before = page.at(-1);
      if (!before || page.length < 7) break;
    }
    expect(paged).toEqual(ids(whole));
  });

  test("takes only what every condition takes", async () => {
    const one = await add(1, { strength: 0.9, zone_ids: '["zon-000000000001"]' });
    await add(2, { strength: 0.1 });
    const two = await add(3, { camera_id: "cam-02", kind: "object_left" });
    const list = async (filter: object) =>
      ids(await storage.catalogue.events.list({ ...ALL, ...filter }, { limit: 10 }));
    expect(await list({ minStrength: 0.6 })).toEqual([one.id]);
    expect(await list({ zoneId: "zon-000000000001" })).toEqual([one.id]);
    expect(await list({ cameraIds: ["cam-02"] })).toEqual([two.id]);
    expect(await list({ kinds: ["object_left"] })).toEqual([two.id]);
    expect(await list({ cameraIds: [] })).toEqual([]);
    const range = { startMs: T0 + 1 * MINUTE, endMs: T0 + 2 * MINUTE };
    expect(await list({ range })).toEqual([one.id]);
  });

  test("a junk page mark is bad input", () => {
    expect(() => parseEventCursor("x")).toThrow(/page mark/);
  });
});

describe("what a person has seen", () => {
  test("is told by single events and by all up to an instant, for each person alone", async () => {
    const { catalogue } = storage;
    const an = (await addUser(catalogue)).id;
    const binh = (await addUser(catalogue, "usr-000000000002", "binh")).id;
    const [a, b, c] = [await add(1), await add(2), await add(3, { kind: "tamper" })];
    const unseen = async (userId: string, seen = false) =>
      ids(await catalogue.events.list({ ...ALL, seenBy: { userId, seen } }, { limit: 10 }));
    await catalogue.eventsSeen.add(an, [b.id, 9_999]);
    expect(await unseen(an)).toEqual([c.id, a.id]);
    expect(await unseen(an, true)).toEqual([b.id]);
    expect(await unseen(binh)).toEqual([c.id, b.id, a.id]);
    await catalogue.eventsSeen.addAllUntil(an, ["cam-01"], ["motion"], b.start_ms);
    await catalogue.eventsSeen.addAllUntil(an, ["cam-01"], ["motion"], a.start_ms);
    expect(await unseen(an)).toEqual([c.id]);
    expect(await unseen(an, true)).toEqual([b.id, a.id]);
    expect(await catalogue.eventsSeen.listSeen(an, [a, b, c])).toEqual(new Set([a.id, b.id]));
    const counts = await catalogue.events.countByKind(
      { ...ALL, seenBy: { userId: binh, seen: false } },
      1,
    );
    expect(counts.get("motion")).toBe(1);
    expect(counts.get("tamper")).toBe(1);
    expect(counts.get("offline")).toBe(0);
  });
});

describe("marks of the time line", () => {
  test("are the single events while there are few, one that began before included", async () => {
    const long = await add(0, { end_ms: T0 + 30 * MINUTE });
    const inside = await add(10);
    const lasting = await add(20, { kind: "tamper", end_ms: null });
    await add(70);
    const range = { startMs: T0 + 5 * MINUTE, endMs: T0 + 60 * MINUTE };
    const marks = await storage.catalogue.events.listMarks("cam-01", KINDS, range, 10);
    expect(marks.map((mark) => [mark.eventId, mark.count, mark.endMs])).toEqual([
      [long.id, 1, long.end_ms],
      [inside.id, 1, inside.end_ms],
      [lasting.id, 1, null],
    ]);
  });

  test("are joined where there are too many, and none is lost in the count", async () => {
    for (let minute = 0; minute < 50; minute += 1) await add(minute);
    const range = { startMs: T0, endMs: T0 + 50 * MINUTE };
    const marks = await storage.catalogue.events.listMarks("cam-01", ["motion"], range, 10);
    expect(marks).toHaveLength(10);
    expect(marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(50);
    expect(marks[1]).toMatchObject({ startMs: T0 + 5 * MINUTE, endMs: T0 + 9 * MINUTE + 10_000 });
  });
});

test("what was left or taken in a region is found by its box", async () => {
  const here = await add(1, { kind: "object_left" });
  await add(2, {
    kind: "object_left",
    box: encodeBox({ x: 0.6, y: 0.6, width: 0.1, height: 0.1 }),
  });
  await add(3, { kind: "object_left", box: null });
  const taken = await add(4, { kind: "object_removed" });
  const found = await storage.catalogue.events.listInBox({
    cameraId: "cam-01",
    kinds: ["object_left", "object_removed"],
    range: { startMs: T0, endMs: T0 + 60 * MINUTE },
    box: { x: 0.25, y: 0.25, width: 0.1, height: 0.1 },
    limit: 10,
  });
  expect(ids(found)).toEqual([taken.id, here.id]);
});

test("an event grows, gets its pictures, and ends after a crash where it was last known", async () => {
  const { events } = storage.catalogue;
  const { id } = await add(1, { end_ms: null });
  await add(2, { kind: "offline", end_ms: null });
  const bestMs = T0 + 2 * MINUTE;
  expect(await events.change(id, { best_ms: bestMs, strength: 0.7 })).toMatchObject({
    strength: 0.7,
  });
  await events.addPictures(id, 1);
  await events.addPictures(id, 1);
  expect(await events.addPictures(id, 4)).toMatchObject({ pictures: 5 });
  expect(await events.listOpen("cam-01")).toHaveLength(2);
  expect(await events.closeOpen()).toBe(1);
  expect(await events.find(id)).toMatchObject({ end_ms: bestMs });
  expect(await events.listOpen()).toMatchObject([{ kind: "offline" }]);
  expect(await events.change(9_999, { strength: 1 })).toBeUndefined();
});

test("no question reads all events", async () => {
  const { catalogue, folder } = storage;
  const userId = (await addUser(catalogue)).id;
  const database = await openDatabase(folder.cataloguePath, systemClock);
  try {
    const asked: RootOperationNode[] = [];
    const read = database.read.withPlugin({
      transformQuery: ({ node }) => {
        asked.push(node);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const doors = {
      clock: systemClock,
      read,
      write: read,
      atomically: <T>(work: (db: Db) => Promise<T>) => work(read),
    };
    const [events, seen] = [new EventTable(doors), new EventSeenTable(doors)];
    const before = await add(5);
    const range = { startMs: T0, endMs: T0 + 9 * MINUTE };
    const box = { x: 0, y: 0, width: 1, height: 1 };
    for (const isSeen of [true, false]) {
      const seenBy = { userId, seen: isSeen };
      const filter = { ...ALL, range, zoneId: "zon-1", minStrength: 0.1, seenBy };
      await events.list(filter, { limit: 5, before });
      await events.countByKind(filter, 10);
    }
    await events.list(ALL, { limit: 5 });
    await events.listMarks("cam-01", KINDS, range, 0);
    await events.listInBox({ cameraId: "cam-01", kinds: KINDS, range, box, limit: 5 });
    await events.find(before.id);
    await events.listOpen();
    await events.listOpen("cam-01");
    await events.closeOpen();
    await events.listKnown([1, 2]);
    await seen.add(userId, [before.id]);
    await seen.listSeen(userId, [before]);
    await events.deleteBefore("cam-01", T0 + 90 * MINUTE, 5);
    let others = 0;
    for (const node of asked) {
      const { sql, parameters } = database.read
        .getExecutor()
        .compileQuery(node, { queryId: "plan" });
      const plan = await database.read.executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
      );
      const details = plan.rows.map(({ detail }) => detail);
      for (const detail of details) expect(detail, sql).not.toMatch(/^SCAN event(?!.* event_open)/);
      // Filters must be answered from the index: reading the rows of a month takes seconds.
      if (/^select "id", "start_ms" from "event" where "camera_id" = \? and "kind"/.test(sql))
        expect(details.join(), sql).toContain("USING COVERING INDEX event_lane");
      else others += 1;
    }
    expect(asked.length - others).toBeGreaterThan(30);
  } finally {
    await database.close();
  }
});
