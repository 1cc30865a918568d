/** "When did it appear" under way, with what the officer answered when asked. */
import { useState } from "react";
import type { BisectLine, BisectSearch } from "#contract";
import { type BisectRun, NEW_BISECT, withBisectLine } from "./bisect-run.ts";
import { lineProblem, useLines } from "./use-lines.ts";

type Answers = NonNullable<BisectSearch["answers"]>;

export function useBisect(question: Omit<BisectSearch, "answers">) {
  const [run, setRun] = useState<BisectRun>(NEW_BISECT);
  const [answers, setAnswers] = useState<Answers>([]);
  const [round, setRound] = useState(0);
  const body: BisectSearch = { ...question, answers };
  const { stop } = useLines<BisectLine>("POST /api/search/bisect", body, round, {
    // What was narrowed before a question stays in sight while the server looks on.
    onStart: () => setRun((old) => ({ ...NEW_BISECT, steps: old.steps })),
    onLines: (lines) =>
      setRun((old) => lines.reduce((run, line) => withBisectLine(run, line, lineProblem), old)),
    onEnd: (end) =>
      setRun((old) => {
        if (old.state !== "running") return old;
        if (end === "stopped") return { ...old, state: "stopped" };
        return end === "ended"
          ? { ...old, state: "done" }
          : { ...old, state: "failed", problem: end.problem };
      }),
  });
  return {
    run,
    stop,
    asked: answers.length,
    again: () => {
      setAnswers([]);
      setRun(NEW_BISECT);
      setRound((old) => old + 1);
    },
    say: (more: Answers) => setAnswers((old) => [...old, ...more]),
  };
}
