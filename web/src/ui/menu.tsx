/** A button that opens a small sheet of choices; closes on a choice, on Esc and on a click elsewhere. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "./button.tsx";

interface MenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** The sheet's content; `close` closes it. */
  readonly children: (close: () => void) => ReactNode;
}

export function Menu({ label, icon, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || root.current?.contains(event.target) !== true)
        setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", closeByKey);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", closeByKey);
    };
  }, [open]);
  return (
    <div className="menu" ref={root}>
      <IconButton label={label} icon={icon} aria-expanded={open} onClick={() => setOpen(!open)} />
      {open ? <div className="menu-sheet">{children(() => setOpen(false))}</div> : null}
    </div>
  );
}
