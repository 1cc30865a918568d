/**
 * Looking back: which track was at a place when something came to rest or went there, and has it gone
 * on since (Lin et al., IEEE TIFS 2015, trace the owner back the same way). Pure; work pixels.
 */
import { areaOf, grown, overlapOf, type Rect } from "./patch.ts";
import { median, type Track, type TrackPoint } from "./track.ts";

export interface FoundMover {
  readonly track: Track;
  /** It is elsewhere by now, or has left the picture. */
  readonly hasGone: boolean;
  /** The most pixels it had on its way from there, or ever where it was not seen on it. */
  readonly pixels: number;
  /** Median height of its boxes; undefined where the picture's edge cut it off at the moment. */
  readonly height: number | undefined;
  /** First seen, of this track or of the one that it continues. */
  readonly startMs: number;
  readonly best: TrackPoint;
}

/** At the place within this time around the moment. */
const BEFORE_MS = 3000;
const AFTER_MS = 1500;
const NEAR_PX = 3;
/** A track that began at another's place within this time continues it. */
const CONTINUE_MS = 1200;
/** Seen elsewhere so often, it has gone on. */
const AWAY_POINTS = 2;
/** For so long it has been less than this share of what came. */
const SHRUNK_MS = 1200;
const SHRUNK_SHARE = 0.5;
/** What went on must be so much of what had come, and of the thing itself. */
const WHOLE_SHARE = 0.3;

/** Feet this near in height are about as far from the camera. */
const SAME_FOOT_PX = 6;
const SEEN_POINTS = 5;
const FEW_SEEN = 3;

export interface PictureArea {
  readonly width: number;
  readonly height: number;
}

/** The mover that was at `rect` about `momentMs`; one that has gone on is preferred. */
export function findMover(
  tracks: readonly Track[],
  rect: Rect,
  momentMs: number,
  nowMs: number,
  size: PictureArea,
): FoundMover | undefined {
  const near = grown(rect, NEAR_PX, size.width, size.height);
  const found: { mover: FoundMover; score: number }[] = [];
  for (const track of tracks) {
    if (!track.isConfirmed) continue;
    const touch = touchOf(track, near, momentMs);
    if (touch <= 0) continue;
    const hasGone = hasLeft(track, rect, momentMs, nowMs, size);
    const startMs = startOf(track, tracks);
    const pixels = pixelsAway(track, rect, momentMs);
    const height = heightOf(track, momentMs, size);
    const mover = {
      track,
      hasGone,
      startMs,
      pixels,
      height,
      best: bestPoint(track, momentMs, size),
    };
    found.push({ mover, score: touch + (hasGone ? 10 : 0) });
  }
  found.sort((a, b) => b.score - a.score);
  return found[0]?.mover;
}

function pixelsAway(track: Track, rect: Rect, momentMs: number): number {
  const whole = Math.max(...track.points.map((point) => point.pixels));
  const away = track.points.filter(
    ({ atMs, pixels, ...point }) =>
      atMs > momentMs && pixels >= WHOLE_SHARE * whole && overlapOf(point, rect) === 0,
  );
  return away.length > 0 ? Math.max(...away.map((point) => point.pixels)) : whole;
}

function heightOf(track: Track, momentMs: number, size: PictureArea): number | undefined {
  const about = track.points.filter(({ atMs }) => Math.abs(atMs - momentMs) <= AFTER_MS);
  if (about.some((point) => isAtEdge(point, size))) return undefined;
  return median(track.points.map(({ y0, y1 }) => y1 - y0));
}

/**
 * How tall those are who walked by with their feet as high in the picture as the place's foot: the
 * median of some who were seen whole; undefined where too few were.
 */
export function usualHeight(
  tracks: readonly Track[],
  rect: Rect,
  size: PictureArea,
): number | undefined {
  const heights: number[] = [];
  for (const { isConfirmed, points } of tracks) {
    if (!isConfirmed) continue;
    const whole = points.filter(
      (point) => Math.abs(point.y1 - rect.y1) <= SAME_FOOT_PX && !isAtEdge(point, size),
    );
    if (whole.length >= SEEN_POINTS) heights.push(median(whole.map(({ y0, y1 }) => y1 - y0)));
  }
  return heights.length < FEW_SEEN ? undefined : median(heights);
}

