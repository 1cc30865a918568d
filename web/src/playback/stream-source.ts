/** The addresses of a camera's stream, as the player wants them. */
import { apiUrl } from "../api/client.ts";
import type { Source } from "../player/playback-footage.ts";

export function streamSource(cameraId: string, stream: "main" | "sub"): Source {
  return {
    key: `${cameraId}/${stream}`,
    playlistUrl: (from, to) =>
      apiUrl("GET /api/playback/:cameraId/:stream/playlist.m3u8", {
        params: { cameraId, stream },
        query: { from, to },
      }),
  };
}
