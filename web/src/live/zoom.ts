/**
 * Digital zoom, pure: the picture is scaled by `scale` about its centre and then moved by `x`, `y`
 * in parts of the stage's width and height. `{ scale: 1, x: 0, y: 0 }` = the whole picture.
 */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const NO_ZOOM: Zoom = { scale: 1, x: 0, y: 0 };
export const MOST_ZOOM = 8;

/** Keeps the picture over the stage: no empty border comes in. */
export function clampZoom(zoom: Zoom): Zoom {
  const scale = Math.min(MOST_ZOOM, Math.max(1, zoom.scale));
  const most = (scale - 1) / 2;
  const clamp = (value: number) => Math.min(most, Math.max(-most, value)) || 0;
  return { scale, x: clamp(zoom.x), y: clamp(zoom.y) };
}

/**
 * Scales by `factor` so that the point of the picture under (`px`, `py`) stays there. The point is
 * in parts of the stage, from its centre: left edge -0.5, right edge 0.5.
 */
export function zoomAt(zoom: Zoom, factor: number, px: number, py: number): Zoom {
  const scale = Math.min(MOST_ZOOM, Math.max(1, zoom.scale * factor));
  const ratio = scale / zoom.scale;
  return clampZoom({ scale, x: px - (px - zoom.x) * ratio, y: py - (py - zoom.y) * ratio });
}

/** Moves the picture by parts of the stage. */
export function pan(zoom: Zoom, dx: number, dy: number): Zoom {
  return clampZoom({ ...zoom, x: zoom.x + dx, y: zoom.y + dy });
}

export interface Touch {
  readonly x: number;
  readonly y: number;
}

/** Two fingers moved from `before` to `after` (parts of the stage from its centre). */
export function pinch(
  zoom: Zoom,
  before: readonly [Touch, Touch],
  after: readonly [Touch, Touch],
): Zoom {
  const span = (pair: readonly [Touch, Touch]) =>
    Math.hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y);
  const middle = (pair: readonly [Touch, Touch]) => ({
    x: (pair[0].x + pair[1].x) / 2,
    y: (pair[0].y + pair[1].y) / 2,
  });
  const from = middle(before);
  const to = middle(after);
  const factor = span(before) < 1e-6 ? 1 : span(after) / span(before);
  return pan(zoomAt(zoom, factor, from.x, from.y), to.x - from.x, to.y - from.y);
}

export function zoomTransform(zoom: Zoom): string {
  return `translate(${zoom.x * 100}%, ${zoom.y * 100}%) scale(${zoom.scale})`;
}
