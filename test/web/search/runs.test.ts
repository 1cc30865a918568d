/** What streamed answers add up to. */
import { describe, expect, it } from "vitest";
import type { BisectLine, RegionSearchLine, SearchHit } from "#contract";
import {
  changesOf,
  NEW_BISECT,
  sureness,
  withBisectLine,
} from "../../../web/src/search/bisect-run.ts";
import {
  NEW_RUN,
  searchedTo,
  sortedHits,
  unwatchedMs,
  withLines,
} from "../../../web/src/search/region-run.ts";

const keep = (problem: unknown) => problem;

function hit(startMs: number, score: number, cameraId = "cam-01"): SearchHit {
  const times = { startMs, endMs: startMs + 1000, bestMs: startMs };
  return { cameraId, kind: "moved", score, ...times, eventId: null, box: null };
}

describe("a region search", () => {
  const lines: RegionSearchLine[] = [
    { hit: hit(9000, 0.2) },
    { progress: { cameraId: "cam-01", doneToMs: 8000 } },
    { progress: { cameraId: "cam-02", doneToMs: 5000 } },
    { unwatched: { cameraId: "cam-02", startMs: 6000, endMs: 7500 } },
    { hit: hit(7000, 0.9, "cam-02") },
    { hit: hit(9000, 0.4) },
  ];

  it("gathers hits, how far each camera is, and what nobody watched", () => {
    const run = withLines(withLines(NEW_RUN, lines.slice(0, 3), keep), lines.slice(3), keep);
    expect(run.state).toBe("running");
    expect(searchedTo(run)).toBe(8000);
    expect(unwatchedMs(run)).toBe(1500);
    expect(sortedHits(run.hits, "newest").map(({ startMs, score }) => [startMs, score])).toEqual([
      [9000, 0.4],
      [7000, 0.9],
    ]);
    expect(sortedHits(run.hits, "best")[0]?.cameraId).toBe("cam-02");
  });

  it("ends with what the server says, or with its problem", () => {
    const done = { hits: 2, seconds: 1, truncated: true, doneToMs: 0 };
    expect(withLines(NEW_RUN, [{ done }], keep)).toMatchObject({ state: "done", truncated: true });
    const failed = { type: "", title: "", status: 503, code: "unavailable" as const, reason: "x" };
    expect(withLines(NEW_RUN, [{ failed }], keep)).toMatchObject({
      state: "failed",
      problem: failed,
    });
    expect(searchedTo(NEW_RUN)).toBeUndefined();
  });
});

describe("a bisect", () => {
  const change = (atMs: number) => ({
    kind: "appeared" as const,
    atMs,
    window: { startMs: atMs - 500, endMs: atMs + 500 },
    confidence: 0.9,
    clip: { startMs: atMs - 5000, endMs: atMs + 5000 },
    eventId: null,
    mover: null,
  });

  it("gathers steps and ends with an answer", () => {
    const step = { fromMs: 0, toMs: 9, atMs: 5, present: null, decoded: 1 };
    const answer = { ...change(5000), alternatives: [change(9000), change(1000), change(5000)] };
    const lines: BisectLine[] = [{ step }, { answer }, { done: { decoded: 9, seconds: 1 } }];
    const run = lines.reduce((old, line) => withBisectLine(old, line, keep), NEW_BISECT);
    expect(run).toMatchObject({ steps: [step], state: "done" });
    expect(changesOf(answer).map(({ atMs }) => atMs)).toEqual([1000, 5000, 9000]);
  });

  it("says in words how sure it is", () => {
    expect([0.95, 0.6, 0.1].map(sureness)).toEqual(["high", "middle", "low"]);
  });
});
