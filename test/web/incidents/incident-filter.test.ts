/** The filter of the incidents list and its address. */
import { describe, expect, test } from "vitest";
import {
  apiQueryOf,
  filterFromQuery,
  filterToQuery,
  isFiltered,
  NO_FILTER,
} from "../../../web/src/incidents/incident-filter.ts";
import { ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const zoned = new ZonedTime("Asia/Ho_Chi_Minh");

describe("the filter of the incidents list", () => {
  test("goes into an address and comes back", () => {
    const filter = { ...NO_FILTER, kind: "theft", text: "xe máy", fromDay: "2026-08-18" } as const;
    expect(filterFromQuery(`?${filterToQuery(filter)}`)).toEqual(filter);
  });

  test("nonsense in an address is no filter", () => {
    const filter = filterFromQuery("?kind=murder&state=x&fromDay=yesterday");
    expect(filter).toEqual(NO_FILTER);
    expect(isFiltered(filter)).toBe(false);
  });

  test("both days are inside, in the site's zone", () => {
    const query = apiQueryOf({ ...NO_FILTER, fromDay: "2026-08-31", toDay: "2026-08-31" }, zoned);
    expect(query).toEqual({ from: Date.UTC(2026, 7, 30, 17), to: Date.UTC(2026, 7, 31, 17) });
  });

  test("empty fields do not reach the server", () => {
    expect(apiQueryOf({ ...NO_FILTER, text: "  " }, zoned)).toEqual({});
  });
});
