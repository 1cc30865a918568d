/** Finds out more about a run that ended before it brought a picture, where ffmpeg's words are vague. */
import type { Cause } from "#base/link";
import type { RunEnd } from "./ingest-run.ts";
import { knockRtsp, rtspPeer } from "./rtsp-knock.ts";
import type { StreamSource } from "./source.ts";

/** Causes that ffmpeg gives to a web page, to silence and to garbage alike. */
const VAGUE: ReadonlySet<Cause> = new Set<Cause>([
  "bad_data",
  "not_a_stream",
  "unknown",
  "camera_closed",
]);
const KNOCK_TIMEOUT_MS = 4000;

/** The same end with a better cause, if knocking at the address gives one. Never rejects. */
export async function explainEnd(run: RunEnd, source: StreamSource): Promise<RunEnd> {
  const peer = source.kind === "rtsp" ? rtspPeer(source.url) : undefined;
  if (!peer || run.facts.info || !VAGUE.has(run.cause)) return run;
  const knock = await knockRtsp({ ...peer, timeoutMs: KNOCK_TIMEOUT_MS });
  return knock.cause ? { ...run, cause: knock.cause, detail: knock.detail } : run;
}
