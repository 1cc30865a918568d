/** The rows of a grid of pictures: a heading for each day where days are wanted, then rows of so many. Pure. */

export type GridRow<T> =
  | { readonly kind: "day"; readonly key: string; readonly atMs: number }
  | { readonly kind: "items"; readonly key: string; readonly items: readonly T[] };

interface Shape<T> {
  readonly columns: number;
  readonly keyOf: (item: T) => string | number;
  /** Start of the local day of an item; absent = no headings. */
  readonly dayOf?: ((item: T) => number) | undefined;
}

/** `items` stay in their order. */
export function gridRows<T>(
  items: readonly T[],
  { columns, keyOf, dayOf }: Shape<T>,
): GridRow<T>[] {
  const rows: GridRow<T>[] = [];
  let day: number | undefined;
  let filling: T[] = [];
  for (const item of items) {
    const itemDay = dayOf?.(item);
    if (itemDay !== undefined && itemDay !== day) {
      day = itemDay;
      rows.push({ kind: "day", key: `day-${day}`, atMs: day });
      filling = [];
    }
    if (filling.length % columns === 0) {
      filling = [];
      rows.push({ kind: "items", key: `row-${keyOf(item)}`, items: filling });
    }
    filling.push(item);
  }
  return rows;
}
