/**
 * Answers that are streams of JSON lines (NDJSON). What is thrown before the first line becomes a
 * problem as with any answer; afterwards it is told as a last line `{failed: problem}`, since the
 * status has gone. Waits for a slow reader; ends quietly when he has gone.
 */
import { once } from "node:events";
import type { Response } from "express";
import { toVmsError } from "#base/errors";
import type { Log } from "#base/log";
import { NDJSON } from "#contract";
import { toProblem } from "./problem.ts";

/** Writes one line; resolves when the reader keeps up. @throws the signal's reason when he has gone. */
export type WriteLine<T> = (line: T) => Promise<void>;

/** Runs `produce` and sends its lines. @throws what it throws before its first line. */
export async function sendJsonLines<T>(
  { res, signal, log }: { res: Response; signal: AbortSignal; log: Log },
  produce: (write: WriteLine<T>) => Promise<void>,
): Promise<void> {
  const write: WriteLine<object> = async (line) => {
    signal.throwIfAborted();
    if (!res.headersSent) start(res);
    if (!res.write(`${JSON.stringify(line)}\n`)) await once(res, "drain", { signal });
  };
  try {
    await produce(write as WriteLine<T>);
    if (!res.headersSent) start(res);
  } catch (thrown) {
    if (signal.aborted) return;
    if (!res.headersSent) throw thrown;
    const error = toVmsError(thrown);
    log.error({ reason: error.reason, err: error }, "a stream of answers broke off");
    await write({ failed: toProblem(error) });
  }
  res.end();
}

function start(res: Response): void {
  res.status(200).setHeader("Content-Type", NDJSON);
  res.setHeader("Cache-Control", "no-store");
  // A proxy that gathers lines would make the first hit as late as the last.
  res.setHeader("X-Accel-Buffering", "no");
  res.flushHeaders();
}
