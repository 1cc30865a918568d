/** What the live wall asks of the browser: size of a box, whether it is seen, whether the page is, full screen. */
import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from "react";

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

/** The size of an element in whole pixels, undefined before the first layout. */
export function useBoxSize(box: RefObject<HTMLElement | null>): BoxSize | undefined {
  const [size, setSize] = useState<BoxSize>();
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** Whether the element is on the screen or nearly; `false` before the browser said so. */
export function useInView(box: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: "120px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return inView;
}

function watchVisibility(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}

/** False while the tab is in the background or the phone is locked. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(watchVisibility, () => document.visibilityState !== "hidden");
}

function watchFullScreen(changed: () => void): () => void {
  document.addEventListener("fullscreenchange", changed);
  return () => document.removeEventListener("fullscreenchange", changed);
}

export interface FullScreen {
  /** iPhones know no full screen of elements. */
  readonly possible: boolean;
  readonly on: boolean;
  readonly toggle: () => void;
}

export function useFullScreen(box: RefObject<HTMLElement | null>): FullScreen {
  const on = useSyncExternalStore(watchFullScreen, () => document.fullscreenElement !== null);
  const toggle = useCallback(() => {
    const change =
      document.fullscreenElement === null
        ? box.current?.requestFullscreen({ navigationUI: "hide" })
        : document.exitFullscreen();
    change?.catch((thrown: unknown) => console.warn("full screen was refused", thrown));
  }, [box]);
  return { possible: document.fullscreenEnabled, on, toggle };
}
