/** A row of pages: real links, so that each has its address. */
import type { ReactNode } from "react";
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
  return (
    <nav className="tabs" aria-label={label}>
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
