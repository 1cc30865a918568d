/** The instant of the picture that a region is drawn on: the chosen one, else the newest recorded. */
import { useApi } from "../api/hooks.ts";

/** The newest seconds may still be on their way to the disk. */
const BEHIND_MS = 2000;
const LOOK_MS = 60_000;

export function usePictureMs(cameraId: string, atMs: number | null): number | undefined {
  // A minute's timeline also says when the camera was recorded last at all. Rounded: one key a minute.
  const nowMs = Math.floor(Date.now() / LOOK_MS) * LOOK_MS;
  const newest = useApi(
    "GET /api/playback/:cameraId/timeline",
    { params: { cameraId }, query: { from: nowMs - LOOK_MS, to: nowMs + LOOK_MS } },
    { enabled: atMs === null, staleTime: LOOK_MS, refetchOnWindowFocus: false },
  );
  if (atMs !== null) return atMs;
  if (newest.data === undefined) return newest.error === null ? undefined : Date.now();
  return newest.data.lastMs === null ? nowMs : newest.data.lastMs - BEHIND_MS;
}
