/** Wheel, pinch, drag and double tap on a stage, as the zoom of `zoom.ts`. */
import { type RefObject, useEffect, useState } from "react";
import { NO_ZOOM, pan, pinch, type Touch, type Zoom, zoomAt } from "./zoom.ts";

export interface ZoomHold {
  readonly zoom: Zoom;
  readonly reset: () => void;
}

/** `key` names what is shown: another picture starts unzoomed. */
export function useZoom(stage: RefObject<HTMLElement | null>, key: string): ZoomHold {
  const [kept, setKept] = useState({ key, zoom: NO_ZOOM });
  const zoom = kept.key === key ? kept.zoom : NO_ZOOM;
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const change = (step: (zoom: Zoom) => Zoom) =>
      setKept((old) => ({ key, zoom: step(old.key === key ? old.zoom : NO_ZOOM) }));
    return listen(element, change);
  }, [stage, key]);
  return { zoom, reset: () => setKept({ key, zoom: NO_ZOOM }) };
}

type Change = (step: (zoom: Zoom) => Zoom) => void;

/** A place of the page in parts of the stage from its centre. */
function placeIn(element: HTMLElement, event: { clientX: number; clientY: number }): Touch {
  const box = element.getBoundingClientRect();
  return {
    x: (event.clientX - box.left) / box.width - 0.5,
    y: (event.clientY - box.top) / box.height - 0.5,
  };
}

function listen(element: HTMLElement, change: Change): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const fingers = new Map<number, Touch>();
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const at = placeIn(element, event);
    change((zoom) => zoomAt(zoom, Math.exp(-event.deltaY / 400), at.x, at.y));
  };
  const onDown = (event: PointerEvent) => {
    if (event.target instanceof Element && event.target.closest("button, a") !== null) return;
    fingers.set(event.pointerId, placeIn(element, event));
    element.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = placeIn(element, event);
    fingers.set(event.pointerId, now);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) change((zoom) => pan(zoom, now.x - before.x, now.y - before.y));
    else change((zoom) => pinch(zoom, [before, other], [now, other]));
  };
  const onUp = (event: PointerEvent) => fingers.delete(event.pointerId);
  const onDouble = (event: MouseEvent) => {
    const at = placeIn(element, event);
    change((zoom) => (zoom.scale > 1.05 ? NO_ZOOM : zoomAt(zoom, 2.5, at.x, at.y)));
  };
  // A wheel listener of React is passive and could not keep the page from scrolling.
  element.addEventListener("wheel", onWheel, { signal, passive: false });
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onUp, { signal });
  element.addEventListener("dblclick", onDouble, { signal });
  return () => stop.abort();
}
