/** Days of a month in a time zone. */
import { describe, expect, it } from "vitest";
import { MonthDays } from "../../../server/playback/month-days.ts";

const HOUR_MS = 3_600_000;

describe("MonthDays", () => {
  it("begins days at local midnight", () => {
    const days = new MonthDays("Asia/Ho_Chi_Minh").boundaries("2026-01");
    expect(days).toHaveLength(32);
    expect(days[0]).toBe(Date.UTC(2025, 11, 31, 17));
    expect(days[31]).toBe(Date.UTC(2026, 0, 31, 17));
  });

  it.each([
    ["2024-02", 29],
    ["2026-02", 28],
    ["2026-04", 30],
  ])("knows how many days %s has", (month, count) => {
    expect(new MonthDays("Asia/Ho_Chi_Minh").boundaries(month)).toHaveLength(count + 1);
  });

  it("knows days of 23 and 25 hours", () => {
    const lengths = (month: string) => {
      const days = new MonthDays("Europe/Berlin").boundaries(month);
      return days.slice(1).map((ms, i) => (ms - (days[i] ?? 0)) / HOUR_MS);
    };
    expect(lengths("2026-03")[28]).toBe(23);
    expect(lengths("2026-10")[24]).toBe(25);
    expect(new Set(lengths("2026-01"))).toEqual(new Set([24]));
  });

  it("begins a day without a midnight at its first instant", () => {
    // Lebanon's clocks go from 00:00 to 01:00.
    const days = new MonthDays("Asia/Beirut").boundaries("2026-03");
    expect(days[28]).toBe(Date.UTC(2026, 2, 28, 22));
    expect(((days[29] ?? 0) - (days[28] ?? 0)) / HOUR_MS).toBe(23);
  });
});
