/**
 * Keeps the page's address at the second on screen, so that a reload and a copied link come back to
 * it; and goes where an address changed from outside (link, back button) leads.
 */
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { useToast } from "../ui/index.ts";
import type { PaintedClock } from "./painted-clock.ts";

const WRITE_EVERY_MS = 1000;

interface Given {
  readonly atMs: number;
  readonly hasTime: boolean;
}

export function useAddress(
  cameraId: string,
  given: Given,
  clock: PaintedClock,
  go: (atMs: number) => void,
): { readonly copy: () => void } {
  const router = useRouter();
  const toast = useToast();
  const { t } = useTranslation();
  const written = useRef(given.hasTime ? given.atMs : 0);
  useEffect(() => {
    if (!given.hasTime || given.atMs === written.current) return;
    written.current = given.atMs;
    go(given.atMs);
  }, [given.atMs, given.hasTime, go]);
  useEffect(() => {
    const write = () => {
      // While the next page's code loads, the page being left is still here, and its timer runs.
      if (window.location.pathname !== paths.playback(cameraId)) return;
      const atMs = Math.round(clock.atMs);
      if (atMs === written.current || document.visibilityState === "hidden") return;
      written.current = atMs;
      router.go(paths.playback(cameraId, atMs), { replace: true });
    };
    const timer = setInterval(write, WRITE_EVERY_MS);
    window.addEventListener("pagehide", write);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", write);
    };
  }, [cameraId, clock, router]);
  const copy = useCallback(() => {
    const address = window.location.origin + paths.playback(cameraId, clock.atMs);
    copyText(address).then(() => toast.say(t("playback.shared")), toast.complain);
  }, [cameraId, clock, toast, t]);
  return { copy };
}

/** Over plain HTTP, as on a commune's own network, browsers have no clipboard interface. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
