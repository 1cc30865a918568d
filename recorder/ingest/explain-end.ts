/** Finds out more about a run that ended before it brought a picture, where ffmpeg's words are vague. */
import type { Cause } from "#base/link";
import type { RunEnd } from "./ingest-run.ts";
import { knockRtsp, rtspPeer } from "./rtsp-knock.ts";
import { SOCKET_TIMEOUT_MS, type StreamSource } from "./source.ts";

/** Causes that ffmpeg gives to a web page, to silence and to garbage alike. */
const VAGUE: ReadonlySet<Cause> = new Set<Cause>([
  "bad_data",
  "not_a_stream",
  "unknown",
  "camera_closed",
]);
const KNOCK_TIMEOUT_MS = 4000;

/**
 * The same end with a better cause, if how long the run lasted or knocking at the address gives one.
 * Never rejects.
 */
export async function explainEnd(
  run: RunEnd,
  source: StreamSource,
  lastedMs: number,
): Promise<RunEnd> {
  if (run.facts.info || !VAGUE.has(run.cause)) return run;
  const peer = source.kind === "rtsp" ? rtspPeer(source.url) : undefined;
  const knock = peer && (await knockRtsp({ ...peer, timeoutMs: KNOCK_TIMEOUT_MS }));
  if (knock?.cause) return { ...run, cause: knock.cause, detail: knock.detail };
  return wasSilence(run.cause, lastedMs, SOCKET_TIMEOUT_MS)
    ? { ...run, cause: "stalled", detail: "connected, but no picture came" }
    : run;
}

/**
 * ffmpeg says the same of garbage and of a camera that takes the connection and then sends nothing:
 * it could not find out what the stream is. But for garbage it needs no longer than it may look at a
 * stream, and for silence until the socket's time is up.
 */
export function wasSilence(cause: Cause, lastedMs: number, socketTimeoutMs: number): boolean {
  return cause === "bad_data" && lastedMs >= socketTimeoutMs;
}
