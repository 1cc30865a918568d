/** Where a region can be looked at, and which instant is looked at next. */
import { describe, expect, it } from "vitest";
import {
  cleanInstant,
  nextInstant,
  splitInstants,
} from "../../../../server/search/bisect/next-instant.ts";
import {
  nearestInstant,
  quietTimes,
  stillAt,
  stillsBetween,
} from "../../../../server/search/bisect/quiet-times.ts";

const S = 1_000;
const H = 3_600 * S;
const DAY = 24 * H;
const span = (fromS: number, toS: number) => ({ startMs: fromS * S, endMs: toS * S });
const whole = span(0, 100);

describe("quiet times", () => {
  it.each([
    ["no movement: all of it", [whole], [whole], [], [whole]],
    [
      "a movement: before it and, once things rest, after it",
      [whole],
      [whole],
      [span(40, 50)],
      [span(0, 39.5), span(51.5, 100)],
    ],
    ["nobody watched: none", [whole], [], [], []],
    ["half watched", [whole], [span(50, 100)], [], [span(50, 100)]],
    [
      "a gap in the footage",
      [span(0, 30), span(60, 100)],
      [whole],
      [],
      [span(0, 30), span(60, 100)],
    ],
    [
      "moments between movements are too short",
      [span(0, 20)],
      [whole],
      [span(1, 9), span(12, 20)],
      [],
    ],
  ])("%s", (_title, footage, watched, moved, stills) => {
    expect(quietTimes({ range: whole, footage, watched, moved }).stills).toEqual(stills);
  });

  it("stay inside the asked range", () => {
    const { stills } = quietTimes({
      range: span(10, 20),
      footage: [whole],
      watched: [whole],
      moved: [],
    });
    expect(stills).toEqual([span(10, 20)]);
  });

  const stills = [span(0, 10), span(20, 30), span(50, 60)];
  it("are found by instant and by range", () => {
    expect(stillAt(stills, 25 * S)).toEqual(span(20, 30));
    expect(stillAt(stills, 15 * S)).toBeUndefined();
    expect(stillsBetween(stills, 10 * S, 50 * S)).toEqual([1, 2]);
    expect(stillsBetween(stills, 5 * S, 55 * S)).toEqual([0, 3]);
    expect(stillsBetween(stills, 31 * S, 40 * S)).toEqual([2, 2]);
  });

  it.each([
    [25, 25],
    [12, 9],
    [19, 21],
    [99, 59],
  ])("have an instant near %i s: %i s, a little inside", (wantedS, foundS) => {
    expect(nearestInstant(stills, wantedS * S)).toBe(foundS * S);
  });

  it("have no instant where there are none", () => {
    expect(nearestInstant([], 5 * S)).toBeUndefined();
  });
});

describe("the next instant", () => {
  const week = { startMs: 0, endMs: 7 * DAY };
  const calm = { stills: [week], footage: [week] };

  it("is at the same hour while days are apart", () => {
    const atMs = nextInstant(calm, { startMs: 2 * H, endMs: 6 * DAY + 5 * H }, 0) ?? 0;
    expect((atMs - 5 * H) % DAY).toBe(0);
  });

  it("halves the movements within a day", () => {
    const busy = Array.from({ length: 20 }, (_, i) => span(i * 100, i * 100 + 50));
    const stills = [...busy, span(20_000, 60_000)];
    const times = { stills, footage: [span(0, 60_000)] };
    const atMs = nextInstant(times, span(0, 60_000), 0) ?? 0;
    expect(atMs).toBeGreaterThan(800 * S);
    expect(atMs).toBeLessThan(1_300 * S);
  });

  it("halves the time where there is only movement, and tries elsewhere after a failure", () => {
    const times = { stills: [], footage: [span(0, 10), span(90, 100)] };
    expect(nextInstant(times, whole, 0)).toBe(10 * S);
    expect(nextInstant(times, whole, 1)).toBe(8 * S);
    expect(nextInstant(times, whole, 99)).toBeUndefined();
  });

  it("is none without footage", () => {
    expect(nextInstant({ stills: [], footage: [] }, whole, 0)).toBeUndefined();
  });

  it("of a question to an officer splits the time in even parts", () => {
    const times = { stills: [], footage: [span(0, 90)] };
    expect(splitInstants(times, span(0, 90), 2)).toEqual([30 * S, 60 * S]);
  });

  it("is clean where there is something clean near, else any with footage", () => {
    const times = { stills: [span(0, 10)], footage: [whole] };
    expect(cleanInstant(times, 20 * S, 30 * S)).toBe(9 * S);
    expect(cleanInstant(times, 80 * S, 30 * S)).toBe(80 * S);
  });
});
