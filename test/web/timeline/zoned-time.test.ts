/** The site's local time, with zones whose days have 23 or 25 hours. */
import { describe, expect, test } from "vitest";
import { clockText, dateText, ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const hanoi = new ZonedTime("Asia/Ho_Chi_Minh");
const berlin = new ZonedTime("Europe/Berlin");

describe("the site's local time", () => {
  test("a Hanoi day begins at 17:00 UTC of the day before", () => {
    const atMs = Date.UTC(2026, 7, 18, 9, 5, 30);
    expect(hanoi.toLocal(atMs)).toEqual({
      year: 2026,
      month: 8,
      day: 18,
      hour: 16,
      minute: 5,
      second: 30,
    });
    expect(hanoi.startOfDay(atMs)).toBe(Date.UTC(2026, 7, 17, 17));
    expect(hanoi.weekday(atMs)).toBe(2);
  });

  test("local time goes to an instant and back", () => {
    for (const zone of [hanoi, berlin]) {
      for (const atMs of [
        0,
        Date.UTC(2026, 2, 29, 0, 30),
        Date.UTC(2026, 9, 25, 3),
        Date.UTC(2027, 0, 1),
      ]) {
        expect(zone.toMs(zone.toLocal(atMs))).toBe(atMs);
      }
    }
  });

  test("days of 23 and 25 hours begin at local midnight", () => {
    const spring = berlin.toMs({ year: 2026, month: 3, day: 29 });
    expect(berlin.addDays(spring, 1) - spring).toBe(23 * 3_600_000);
    const autumn = berlin.toMs({ year: 2026, month: 10, day: 25 });
    expect(berlin.addDays(autumn, 1) - autumn).toBe(25 * 3_600_000);
  });

  test("months roll over the year's end", () => {
    const atMs = hanoi.toMs({ year: 2026, month: 12, day: 31, hour: 23 });
    expect(dateText(hanoi.toLocal(hanoi.startOfMonth(atMs, 1)))).toBe("01/01/2027");
    expect(hanoi.monthKey(hanoi.startOfMonth(atMs, -1))).toBe("2026-11");
  });

  test("clocks are written with leading zeros", () => {
    const local = hanoi.toLocal(Date.UTC(2026, 0, 1, 0, 5, 9));
    expect(clockText(local, true)).toBe("07:05:09");
    expect(clockText(local, false)).toBe("07:05");
  });
});
