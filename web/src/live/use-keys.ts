/** The keyboard of the live pages. Keys typed into a field or a dialog are not meant for it. */
import { useEffect, useRef } from "react";

export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

/** Two digits within this time are one number. */
const DIGITS_MS = 700;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea, dialog") !== null;
}

/**
 * `actions` by `KeyboardEvent.key` in lower case; `onNumber` gets 1, 2 … after the last digit.
 * `mostNumber` decides whether a first digit waits for a second.
 */
export function useKeys(
  actions: KeyActions,
  onNumber?: (number: number) => void,
  mostNumber = 9,
): void {
  const latest = useRef({ actions, onNumber, mostNumber });
  useEffect(() => {
    latest.current = { actions, onNumber, mostNumber };
  });
  useEffect(() => {
    let digits = "";
    let timer: number | undefined;
    const settle = () => {
      window.clearTimeout(timer);
      const number = Number(digits);
      digits = "";
      if (number > 0) latest.current.onNumber?.(number);
    };
    const onDigit = (digit: string) => {
      digits += digit;
      window.clearTimeout(timer);
      if (digits.length > 1 || Number(digits) * 10 > latest.current.mostNumber) settle();
      else timer = window.setTimeout(settle, DIGITS_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return;
      const action = latest.current.actions[event.key.toLowerCase()];
      if (action !== undefined) {
        event.preventDefault();
        action();
      } else if (/^\d$/.test(event.key) && latest.current.onNumber !== undefined)
        onDigit(event.key);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
