/** What "when did it appear" has told so far, line by line. Pure. */
import type { BisectChange, BisectLine, Problem } from "#contract";

type LineOf<K extends string> = Extract<BisectLine, Record<K, unknown>>;
export type BisectStep = LineOf<"step">["step"];
export type BisectAnswer = LineOf<"answer">["answer"];
export type BisectAsk = LineOf<"ask">["ask"];
export type BisectVerdict = LineOf<"verdict">["verdict"];

export interface BisectRun {
  readonly steps: readonly BisectStep[];
  readonly answer: BisectAnswer | undefined;
  readonly ask: BisectAsk | undefined;
  readonly verdict: BisectVerdict | undefined;
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly problem: unknown;
}

export const NEW_BISECT: BisectRun = {
  steps: [],
  answer: undefined,
  ask: undefined,
  verdict: undefined,
  state: "running",
  problem: null,
};

export function withBisectLine(
  run: BisectRun,
  line: BisectLine,
  toProblem: (problem: Problem) => unknown,
): BisectRun {
  if ("step" in line) return { ...run, steps: [...run.steps, line.step] };
  if ("answer" in line) return { ...run, answer: line.answer };
  if ("ask" in line) return { ...run, ask: line.ask };
  if ("verdict" in line) return { ...run, verdict: line.verdict };
  if ("done" in line) return { ...run, state: "done" };
  return { ...run, state: "failed", problem: toProblem(line.failed) };
}

/** The answer and its alternatives, oldest first, each once. */
export function changesOf(answer: BisectAnswer): BisectChange[] {
  const byInstant = new Map(
    [answer, ...answer.alternatives].map((change) => [change.atMs, change]),
  );
  return [...byInstant.values()].sort((a, b) => a.atMs - b.atMs);
}

export function sureness(confidence: number): "high" | "middle" | "low" {
  if (confidence >= 0.8) return "high";
  return confidence >= 0.5 ? "middle" : "low";
}
