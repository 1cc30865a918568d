/**
 * The timeline's scale: which milliseconds lie under which pixels, and how zoom and pan change it.
 * Pure. Pixels are CSS pixels from the left edge; times are epoch UTC milliseconds.
 */

export interface TimeView {
  readonly startMs: number;
  readonly msPerPx: number;
  readonly widthPx: number;
}

export interface ViewLimits {
  readonly minSpanMs: number;
  readonly maxSpanMs: number;
  /** The view's centre stays inside. */
  readonly earliestMs: number;
  readonly latestMs: number;
}

export const MIN_SPAN_MS = 10_000;
export const MAX_SPAN_MS = 370 * 86_400_000;

export function spanMs(view: TimeView): number {
  return view.msPerPx * view.widthPx;
}

export function endMs(view: TimeView): number {
  return view.startMs + spanMs(view);
}

export function centreMs(view: TimeView): number {
  return view.startMs + spanMs(view) / 2;
}

export function toPx(view: TimeView, atMs: number): number {
  return (atMs - view.startMs) / view.msPerPx;
}

export function toMs(view: TimeView, px: number): number {
  return view.startMs + px * view.msPerPx;
}

/** A view of `span` milliseconds around `atMs`. */
export function viewAround(atMs: number, span: number, widthPx: number): TimeView {
  const width = Math.max(1, widthPx);
  return { startMs: atMs - span / 2, msPerPx: span / width, widthPx: width };
}

/** The same centre and span on another width. */
export function resized(view: TimeView, widthPx: number): TimeView {
  return viewAround(centreMs(view), spanMs(view), widthPx);
}

/** Zooms by `factor` (> 1 = closer) so that the instant under `px` stays there. */
export function zoomed(view: TimeView, px: number, factor: number, limits: ViewLimits): TimeView {
  const wantedSpan = spanMs(view) / factor;
  const span = Math.min(limits.maxSpanMs, Math.max(limits.minSpanMs, wantedSpan));
  const msPerPx = span / view.widthPx;
  return limited({ ...view, msPerPx, startMs: toMs(view, px) - px * msPerPx }, limits);
}

/** Moves the picture by `px`: positive drags the past into view. */
export function panned(view: TimeView, px: number, limits: ViewLimits): TimeView {
  return limited({ ...view, startMs: view.startMs - px * view.msPerPx }, limits);
}

/** Two fingers: the instants that lay under `from` lie under `to` afterwards. */
export function pinched(
  view: TimeView,
  from: readonly [number, number],
  to: readonly [number, number],
  limits: ViewLimits,
): TimeView {
  const distanceBefore = Math.max(8, Math.abs(from[1] - from[0]));
  const distanceAfter = Math.max(8, Math.abs(to[1] - to[0]));
  const middleBefore = (from[0] + from[1]) / 2;
  const middleAfter = (to[0] + to[1]) / 2;
  const moved = panned(view, middleAfter - middleBefore, limits);
  return zoomed(moved, middleAfter, distanceAfter / distanceBefore, limits);
}

export function limited(view: TimeView, limits: ViewLimits): TimeView {
  const centre = centreMs(view);
  const inside = Math.min(limits.latestMs, Math.max(limits.earliestMs, centre));
  return inside === centre ? view : { ...view, startMs: view.startMs + (inside - centre) };
}

/**
 * The view that keeps a moving playhead readable: unchanged while it is inside, else shifted so
 * that the playhead stands at a quarter from the left.
 */
export function following(view: TimeView, playheadMs: number): TimeView {
  const px = toPx(view, playheadMs);
  if (px >= 0 && px <= view.widthPx * 0.9) return view;
  return { ...view, startMs: playheadMs - spanMs(view) * 0.25 };
}

/** The view slid so that `atMs` is inside with some margin, at the same scale. */
export function revealing(view: TimeView, atMs: number): TimeView {
  const px = toPx(view, atMs);
  const margin = Math.min(40, view.widthPx * 0.1);
  if (px >= margin && px <= view.widthPx - margin) return view;
  return { ...view, startMs: atMs - spanMs(view) / 2 };
}

/** Speed after `elapsedMs` of a flick with `pxPerMs` at its start; exponential, gone after ~1 s. */
export function flickSpeed(pxPerMs: number, elapsedMs: number): number {
  const speed = pxPerMs * Math.exp(-elapsedMs / 325);
  return Math.abs(speed) < 0.01 ? 0 : speed;
}
