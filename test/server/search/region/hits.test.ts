/** Ranking of hits, and gaps in watching put together day by day. */
import { describe, expect, it } from "vitest";
import { BestHits, motionScore } from "../../../../server/search/region/rank-hits.ts";
import { Unwatched } from "../../../../server/search/region/unwatched.ts";

const H = 3_600_000;
const span = (fromH: number, toH: number) => ({ startMs: fromH * H, endMs: toH * H });

describe("ranking", () => {
  const run = (movedSeconds: number, strongSeconds: number) =>
    motionScore({ startMs: 0, endMs: 1, movedSeconds, strongSeconds });

  it("prefers long and strong movements and stays below one", () => {
    expect(run(10, 0)).toBeGreaterThan(run(2, 0));
    expect(run(10, 10)).toBeGreaterThan(run(10, 0));
    expect(run(100_000, 100_000)).toBeLessThanOrEqual(1);
  });

  it("keeps the best so far", () => {
    const best = new BestHits(2);
    const taken = [0.5, 0.2, 0.1, 0.3, 0.5, 0.5].map((score) => best.takes({ score }));
    expect(taken).toEqual([true, true, false, true, true, false]);
  });
});

describe("times in which nobody watched", () => {
  it("are told newest first, joined across days, without the short ones", () => {
    const unwatched = new Unwatched(span(0, 72));
    const told = [
      ...unwatched.add(span(48, 72), [span(50, 60), { startMs: 60 * H + 5_000, endMs: 72 * H }]),
      ...unwatched.add(span(24, 48), [span(24, 46)]),
      ...unwatched.end(),
    ];
    expect(told).toEqual([span(46, 50), span(0, 24)]);
  });

  it("take days without any file whole", () => {
    const unwatched = new Unwatched(span(0, 96));
    const told = [...unwatched.add(span(24, 48), [span(24, 48)]), ...unwatched.end()];
    expect(told).toEqual([span(48, 96), span(0, 24)]);
  });

  it("are none where all was watched", () => {
    const unwatched = new Unwatched(span(0, 24));
    expect([...unwatched.add(span(0, 24), [span(0, 24)]), ...unwatched.end()]).toEqual([]);
  });
});
