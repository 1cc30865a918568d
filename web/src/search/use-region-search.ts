/** A region search under way. */
import { useState } from "react";
import type { RegionSearch, RegionSearchLine } from "#contract";
import { NEW_RUN, type RegionRun, withLines } from "./region-run.ts";
import { lineProblem, useLines } from "./use-lines.ts";

export function useRegionSearch(body: RegionSearch) {
  const [run, setRun] = useState<RegionRun>(NEW_RUN);
  const [round, setRound] = useState(0);
  const { stop } = useLines<RegionSearchLine>("POST /api/search/region", body, round, {
    onStart: () => setRun(NEW_RUN),
    onLines: (lines) => setRun((old) => withLines(old, lines, lineProblem)),
    onEnd: (end) =>
      setRun((old) => {
        if (old.state !== "running") return old;
        if (end === "stopped") return { ...old, state: "stopped" };
        return end === "ended"
          ? { ...old, state: "done" }
          : { ...old, state: "failed", problem: end.problem };
      }),
  });
  return { run, stop, again: () => setRound((old) => old + 1) };
}
