/** Pictures with words as a grid that scrolls with the page; only the rows on the screen exist, so that years of them scroll. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { type GridRow, gridRows } from "./grid-rows.ts";
import "./grid.css";

interface PictureGridProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string | number;
  /** Start of the local day of an item; absent = no headings. */
  readonly dayOf?: (item: T) => number;
  readonly renderItem: (item: T) => ReactNode;
  readonly hasMore?: boolean;
  readonly onMore?: () => void;
}

/** Two columns on a phone of 360 px. */
const MIN_CARD_PX = 164;
const WIDE_CARD_PX = 250;
const GAP_PX = 12;
const WORDS_PX = 104;
const DAY_PX = 52;
const ROWS_BEFORE_END = 4;

export function PictureGrid<T>(props: PictureGridProps<T>) {
  const { items, keyOf, dayOf, hasMore = false, onMore } = props;
  const grid = useRef<HTMLDivElement>(null);
  const { widthPx, topPx } = usePlaceOf(grid);
  const columns = columnsFor(widthPx);
  const rows = useMemo(
    () => gridRows(items, { columns, keyOf, dayOf }),
    [items, columns, keyOf, dayOf],
  );
  const rowPx = ((widthPx - GAP_PX * (columns - 1)) / columns) * (9 / 16) + WORDS_PX + GAP_PX;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.kind === "day" ? DAY_PX : rowPx),
    overscan: 3,
    scrollMargin: topPx,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - ROWS_BEFORE_END) onMore?.();
  }, [hasMore, lastShown, rows.length, onMore]);
  return (
    <div ref={grid} className="picture-grid" style={{ height: virtual.getTotalSize() }}>
      {shown.map(({ index, key, start }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className="picture-grid-row"
            style={{ transform: `translateY(${start - topPx}px)` }}
          >
            <Row row={row} columns={columns} keyOf={keyOf} renderItem={props.renderItem} />
          </div>
        );
      })}
    </div>
  );
}

interface RowProps<T> {
  readonly row: GridRow<T>;
  readonly columns: number;
  readonly keyOf: (item: T) => string | number;
  readonly renderItem: (item: T) => ReactNode;
}

function Row<T>({ row, columns, keyOf, renderItem }: RowProps<T>) {
  const time = useSiteTime();
  if (row.kind === "day") return <h2 className="picture-grid-day">{time.day(row.atMs)}</h2>;
  return (
    <ul
      className="picture-grid-items"
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {row.items.map((item) => (
        <li key={keyOf(item)}>{renderItem(item)}</li>
      ))}
    </ul>
  );
}

function columnsFor(widthPx: number): number {
  const cardPx = widthPx < 700 ? MIN_CARD_PX : WIDE_CARD_PX;
  return Math.max(1, Math.floor((widthPx + GAP_PX) / (cardPx + GAP_PX)));
}

/** Width and distance from the top of the page, kept true as the window changes. */
function usePlaceOf(element: { readonly current: HTMLElement | null }) {
  const [place, setPlace] = useState({ widthPx: 360, topPx: 0 });
  useLayoutEffect(() => {
    const of = element.current;
    if (of === null) return undefined;
    const measure = () => {
      const widthPx = of.clientWidth;
      const topPx = Math.round(of.getBoundingClientRect().top + window.scrollY);
      setPlace((old) =>
        old.widthPx === widthPx && old.topPx === topPx ? old : { widthPx, topPx },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(of);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return place;
}
