/** What a region search has told so far, line by line. Pure. */
import type { Problem, RegionSearchLine, SearchHit } from "#contract";

export interface Unwatched {
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface RegionRun {
  readonly hits: readonly SearchHit[];
  /** Each camera is searched from the end of the span back to this instant. */
  readonly doneToMs: ReadonlyMap<string, number>;
  readonly unwatched: readonly Unwatched[];
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly truncated: boolean;
  readonly problem: unknown;
}

export const NEW_RUN: RegionRun = {
  hits: [],
  doneToMs: new Map(),
  unwatched: [],
  state: "running",
  truncated: false,
  problem: null,
};

export function withLines(
  run: RegionRun,
  lines: readonly RegionSearchLine[],
  toProblem: (problem: Problem) => unknown,
): RegionRun {
  const hits = [...run.hits];
  const doneToMs = new Map(run.doneToMs);
  const unwatched = [...run.unwatched];
  let { state, truncated, problem } = run;
  for (const line of lines) {
    if ("hit" in line) hits.push(line.hit);
    else if ("progress" in line) doneToMs.set(line.progress.cameraId, line.progress.doneToMs);
    else if ("unwatched" in line) unwatched.push(line.unwatched);
    else if ("done" in line) {
      state = "done";
      truncated = line.done.truncated;
    } else {
      state = "failed";
      problem = toProblem(line.failed);
    }
  }
  return { hits, doneToMs, unwatched, state, truncated, problem };
}

/** The order in which hits are shown; a hit told twice is shown once, the better of both. */
export function sortedHits(hits: readonly SearchHit[], sort: "newest" | "best"): SearchHit[] {
  const byKey = new Map<string, SearchHit>();
  for (const hit of hits) {
    const known = byKey.get(hitKey(hit));
    if (known === undefined || known.score < hit.score) byKey.set(hitKey(hit), hit);
  }
  const newest = (a: SearchHit, b: SearchHit) => b.startMs - a.startMs;
  return [...byKey.values()].sort((a, b) =>
    sort === "best" ? b.score - a.score || newest(a, b) : newest(a, b),
  );
}

export function hitKey({ cameraId, startMs }: SearchHit): string {
  return `${cameraId}@${startMs}`;
}

/** Down to where every camera is searched; undefined before the first says so. */
export function searchedTo(run: RegionRun): number | undefined {
  const instants = [...run.doneToMs.values()];
  return instants.length === 0 ? undefined : Math.max(...instants);
}

/** Seconds of the span that nobody watched, over all its cameras. */
export function unwatchedMs(run: RegionRun): number {
  return run.unwatched.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
