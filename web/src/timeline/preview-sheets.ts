/**
 * Which small picture belongs to an instant: the sheet and the tile on it. Pure. Sheets hold ten
 * minutes of one camera; their tiles' times rise.
 */
import type { PreviewSheetView } from "#contract";

export const SHEET_MS = 600_000;
/** A picture farther from the instant than this would mislead. */
const REACH_MS = 20_000;

export interface PreviewTile {
  readonly url: string;
  readonly atMs: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly index: number;
}

/** The whole hours around an instant: the range whose sheets are asked for. */
export function sheetRange(atMs: number): { readonly from: number; readonly to: number } {
  const hourMs = 6 * SHEET_MS;
  const from = Math.floor(atMs / hourMs) * hourMs;
  return { from, to: from + hourMs };
}

/** The last picture taken at or before the instant, or the first after it; undefined when none is near. */
export function findTile(
  sheets: readonly PreviewSheetView[],
  atMs: number,
): PreviewTile | undefined {
  let best: PreviewTile | undefined;
  let bestMs = REACH_MS;
  for (const sheet of sheets) {
    if (atMs < sheet.startMs - REACH_MS || atMs > sheet.endMs + REACH_MS) continue;
    for (const [index, offsetMs] of sheet.tiles.entries()) {
      const distanceMs = Math.abs(sheet.startMs + offsetMs - atMs);
      if (distanceMs > bestMs) continue;
      bestMs = distanceMs;
      best = {
        url: sheet.url,
        atMs: sheet.startMs + offsetMs,
        width: sheet.tileWidth,
        height: sheet.tileHeight,
        left: (index % sheet.columns) * sheet.tileWidth,
        top: Math.floor(index / sheet.columns) * sheet.tileHeight,
        index,
      };
    }
  }
  return best;
}
