/** What the camera's streams need and in which codecs they come, known before the first byte of them. */
import { useQuery } from "@tanstack/react-query";
import { apiUrl } from "../api/client.ts";
import { canPlayType } from "../player/playback-buffer.ts";
import { fetchText } from "../player/playback-fetch.ts";
import { parseRenditions } from "../player/playback-renditions.ts";

const MINUTE_MS = 60_000;
/** Cameras are seldom set anew: the list is read again for another hour only. */
const HOUR_MS = 60 * MINUTE_MS;

export interface Renditions {
  readonly mainKbps: number | null;
  /** Streams that this browser cannot decode. */
  readonly unplayable: readonly ("main" | "sub")[];
}

const UNKNOWN: Renditions = { mainKbps: null, unplayable: [] };

export function useRenditions(cameraId: string, atMs: number): Renditions {
  const hour = Math.floor(atMs / HOUR_MS);
  const { data } = useQuery({
    queryKey: ["renditions", cameraId, hour],
    queryFn: ({ signal }) => read(cameraId, Math.round(atMs), signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data ?? UNKNOWN;
}

async function read(cameraId: string, atMs: number, signal: AbortSignal): Promise<Renditions> {
  const range = { from: Math.max(0, atMs - MINUTE_MS), to: atMs + MINUTE_MS };
  const url = apiUrl("GET /api/playback/:cameraId/master.m3u8", {
    params: { cameraId },
    query: range,
  });
  const streams = parseRenditions(await fetchText(url, signal));
  return {
    mainKbps: streams.find(({ stream }) => stream === "main")?.averageKbps ?? null,
    unplayable: streams
      .filter(({ codecs }) => !canPlayType(`video/mp4; codecs="${codecs}"`))
      .map(({ stream }) => stream),
  };
}
