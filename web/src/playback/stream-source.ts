/** The addresses of a camera's footage, as the player wants them. */
import { apiUrl } from "../api/client.ts";
import type { Source } from "../player/playback-footage.ts";
import { type Rendition, streamOf } from "../player/playback-quality.ts";

export function streamSource(cameraId: string, rendition: Rendition, hasSub: boolean): Source {
  const stream = streamOf(rendition, hasSub);
  const key = `${cameraId}/${stream}/${rendition}`;
  if (rendition === "main" || rendition === "sub") {
    return {
      key,
      playlistUrl: (from, to) =>
        apiUrl("GET /api/playback/:cameraId/:stream/playlist.m3u8", {
          params: { cameraId, stream },
          query: { from, to },
        }),
    };
  }
  return {
    key,
    playlistUrl: (from, to) =>
      apiUrl("GET /api/playback/:cameraId/:stream/made/:kind/playlist.m3u8", {
        params: { cameraId, stream, kind: rendition },
        query: { from, to },
      }),
  };
}
