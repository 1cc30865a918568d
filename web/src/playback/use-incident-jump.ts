/** To the incident before or after the second on screen, on this camera. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { useToast } from "../ui/index.ts";

const DAY_MS = 86_400_000;
/** Pressing again shortly after a jump goes on to the next, not back to the same. */
const NEAR_MS = 3000;

export function useIncidentJump(
  cameraId: string,
  nowMs: () => number,
  go: (atMs: number) => void,
): (direction: 1 | -1) => void {
  const toast = useToast();
  const { t } = useTranslation();
  return useCallback(
    (direction) => {
      const atMs = Math.round(nowMs());
      const query =
        direction < 0
          ? { from: Math.max(0, atMs - 60 * DAY_MS), to: atMs - NEAR_MS }
          : { from: atMs + NEAR_MS, to: Date.now() + DAY_MS };
      const limit = direction < 0 ? 1 : 200;
      api("GET /api/incidents", { query: { ...query, cameraId, limit } })
        .then(({ incidents }) => {
          const times = incidents.map((incident) => incident.atMs).sort((a, b) => a - b);
          const found = direction < 0 ? times.at(-1) : times[0];
          if (found === undefined) toast.say(t("incidents.none"));
          else go(found);
        })
        .catch(toast.complain);
    },
    [cameraId, nowMs, go, toast, t],
  );
}
