/**
 * Which frame is on the screen, by wall time, and the instants of the frames around it. The painted
 * instant is written to the video element as `data-painted-ms`, for tests and measurements.
 */
import type { LoadedChunk } from "./playback-loader.ts";

export type PaintedListener = (paintedMs: number) => void;

/** Watches what `video` really paints; `toWallMs` maps its media seconds. Answers with a way to stop. */
export function watchPainted(
  video: HTMLVideoElement,
  toWallMs: (mediaS: number) => number,
  onPainted: PaintedListener,
): () => void {
  const painted = (mediaS: number) => {
    const atMs = Math.round(toWallMs(mediaS));
    video.dataset.paintedMs = String(atMs);
    onPainted(atMs);
  };
  if ("requestVideoFrameCallback" in video) {
    let handle = 0;
    const next: VideoFrameRequestCallback = (_now, frame) => {
      painted(frame.mediaTime);
      handle = video.requestVideoFrameCallback(next);
    };
    handle = video.requestVideoFrameCallback(next);
    return () => video.cancelVideoFrameCallback(handle);
  }
  // Older browsers do not tell each frame: the clock of the element is the best there is.
  const element = video as HTMLVideoElement;
  const tick = () => {
    if (element.readyState >= 2 && !element.seeking) painted(element.currentTime);
  };
  for (const event of ["seeked", "timeupdate"]) element.addEventListener(event, tick);
  return () => {
    for (const event of ["seeked", "timeupdate"]) element.removeEventListener(event, tick);
  };
}

/**
 * The instant of the frame after (`direction` 1) or before (-1) the one painted at `paintedMs`;
 * undefined when it is not loaded. `framesMs` of chunks that overlap are taken as they are.
 */
export function neighbourFrame(
  loaded: Iterable<Pick<LoadedChunk, "framesMs">>,
  paintedMs: number,
  direction: 1 | -1,
): number | undefined {
  let best: number | undefined;
  for (const { framesMs } of loaded) {
    for (const frameMs of framesMs) {
      // Half a millisecond of rounding is the same frame.
      if ((frameMs - paintedMs) * direction <= 1.5) continue;
      if (best === undefined || (frameMs - best) * direction < 0) best = frameMs;
    }
  }
  return best;
}
