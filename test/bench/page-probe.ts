/**
 * What a page of the viewer shows, frame by frame: a script that listens to every `<video>` for
 * painted frames (`requestVideoFrameCallback`) and reads the time code in some of them. Plain
 * JavaScript text, since it runs in the browser; times are epoch milliseconds of this machine.
 */
import type { Page } from "playwright-core";
import { type CodeFormat, readTick } from "./camera-source.ts";

export interface PaintedFrame {
  readonly cameraId: string | null;
  readonly stream: string | null;
  readonly atMs: number;
  readonly tick: number | undefined;
}

/** Samples a cell in so many pixels each way. */
const CELL_PX = 4;

/** Must be called before the page is opened. Each video's code is read at most every `everyMs`. */
export async function addProbe(page: Page, format: CodeFormat, everyMs: number): Promise<void> {
  await page.addInitScript(
    `(${PROBE})(${JSON.stringify({ ...format, everyMs, cellPx: CELL_PX })})`,
  );
}

/** Forgets what was seen. */
export function resetProbe(page: Page): Promise<void> {
  return page.evaluate("window.benchProbe.reset()");
}

/** The first painted frame of each video since the reset, `camera/stream` to when. */
export function firstFrames(page: Page): Promise<Record<string, number>> {
  return page.evaluate("window.benchProbe.first");
}

/** Frames whose code was looked at since the reset. */
export async function paintedFrames(page: Page, format: CodeFormat): Promise<PaintedFrame[]> {
  type Raw = { cameraId: string | null; stream: string | null; atMs: number; levels: number[] };
  const raw = await page.evaluate<Raw[]>("window.benchProbe.frames");
  return raw.map(({ levels, ...frame }) => ({ ...frame, tick: readTick(format, levels) }));
}

const PROBE = `(format) => {
  const probe = { first: {}, frames: [], reset() { this.first = {}; this.frames = []; } };
  window.benchProbe = probe;
  const canvas = document.createElement("canvas");
  canvas.width = format.cells * format.cellPx;
  canvas.height = format.cellPx;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const levelsOf = (video) => {
    const width = format.cells * format.cellWidth * video.videoWidth;
    const height = format.cellHeight * video.videoHeight;
    const top = format.edge === "top" ? 0 : video.videoHeight - height;
    pen.drawImage(video, 0, top, width, height, 0, 0, canvas.width, canvas.height);
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    return Array.from({ length: format.cells }, (_, cell) => {
      let sum = 0;
      for (const y of [1, 2]) for (const x of [1, 2])
        sum += pixels[(y * canvas.width + cell * format.cellPx + x) * 4 + 1];
      return sum / 4;
    });
  };
  const watched = new WeakSet();
  const watch = (video) => {
    if (watched.has(video)) return;
    watched.add(video);
    let readMs = 0;
    const painted = (nowMs) => {
      const atMs = performance.timeOrigin + nowMs;
      const { camera = null, stream = null } = video.dataset;
      probe.first[camera + "/" + stream] ??= atMs;
      if (atMs - readMs >= format.everyMs && video.videoWidth > 0) {
        readMs = atMs;
        probe.frames.push({ cameraId: camera, stream, atMs, levels: levelsOf(video) });
      }
      video.requestVideoFrameCallback(painted);
    };
    video.requestVideoFrameCallback(painted);
  };
  const look = () => document.querySelectorAll("video").forEach(watch);
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
}`;
