/** A search in its address, and which questions it allows. */
import { describe, expect, it } from "vitest";
import {
  askFault,
  NO_SEARCH,
  type Search,
  searchFromQuery,
  searchToQuery,
} from "../../../web/src/search/search-query.ts";
import { rangeOfSpan } from "../../../web/src/search/search-span.ts";
import { ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
const search: Search = {
  ...NO_SEARCH,
  regions: [
    { cameraId: "cam-01", atMs: 1_767_225_600_000, shape: { kind: "box", box } },
    { cameraId: "cam-02", atMs: null, shape: { kind: "whole" } },
    {
      cameraId: "cam-03",
      atMs: null,
      shape: {
        kind: "polygon",
        polygon: [
          [0, 0],
          [1, 0],
          [0.5, 1],
        ],
      },
    },
    { cameraId: "cam-04", atMs: 5, shape: { kind: "zone", zoneId: "zone-0123456789ab" } },
  ],
  ask: "left",
  span: "yesterday",
  fromMs: 1000,
  toMs: 2000,
  sort: "best",
  runs: true,
  hit: "cam-01@1767225600000",
};

describe("a search's address", () => {
  it("brings back every camera with its own region", () => {
    expect(searchFromQuery(searchToQuery(search))).toEqual(search);
  });

  it("can be read by a person", () => {
    const [first] = search.regions;
    const one = { ...search, regions: first === undefined ? [] : [first], hit: "" };
    expect(searchToQuery(one)).toBe(
      "camera=cam-01&box=0.1,0.2,0.3,0.4&at=1767225600000&q=left&span=yesterday&from=1000&to=2000&sort=best&run=1",
    );
  });

  it.each([
    ["", NO_SEARCH],
    ["q=x&span=y&sort=z&run=1&hit=%00", NO_SEARCH],
    ["from=2000&to=1000&run=1", NO_SEARCH],
    ["box=0,0,1,1", NO_SEARCH],
    [
      "camera=cam-01&box=5,5,5,5&at=x",
      { ...NO_SEARCH, regions: [{ cameraId: "cam-01", atMs: null, shape: { kind: "whole" } }] },
    ],
  ])("%j gives only what is good in it", (query, expected) => {
    expect(searchFromQuery(query)).toEqual(expected);
  });
});

describe("a question", () => {
  const only = (shape: Search["regions"][number]["shape"]): Search => ({
    ...NO_SEARCH,
    regions: [{ cameraId: "cam-01", atMs: null, shape }],
  });

  it("about one thing takes one camera and a drawn region", () => {
    expect(askFault(NO_SEARCH, "appeared")).toBe("camera");
    expect(askFault(only({ kind: "whole" }), "appeared")).toBe("needsBox");
    expect(askFault(only({ kind: "zone", zoneId: "z" }), "vanished")).toBe("needsBox");
    expect(askFault(search, "vanished")).toBe("oneCamera");
    expect(askFault(only({ kind: "box", box }), "appeared")).toBeUndefined();
  });

  it("about what moved takes any cameras, or a place", () => {
    expect(askFault(search, "moved")).toBeUndefined();
    expect(askFault({ ...NO_SEARCH, placeId: "plc-0123456789ab" }, "left")).toBeUndefined();
    expect(askFault({ ...NO_SEARCH, placeId: "plc-0123456789ab" }, "appeared")).toBe("oneCamera");
  });
});

describe("a span", () => {
  const zoned = new ZonedTime("Asia/Ho_Chi_Minh");
  const nowMs =
    zoned.toMs({ year: 2026, month: 8, day: 18, hour: 16, minute: 5, second: 30 }) + 400;
  const day = (of: number) => zoned.toMs({ year: 2026, month: 8, day: of });

  it.each([
    ["today", day(18), nowMs - 400],
    ["yesterday", day(17), day(18)],
    ["week", day(12), nowMs - 400],
    ["month", zoned.toMs({ year: 2026, month: 7, day: 20 }), nowMs - 400],
  ] as const)("%s is in the site's days", (span, fromMs, toMs) => {
    expect(rangeOfSpan(span, zoned, nowMs)).toEqual({ fromMs, toMs });
  });
});
