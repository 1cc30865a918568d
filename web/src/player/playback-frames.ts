/**
 * Which frame is on the screen, by wall time. The painted
 * instant is written to the video element as `data-painted-ms`, for tests and measurements.
 */
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
