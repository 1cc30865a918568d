/** A point that is dragged by mouse or finger or moved by arrow keys; 44 px to hit, a small dot to see. */
import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { pointOn } from "./region-picture.tsx";
import type { Corner } from "./region-shape.ts";

interface HandleProps {
  readonly at: Corner;
  readonly label: string;
  /** `add`: pressing it makes a corner. */
  readonly kind?: "corner" | "add" | "move";
  readonly chosen?: boolean;
  readonly picture: RefObject<HTMLElement | null>;
  readonly onHold?: () => void;
  readonly onMove: (to: Corner) => void;
  readonly onRemove?: () => void;
}

/** A step of an arrow key, a hundredth of the picture. */
const STEP = 0.01;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export function Handle(props: HandleProps) {
  const { at, label, kind = "corner", chosen = false, picture, onHold, onMove, onRemove } = props;
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (picture.current === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onMove(pointOn(picture.current, event));
  };
  const key = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    const isRemove = event.key === "Delete" || event.key === "Backspace";
    if (step === undefined && !isRemove) return;
    event.preventDefault();
    event.stopPropagation();
    if (step === undefined) onRemove?.();
    else onMove([at[0] + step[0], at[1] + step[1]]);
  };
  return (
    <button
      type="button"
      className="region-handle"
      data-kind={kind}
      data-chosen={chosen}
      style={{ left: `${at[0] * 100}%`, top: `${at[1] * 100}%` }}
      aria-label={label}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        onHold?.();
      }}
      onPointerMove={drag}
      onKeyDown={key}
      onClick={() => onHold?.()}
      onFocus={() => {
        if (kind !== "add") onHold?.();
      }}
    >
      <span />
    </button>
  );
}
