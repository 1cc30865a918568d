/** Keys on the focused timeline: how far each moves the playhead, or how it zooms. Pure. */

export type KeyMove =
  | { readonly kind: "by"; readonly deltaMs: number }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "edge"; readonly edge: "start" | "end" };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function moveOfKey(key: string, shift: boolean): KeyMove | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return { kind: "by", deltaMs: shift ? -MINUTE : -SECOND };
    case "ArrowRight":
    case "ArrowUp":
      return { kind: "by", deltaMs: shift ? MINUTE : SECOND };
    case "PageDown":
      return { kind: "by", deltaMs: shift ? -24 * HOUR : -HOUR };
    case "PageUp":
      return { kind: "by", deltaMs: shift ? 24 * HOUR : HOUR };
    case "Home":
      return { kind: "edge", edge: "start" };
    case "End":
      return { kind: "edge", edge: "end" };
    case "+":
    case "=":
      return { kind: "zoom", factor: 2 };
    case "-":
    case "_":
      return { kind: "zoom", factor: 0.5 };
    default:
      return undefined;
  }
}
