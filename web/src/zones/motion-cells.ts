/** The cells of the live tuning view: unpacked, and as pixels of a small picture. Pure. */

/** The motion grid's size; the server's `#base/grid`. */
export const COLUMNS = 48;
export const ROWS = 32;

/** One strength (0, 1, 2) a cell; anything else is none at all. */
export function cellsOf(base64: string): Uint8Array {
  const text = atob(base64);
  const cells = new Uint8Array(COLUMNS * ROWS);
  if (text.length !== cells.length) return cells;
  for (let cell = 0; cell < cells.length; cell += 1) cells[cell] = text.charCodeAt(cell);
  return cells;
}

export function movingCells(cells: Uint8Array): number {
  return cells.reduce((count, strength) => count + (strength > 0 ? 1 : 0), 0);
}

const SOMEWHAT = [242, 166, 90, 120] as const;
const STRONGLY = [255, 196, 100, 210] as const;

/** RGBA of a picture of one pixel a cell. */
export function cellPixels(cells: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(cells.length * 4);
  for (const [cell, strength] of cells.entries()) {
    if (strength > 0) pixels.set(strength > 1 ? STRONGLY : SOMEWHAT, cell * 4);
  }
  return pixels;
}
