/** Segments, their spans and days, gaps, deletion with holds, and tallies in a real catalogue. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeGopTable } from "#storage";
import {
  addCamera,
  addMinutes,
  addUser,
  MINUTE,
  newHold,
  newSegment,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

const DAY = 86_400_000;
let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  for (const id of ["cam-1", "cam-2"]) await addCamera(storage.catalogue, id);
});
afterEach(() => storage.close());

describe("finding", () => {
  test("what touches a range is found, also when it began before", async () => {
    const { segments } = storage.catalogue;
    await addMinutes(storage.catalogue, "cam-1", T0, 5);
    const starts = async (startMs: number, endMs: number) =>
      (await segments.listOverlapping("cam-1", "main", { startMs, endMs })).map(
        (row) => (row.start_ms - T0) / MINUTE,
      );
    expect(await starts(T0 + 90_000, T0 + 3 * MINUTE)).toEqual([1, 2]);
    expect(await starts(T0 + MINUTE, T0 + MINUTE + 1)).toEqual([1]);
    expect(await starts(T0 - DAY, T0)).toEqual([]);
    expect(await starts(T0 + 5 * MINUTE, T0 + DAY)).toEqual([]);
    expect(
      await segments.listOverlapping("cam-1", "sub", { startMs: T0, endMs: T0 + DAY }),
    ).toEqual([]);
  });

  test("a segment of hours (one keyframe an hour) is found at its end", async () => {
    await storage.catalogue.segments.insert(
      newSegment("cam-1", T0, { end_ms: T0 + 3 * 3_600_000 }),
      encodeGopTable([], 90_000),
    );
    const range = { startMs: T0 + 2.9 * 3_600_000, endMs: T0 + DAY };
    expect(await storage.catalogue.segments.listOverlapping("cam-1", "main", range)).toHaveLength(
      1,
    );
    expect(await storage.catalogue.segments.listSpans("cam-1", "main", range, 0)).toEqual([
      { startMs: range.startMs, endMs: T0 + 3 * 3_600_000 },
    ]);
  });

  test("spans join what is close, split at gaps, and are cut to the range", async () => {
    const { catalogue } = storage;
    await addMinutes(catalogue, "cam-1", T0, 3);
    await addMinutes(catalogue, "cam-1", T0 + 3 * MINUTE + 500, 2, { run_id: "r2" });
    await addMinutes(catalogue, "cam-1", T0 + 10 * MINUTE, 1, { run_id: "r3" });
    const range = { startMs: T0 + 30_000, endMs: T0 + 10.5 * MINUTE };
    expect(await catalogue.segments.listSpans("cam-1", "main", range, 1_000)).toEqual([
      { startMs: T0 + 30_000, endMs: T0 + 5 * MINUTE + 500 },
      { startMs: T0 + 10 * MINUTE, endMs: T0 + 10.5 * MINUTE },
    ]);
    expect(await catalogue.segments.listSpans("cam-1", "main", range, 499)).toHaveLength(3);
  });

  test("overlapping segments (the clock was set back) are one span", async () => {
    await addMinutes(storage.catalogue, "cam-1", T0, 3);
    await addMinutes(storage.catalogue, "cam-1", T0 + 30_000, 1, { run_id: "r2" });
    const spans = await storage.catalogue.segments.listSpans(
      "cam-1",
      "main",
      { startMs: T0, endMs: T0 + DAY },
      0,
    );
    expect(spans).toEqual([{ startMs: T0, endMs: T0 + 3 * MINUTE }]);
  });

  test("spans over many days are the same as over one", async () => {
    for (const day of [0, 1, 4, 5, 40])
      await addMinutes(storage.catalogue, "cam-1", T0 + day * DAY, 2, { run_id: `d${day}` });
    const spans = await storage.catalogue.segments.listSpans(
      "cam-1",
      "main",
      { startMs: T0 + 30_000, endMs: T0 + 60 * DAY },
      0,
    );
    expect(spans.map((span) => (span.endMs - T0 - 2 * MINUTE) / DAY)).toEqual([0, 1, 4, 5, 40]);
    const late = await storage.catalogue.segments.listSpans(
      "cam-1",
      "main",
      { startMs: T0 + 39 * DAY, endMs: T0 + 60 * DAY },
      0,
    );
    expect(late).toEqual([{ startMs: T0 + 40 * DAY, endMs: T0 + 40 * DAY + 2 * MINUTE }]);
  });

  test("a day counts when either stream has any of it, also over midnight", async () => {
    const midnight = Date.UTC(2026, 0, 10);
    await addMinutes(storage.catalogue, "cam-1", midnight - 30_000, 1);
    await addMinutes(storage.catalogue, "cam-1", midnight + 2 * DAY, 1, { stream: "sub" });
    const boundaries = [-1, 0, 1, 2, 3].map((day) => midnight + day * DAY);
    const month = { startMs: midnight - DAY, endMs: midnight + 3 * DAY };
    expect(await storage.catalogue.segments.daysWithFootage("cam-1", month, boundaries)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(await storage.catalogue.segments.daysWithFootage("cam-2", month, boundaries)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await storage.catalogue.segments.daysWithFootage("cam-1", month, [])).toEqual([]);
  });

  test("totals count both streams of one camera or of all", async () => {
    await addMinutes(storage.catalogue, "cam-1", T0, 3, { size_bytes: 500 });
    await addMinutes(storage.catalogue, "cam-1", T0 + MINUTE, 3, {
      stream: "sub",
      size_bytes: 100 + 50,
    });
    await addMinutes(storage.catalogue, "cam-2", T0 - MINUTE, 1, { size_bytes: 700 });
    expect(await storage.catalogue.segments.totals("cam-1")).toEqual({
      bytes: 1950,
      count: 6,
      oldestMs: T0,
      newestMs: T0 + 4 * MINUTE,
    });
    expect(await storage.catalogue.segments.totals()).toEqual({
      bytes: 2650,
      count: 7,
      oldestMs: T0 - MINUTE,
      newestMs: T0 + 4 * MINUTE,
    });
    expect(await storage.catalogue.segments.totals("cam-9")).toEqual({
      bytes: 0,
      count: 0,
      oldestMs: null,
      newestMs: null,
    });
  });

  test("the same start and run twice is a conflict and moves no chain", async () => {
    const { segments } = storage.catalogue;
    await addMinutes(storage.catalogue, "cam-1", T0, 1);
    const [before] = await segments.listHeads();
    await expect(addMinutes(storage.catalogue, "cam-1", T0, 1)).rejects.toMatchObject({
      reason: "segment.exists",
    });
    expect(await segments.listHeads()).toEqual([before]);
  });
});

describe("deleting rows", () => {
  test("a held segment stays whole, whatever part of it is held", async () => {
    const { catalogue } = storage;
    await addUser(catalogue);
    const rows = await addMinutes(catalogue, "cam-1", T0, 4);
    await catalogue.holds.add(
      newHold("hld-000000000001", "cam-1", T0 + 2 * MINUTE - 1, T0 + 2 * MINUTE),
    );
    const moved = await catalogue.deletedSegments.moveHere(
      rows.map((row) => row.id),
      "space",
      T0,
    );
    expect(moved.held.map((row) => row.id)).toEqual([rows[1]?.id]);
    expect(
      await catalogue.segments.listOverlapping("cam-1", "main", { startMs: 0, endMs: T0 + DAY }),
    ).toHaveLength(1);
    expect(await catalogue.segments.totals()).toMatchObject({ count: 1, bytes: 1000 });
    expect(await catalogue.segments.listGopTables(rows.map((row) => row.id))).toHaveLength(1);
  });

  test("a released hold holds nothing, another camera's hold neither", async () => {
    const { catalogue } = storage;
    await addUser(catalogue);
    const rows = await addMinutes(catalogue, "cam-1", T0, 2);
    await catalogue.holds.add(newHold("hld-000000000001", "cam-1", T0, T0 + DAY));
    await catalogue.holds.add(newHold("hld-000000000002", "cam-2", T0, T0 + DAY));
    await catalogue.holds.release("hld-000000000001", {
      byId: "usr-000000000001",
      reason: "xong",
      atMs: T0,
    });
    const moved = await catalogue.deletedSegments.moveHere(
      rows.map((row) => row.id),
      "age",
      T0,
    );
    expect(moved).toMatchObject({ held: [], deleted: [{ id: rows[0]?.id }, { id: rows[1]?.id }] });
  });

  test("candidates are the oldest that no hold keeps", async () => {
    const { catalogue } = storage;
    await addUser(catalogue);
    await addMinutes(catalogue, "cam-1", T0, 5);
    await catalogue.holds.add(newHold("hld-000000000001", "cam-1", T0, T0 + 3 * MINUTE));
    const candidates = await catalogue.deletedSegments.listCandidates("cam-1", "main", 10);
    expect(candidates.map((row) => (row.start_ms - T0) / MINUTE)).toEqual([3, 4]);
  });

  test("pruning keeps the one link that the oldest stored segment builds on", async () => {
    const { catalogue } = storage;
    const rows = await addMinutes(catalogue, "cam-1", T0, 5);
    const ids = rows.slice(0, 3).map((row) => row.id);
    await catalogue.deletedSegments.moveHere(ids, "age", T0);
    expect(await catalogue.deletedSegments.prune("cam-1", "main")).toBe(0);
    await catalogue.deletedSegments.markUnlinked(ids);
    expect(await catalogue.deletedSegments.prune("cam-1", "main")).toBe(2);
    const left = await catalogue.deletedSegments.listAfter("cam-1", "main", 0, 10);
    expect(left.map((row) => row.segment_id)).toEqual([ids[2]]);
  });
});

describe("gaps", () => {
  test("one lasts per stream; it takes its cause and its end", async () => {
    const { gaps } = storage.catalogue;
    const id = await gaps.open("cam-1", "main", T0, "unreachable", "refused");
    expect(await gaps.open("cam-1", "main", T0 + 5, "stalled")).toBe(id);
    await gaps.setCause(id, "wrong_password");
    expect(await gaps.listOpen()).toMatchObject([
      { id, start_ms: T0, cause: "wrong_password", detail: null, end_ms: null },
    ]);
    expect(
      await gaps.listOverlapping("cam-1", "main", { startMs: T0 + DAY, endMs: T0 + 2 * DAY }),
    ).toHaveLength(1);
    await gaps.close(id, T0 + MINUTE);
    await gaps.close(id, T0 + 9 * MINUTE);
    expect(
      await gaps.listOverlapping("cam-1", "main", { startMs: 0, endMs: T0 + DAY }),
    ).toMatchObject([{ end_ms: T0 + MINUTE }]);
    expect(
      await gaps.listOverlapping("cam-1", "main", { startMs: T0 + MINUTE, endMs: T0 + DAY }),
    ).toEqual([]);
  });

  test("an empty gap disappears", async () => {
    const { gaps } = storage.catalogue;
    await gaps.close(await gaps.open("cam-1", "main", T0, "starting"), T0);
    await gaps.add("cam-1", "main", { startMs: T0, endMs: T0 }, "unknown");
    expect(await gaps.listOverlapping("cam-1", "main", { startMs: 0, endMs: T0 + DAY })).toEqual(
      [],
    );
  });

  test("neighbouring deletions grow one row", async () => {
    const { gaps } = storage.catalogue;
    for (const index of [0, 1, 2, 9]) {
      const startMs = T0 + index * MINUTE;
      await gaps.extend("cam-1", "main", { startMs, endMs: startMs + MINUTE }, "deleted", 1_000);
    }
    expect(
      await gaps.listOverlapping("cam-1", "main", { startMs: 0, endMs: T0 + DAY }),
    ).toMatchObject([
      { start_ms: T0, end_ms: T0 + 3 * MINUTE },
      { start_ms: T0 + 9 * MINUTE, end_ms: T0 + 10 * MINUTE },
    ]);
  });
});