/** How much of the place it covered about the moment: 0 … 1. */
function touchOf(track: Track, near: Rect, momentMs: number): number {
  let most = 0;
  for (const point of track.points) {
    if (point.atMs < momentMs - BEFORE_MS || point.atMs > momentMs + AFTER_MS) continue;
    most = Math.max(most, overlapOf(point, near) / Math.max(1, areaOf(near)));
  }
  return most;
}

function hasLeft(
  track: Track,
  rect: Rect,
  momentMs: number,
  nowMs: number,
  size: PictureArea,
): boolean {
  const whole = Math.max(...track.points.map((point) => point.pixels));
  const since = track.points.filter((point) => point.atMs >= momentMs);
  const away = since.filter(
    (point) => overlapOf(point, rect) === 0 && point.pixels >= WHOLE_SHARE * whole,
  );
  const { last } = track;
  if (away.length >= AWAY_POINTS && overlapOf(last, rect) === 0) return true;
  if (hasShrunk(track, momentMs, nowMs, size)) return true;
  if (nowMs - track.lastMs < 600) return false;
  // Lost while it was at the place: over the picture's edge, or it was much more than the thing.
  return isAtEdge(last, size) && areaOf(last) > 0.5 * areaOf(rect);
}

function isAtEdge({ x0, y0, x1, y1 }: Rect, { width, height }: PictureArea): boolean {
  return x0 <= 1 || y0 <= 1 || x1 >= width - 1 || y1 >= height - 1;
}

/**
 * What came over the picture's edge has gone back over it, and what is left is only a part of what had
 * come: the thing itself, or the hole.
 */
function hasShrunk(track: Track, momentMs: number, nowMs: number, size: PictureArea): boolean {
  const about = track.points.filter(
    ({ atMs }) => atMs >= momentMs - BEFORE_MS && atMs <= momentMs + AFTER_MS,
  );
  if (!about.some((point) => isAtEdge(point, size))) return false;
  const whole = Math.max(0, ...about.map((point) => point.pixels));
  const lately = track.points.filter(({ atMs }) => atMs > nowMs - SHRUNK_MS);
  return lately.every((point) => point.pixels < SHRUNK_SHARE * whole && !isAtEdge(point, size));
}

function startOf(track: Track, tracks: readonly Track[]): number {
  const first = track.points[0];
  if (!first) return track.startMs;
  let startMs = track.startMs;
  for (const other of tracks) {
    if (other === track || other.startMs >= startMs) continue;
    const meets = other.points.some(
      (point) => Math.abs(point.atMs - first.atMs) <= CONTINUE_MS && overlapOf(point, first) > 0,
    );
    if (meets && other.isConfirmed) startMs = other.startMs;
  }
  return startMs;
}

/** Largest while wholly inside the picture, before the moment or shortly after. */
function bestPoint(track: Track, momentMs: number, { width, height }: PictureArea): TrackPoint {
  let best = track.points[0] as TrackPoint;
  let bestScore = -1;
  for (const point of track.points) {
    if (point.atMs > momentMs + AFTER_MS) break;
    const cut = point.x0 <= 0 || point.y0 <= 0 || point.x1 >= width || point.y1 >= height;
    const score = point.pixels * (cut ? 0.5 : 1);
    if (score > bestScore) {
      best = point;
      bestScore = score;
    }
  }
  return best;
}

/** A believed track that came to the place before the moment and is still on it: somebody stands there. */
export function isStandingTrack(
  tracks: readonly Track[],
  rect: Rect,
  momentMs: number,
  nowMs: number,
  size: PictureArea,
): boolean {
  return tracks.some((track) => {
    if (!track.isConfirmed || track.ended || nowMs - track.lastMs > 700) return false;
    if (track.startMs > momentMs - 400) return false;
    if (hasShrunk(track, momentMs, nowMs, size)) return false;
    return overlapOf(track.last, rect) > 0.5 * areaOf(rect);
  });
}
