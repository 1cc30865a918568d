/**
 * Keeps the page's address at what is on screen (cameras, focus, second, repeated range), so that a
 * reload and a shared link come back to it; and goes where an address changed from outside (link,
 * back button) leads.
 */
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRouter } from "../app/router.tsx";
import { type Loop, type PlaybackAddress, parseRoute, paths } from "../app/routes.ts";
import { useToast } from "../ui/index.ts";
import type { PaintedClock } from "./painted-clock.ts";

const WRITE_EVERY_MS = 1000;

export type Shown = Omit<PlaybackAddress, "atMs">;

export interface ShownChange {
  readonly cameraIds?: readonly string[];
  readonly focusId?: string;
  /** undefined ends the repeating. */
  readonly loop?: Loop | undefined;
}

export interface Address {
  /** Gives the address of this very second to somebody: the phone's share sheet, else the clipboard. */
  readonly share: () => void;
  /** Other cameras, focus or range at the same second. */
  readonly show: (change: ShownChange) => void;
}

export function useAddress(
  shown: Shown,
  givenMs: number | undefined,
  clock: PaintedClock,
  go: (atMs: number) => void,
): Address {
  const router = useRouter();
  const toast = useToast();
  const { t } = useTranslation();
  const written = useRef(givenMs ?? 0);
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  });
  const now = useCallback(
    () => paths.playbackOf({ ...latest.current, atMs: Math.round(clock.atMs) }),
    [clock],
  );
  useEffect(() => {
    if (givenMs === undefined || givenMs === written.current) return;
    written.current = givenMs;
    go(givenMs);
  }, [givenMs, go]);
  useEffect(() => {
    const write = () => {
      // While the next page's code loads, the page being left is still here, and its timer runs.
      if (!isHere(latest.current)) return;
      const atMs = Math.round(clock.atMs);
      if (atMs === written.current || document.visibilityState === "hidden") return;
      written.current = atMs;
      router.go(now(), { replace: true });
    };
    const timer = setInterval(write, WRITE_EVERY_MS);
    window.addEventListener("pagehide", write);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", write);
    };
  }, [clock, router, now]);
  const share = useCallback(() => {
    giveAway(window.location.origin + now(), document.title).then((how) => {
      if (how === "copied") toast.say(t("playback.shared"));
    }, toast.complain);
  }, [now, toast, t]);
  const show = useCallback(
    (change: ShownChange) => {
      const atMs = Math.round(clock.atMs);
      written.current = atMs;
      const { loop, ...next } = { ...latest.current, ...change, atMs };
      const address = loop ? { ...next, loop } : next;
      router.go(paths.playbackOf(address), { replace: change.cameraIds === undefined });
    },
    [router, clock],
  );
  return { share, show };
}

/** Whether the address bar still shows these cameras. */
function isHere(shown: Shown): boolean {
  const route = parseRoute(window.location.pathname + window.location.search);
  return route.view === "playback" && route.cameraIds.join(",") === shown.cameraIds.join(",");
}

/** Phones share by their own sheet; over plain HTTP browsers have neither that nor a clipboard. */
async function giveAway(url: string, title: string): Promise<"shared" | "copied"> {
  if (navigator.share !== undefined && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ url, title });
    } catch (thrown) {
      // Closing the sheet is no failure.
      if (!(thrown instanceof DOMException && thrown.name === "AbortError")) throw thrown;
    }
    return "shared";
  }
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(url);
    return "copied";
  }
  const field = document.createElement("textarea");
  field.value = url;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  return "copied";
}
