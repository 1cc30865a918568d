/**
 * The motion grid's geometry: each camera's picture is cut into the same number of cells, whatever
 * its size, so that footage of many cameras is searched alike. Cell `row * GRID_COLUMNS + column`
 * covers column/GRID_COLUMNS … (column+1)/GRID_COLUMNS of the picture's width, rows likewise from
 * the top. A set of cells is a bitmap of `GRID_BYTES`: cell i is bit i & 7 of byte i >> 3.
 */
export const GRID_COLUMNS = 48;
export const GRID_ROWS = 32;
export const GRID_CELLS = GRID_COLUMNS * GRID_ROWS;
export const GRID_BYTES = GRID_CELLS / 8;

/** How much a cell moved in a second: 0 not, 1 somewhat, 2 strongly. */
export type CellStrength = 0 | 1 | 2;

/** A rectangle in shares of the picture (0 … 1), from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A corner of a polygon in shares of the picture. */
export type Corner = readonly [x: number, y: number];

export function setCell(bitmap: Uint8Array, cell: number): void {
  const byte = cell >> 3;
  bitmap[byte] = (bitmap[byte] ?? 0) | (1 << (cell & 7));
}

export function hasCell(bitmap: Uint8Array, cell: number): boolean {
  return ((bitmap[cell >> 3] ?? 0) & (1 << (cell & 7))) !== 0;
}
