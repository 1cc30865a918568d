/** Reads a streamed answer while the component is on the page; its lines come in bunches, one a frame, so that a fast search does not render a thousand times. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "#contract";
import { type ApiKey, ApiProblem, apiLines } from "../api/client.ts";

interface LineHandlers<T> {
  readonly onStart: () => void;
  readonly onLines: (lines: readonly T[]) => void;
  readonly onEnd: (end: "ended" | "stopped" | { readonly problem: unknown }) => void;
}

/** Asks anew whenever `body` (compared as JSON) or `round` changes; answers with a way to stop. */
export function useLines<T>(
  key: ApiKey,
  body: unknown,
  round: number,
  handlers: LineHandlers<T>,
): { readonly stop: () => void } {
  const text = JSON.stringify(body);
  const latest = useRef(handlers);
  const [life, setLife] = useState<AbortController>();
  useEffect(() => {
    latest.current = handlers;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same again.
  useEffect(() => {
    const controller = new AbortController();
    setLife(controller);
    latest.current.onStart();
    const gone = { left: false };
    void read<T>(key, JSON.parse(text), controller.signal, gone, latest);
    return () => {
      gone.left = true;
      controller.abort();
    };
  }, [key, text, round]);
  const stop = useCallback(() => life?.abort(), [life]);
  return { stop };
}

async function read<T>(
  key: ApiKey,
  body: unknown,
  signal: AbortSignal,
  gone: { readonly left: boolean },
  latest: { readonly current: LineHandlers<T> },
): Promise<void> {
  let bunch: T[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    if (bunch.length > 0 && !gone.left) latest.current.onLines(bunch);
    bunch = [];
  };
  let end: Parameters<LineHandlers<T>["onEnd"]>[0] = "ended";
  try {
    for await (const line of apiLines<T>(key, body, signal)) {
      bunch.push(line);
      if (frame === 0) frame = window.setTimeout(flush, 30);
    }
  } catch (thrown) {
    end = signal.aborted ? "stopped" : { problem: thrown };
  }
  window.clearTimeout(frame);
  flush();
  if (!gone.left) latest.current.onEnd(end);
}

/** A problem that came as a line, as if the request had failed with it. */
export function lineProblem(problem: Problem): ApiProblem {
  return new ApiProblem(problem.status, problem);
}
