/** The nearest footage around a second without any, asked for only when needed. */
import { useApi } from "../api/hooks.ts";
import type { PlaybackState } from "../player/playback-state.ts";
import { nearestRecorded } from "../timeline/timeline-hit.ts";

const MINUTE_MS = 60_000;
const REACH_MS = 31 * 86_400_000;

export function useNearest(cameraId: string, state: PlaybackState) {
  const atMs = Math.floor(state.atMs / MINUTE_MS) * MINUTE_MS;
  const wide = useApi(
    "GET /api/playback/:cameraId/timeline",
    { params: { cameraId }, query: { from: Math.max(0, atMs - REACH_MS), to: atMs + REACH_MS } },
    { enabled: state.phase === "noFootage", staleTime: 10_000 },
  );
  return nearestRecorded(wide.data, state.atMs);
}
