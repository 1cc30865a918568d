/** How tiles fill the screen: pure arithmetic, pixels of the page. */

export const TILE_COUNTS = [1, 4, 9, 16, 18] as const;
export type TileCount = (typeof TILE_COUNTS)[number];

export interface WallLayout {
  readonly columns: number;
  readonly rows: number;
  /** True on phones: tiles keep their shape and the page scrolls. */
  readonly scrolls: boolean;
}

/** Width over height of a camera's picture. */
const PICTURE = 16 / 9;
/** Below this width or height a screen is a phone's. */
const PHONE_WIDTH = 700;
const PHONE_HEIGHT = 430;

/** The picture's area in a tile of that size. */
function pictureArea(width: number, height: number): number {
  const shown = Math.min(width, height * PICTURE);
  return (shown * shown) / PICTURE;
}

/**
 * The columns and rows that show `count` pictures as large as the place allows. Of equal ones the
 * one with fewer empty places wins.
 */
export function wallLayout(count: number, width: number, height: number): WallLayout {
  if (width < PHONE_WIDTH || height < PHONE_HEIGHT) {
    const columns = count <= 1 ? 1 : width < PHONE_WIDTH ? 2 : 3;
    return { columns, rows: Math.ceil(Math.max(1, count) / columns), scrolls: true };
  }
  let best: WallLayout = { columns: 1, rows: Math.max(1, count), scrolls: false };
  let bestArea = -1;
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(Math.max(1, count) / columns);
    const area = pictureArea(width / columns, height / rows) - (columns * rows - count) * 0.01;
    if (area > bestArea) {
      best = { columns, rows, scrolls: false };
      bestArea = area;
    }
  }
  return best;
}

/** The items of a page; a page past the end gives the last one. */
export function pageOf<T>(items: readonly T[], page: number, perPage: number): readonly T[] {
  const last = Math.max(0, Math.ceil(items.length / perPage) - 1);
  const at = Math.min(Math.max(0, page), last) * perPage;
  return items.slice(at, at + perPage);
}

/** The smallest offered count that shows all cameras, else the largest. */
export function countFor(cameras: number): TileCount {
  return TILE_COUNTS.find((count) => count >= cameras) ?? 18;
}

export type Arrow = "left" | "right" | "up" | "down";

/** The tile that an arrow key leads to from tile `at`; stays at the edges. */
export function neighbour(at: number, arrow: Arrow, columns: number, count: number): number {
  const step = { left: -1, right: 1, up: -columns, down: columns }[arrow];
  const to = at + step;
  return to < 0 || to >= count ? at : to;
}
