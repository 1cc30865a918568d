/** To the event or incident before or after the second on screen, on the cameras shown. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { useToast } from "../ui/index.ts";

const DAY_MS = 86_400_000;
const REACH_MS = 60 * DAY_MS;
/** Pressing again shortly after a jump goes on to the next, not back to the same. */
const NEAR_MS = 3000;
/** How far events are looked for, nearest first: most are near, and a busy year is long. */
const LOOKS_MS = [DAY_MS / 12, DAY_MS, 10 * DAY_MS, REACH_MS] as const;

type Direction = 1 | -1;

export function useMarkJump(
  cameraIds: readonly string[],
  nowMs: () => number,
  go: (atMs: number) => void,
): (direction: Direction) => void {
  const toast = useToast();
  const { t } = useTranslation();
  const wanted = cameraIds.join(",");
  return useCallback(
    (direction) => {
      const atMs = Math.round(nowMs());
      const ids = wanted.split(",");
      Promise.all([nearestIncident(ids, atMs, direction), nearestEvent(ids, atMs, direction)])
        .then((found) => {
          const times = found.filter((ms) => ms !== undefined);
          if (times.length === 0) toast.say(t("playback.noMark"));
          else go(direction < 0 ? Math.max(...times) : Math.min(...times));
        })
        .catch(toast.complain);
    },
    [wanted, nowMs, go, toast, t],
  );
}

function rangeOf(atMs: number, direction: Direction, reachMs: number) {
  return direction < 0
    ? { from: Math.max(0, atMs - reachMs), to: atMs - NEAR_MS }
    : { from: atMs + NEAR_MS, to: Math.min(atMs + reachMs, Date.now() + DAY_MS) };
}

async function nearestIncident(
  cameraIds: readonly string[],
  atMs: number,
  direction: Direction,
): Promise<number | undefined> {
  const query = { ...rangeOf(atMs, direction, REACH_MS), limit: 200 };
  if (query.to <= query.from) return undefined;
  const { incidents } = await api("GET /api/incidents", { query });
  const times = incidents
    .filter((incident) => incident.cameraIds.some((id) => cameraIds.includes(id)))
    .map((incident) => incident.atMs);
  return nearest(times, atMs, direction);
}

async function nearestEvent(
  cameraIds: readonly string[],
  atMs: number,
  direction: Direction,
): Promise<number | undefined> {
  for (const reachMs of LOOKS_MS) {
    const range = rangeOf(atMs, direction, reachMs);
    if (range.to <= range.from) return undefined;
    const query = { ...range, cameraIds: cameraIds.join(","), most: 2000 };
    const { cameras } = await api("GET /api/events/timeline", { query });
    const times = cameras.flatMap(({ marks }) => marks.map((mark) => mark.startMs));
    const found = nearest(times, atMs, direction);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The nearest instant on that side, farther than a moment. */
export function nearest(
  times: readonly number[],
  atMs: number,
  direction: Direction,
): number | undefined {
  const beyond = times.filter((ms) => (ms - atMs) * direction >= NEAR_MS);
  if (beyond.length === 0) return undefined;
  return direction < 0 ? Math.max(...beyond) : Math.min(...beyond);
}
