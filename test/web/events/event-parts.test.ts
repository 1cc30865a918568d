/** The review queue's pure parts: its filter in the address and against news, its rows, what an incident of an event holds. */
import { describe, expect, it } from "vitest";
import type { CameraView, EventView } from "#contract";
import {
  type EventFilter,
  filterFromQuery,
  filterToQuery,
  isFiltered,
  NO_FILTER,
} from "../../../web/src/events/event-filter.ts";
import { belongs, listQuery, seenBody } from "../../../web/src/events/event-query.ts";
import { eventSearchQuery } from "../../../web/src/events/event-search.ts";
import { incidentRange } from "../../../web/src/events/incident-range.ts";
import { gridRows } from "../../../web/src/grid/grid-rows.ts";
import { searchFromQuery } from "../../../web/src/search/search-query.ts";
import { ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const zoned = new ZonedTime("Asia/Ho_Chi_Minh");
const noon = zoned.toMs({ year: 2026, month: 8, day: 18, hour: 12 });
const filter: EventFilter = {
  kind: "object_left",
  cameraId: "cam-01",
  placeId: "plc-0123456789ab",
  zoneId: "zon-0123456789ab",
  seen: "no",
  fromDay: "2026-08-18",
  toDay: "2026-08-18",
};
const event = {
  id: 7,
  cameraId: "cam-01",
  kind: "object_left",
  startMs: noon,
  bestMs: noon,
  zoneIds: ["zon-0123456789ab"],
  box: { x: 0.95, y: 0.5, width: 0.05, height: 0.01 },
} as unknown as EventView;
const cameras = [{ id: "cam-01", placeId: "plc-0123456789ab" }] as unknown as CameraView[];

describe("the filter", () => {
  it("comes back from its address", () => {
    expect(filterFromQuery(filterToQuery(filter))).toEqual(filter);
    expect(filterToQuery(NO_FILTER)).toBe("");
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(filterFromQuery("kind=x&seen=1&from=18/8")).toEqual(NO_FILTER);
  });

  it("asks for whole days of the site", () => {
    const from = zoned.toMs({ year: 2026, month: 8, day: 18 });
    const to = zoned.toMs({ year: 2026, month: 8, day: 19 });
    expect(listQuery(filter, zoned)).toMatchObject({ kinds: "object_left", seen: "0", from, to });
    expect(seenBody(filter, zoned, to + 5)).toMatchObject({
      upToMs: to - 1,
      kinds: ["object_left"],
    });
    expect(seenBody(NO_FILTER, zoned, 5)).toEqual({ upToMs: 5 });
  });

  it("takes the news that belong to the list, and no other", () => {
    const around = { cameras, zoned };
    expect(belongs(event, filter, around)).toBe(true);
    expect(belongs(event, NO_FILTER, around)).toBe(true);
    for (const other of [
      { kind: "motion" },
      { cameraId: "cam-02" },
      { placeId: "plc-000000000000" },
      { zoneId: "zon-000000000000" },
      { seen: "yes" },
      { fromDay: "2026-08-19" },
      { toDay: "2026-08-17" },
    ] as Partial<EventFilter>[]) {
      expect(belongs(event, { ...filter, ...other }, around), JSON.stringify(other)).toBe(false);
    }
    expect(belongs({ ...event, cameraId: "cam-09" }, NO_FILTER, around)).toBe(false);
  });
});

describe("the rows of the grid", () => {
  const shape = {
    columns: 2,
    keyOf: (item: number) => item,
    dayOf: (item: number) => item - (item % 10),
  };

  it("begin anew with each day", () => {
    const rows = gridRows([25, 24, 23, 11, 3], shape);
    expect(rows.map((row) => (row.kind === "day" ? `#${row.atMs}` : row.items.join()))).toEqual([
      "#20",
      "25,24",
      "23",
      "#10",
      "11",
      "#0",
      "3",
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("need no days", () => {
    expect(gridRows([1, 2, 3], { columns: 2, keyOf: (item) => item })).toHaveLength(2);
    expect(gridRows([], shape)).toEqual([]);
  });
});

describe("what is made of an event", () => {
  it("an incident holds at least what a tag by hand holds, and no more than six hours", () => {
    const times = { startMs: noon, playFromMs: noon - 5000, playToMs: noon + 5000 };
    expect(incidentRange(times)).toEqual({
      atMs: noon,
      startMs: noon - 120_000,
      endMs: noon + 180_000,
    });
    const long = incidentRange({ ...times, playToMs: noon + 90_000_000 });
    expect(long.endMs - long.startMs).toBe(6 * 3_600_000);
  });

  it("a search of its region has room around the box and stays in the picture", () => {
    const [region] = searchFromQuery(eventSearchQuery(event)).regions;
    expect(region).toMatchObject({ cameraId: "cam-01", atMs: noon, shape: { kind: "box" } });
  });
});
