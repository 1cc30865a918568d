/** A row of pages: real links, so that each has its address. */
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "../app/router.tsx";

export interface TabItem {
  readonly to: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly current: boolean;
}

export function Tabs({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly TabItem[];
}) {
  const row = useRef<HTMLElement>(null);
  const current = items.find((item) => item.current)?.to;
  useEffect(() => {
    // On a phone the row scrolls: the page one is on must be seen in it.
    const link = [...(row.current?.querySelectorAll("a") ?? [])].find(
      (known) => known.getAttribute("href") === current,
    );
    if (row.current !== null && link !== undefined)
      row.current.scrollLeft = link.offsetLeft - row.current.offsetWidth / 2 + link.offsetWidth / 2;
  }, [current]);
  return (
    <nav ref={row} className="tabs" aria-label={label}>
      {items.map((item) => (
        <Link
          key={item.to}
          to={item.to}
          className="tab"
          {...(item.current ? { "aria-current": "page" as const } : {})}
        >
          {item.icon}
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
