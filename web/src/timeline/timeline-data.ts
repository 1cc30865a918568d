/**
 * What the server knows of the range in view, fetched in aligned windows wider than the view: panning
 * and zooming find it there already. Kept fresh by the news of closed segments and incidents.
 */
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { TimelineView } from "#contract";
import { useApi } from "../api/hooks.ts";
import { useNews } from "../api/news.ts";
import { endMs, spanMs, type TimeView } from "./time-scale.ts";
import type { TimelineModel } from "./timeline-model.ts";

const HOUR_MS = 3_600_000;

/** The window of a view: at least three times as wide, its edges on a coarse grid. */
export function windowOf(view: TimeView): { readonly from: number; readonly to: number } {
  let gridMs = HOUR_MS;
  while (gridMs < spanMs(view)) gridMs *= 2;
  return {
    from: Math.max(0, Math.floor(view.startMs / gridMs) * gridMs - gridMs),
    to: Math.ceil(endMs(view) / gridMs) * gridMs + gridMs,
  };
}

/** Keeps the model's data in step with its view. Answers with the data of the window. */
export function useTimelineData(cameraId: string, model: TimelineModel): TimelineView | undefined {
  const [range, setRange] = useState(() => windowOf(model.view()));
  useEffect(
    () =>
      model.watch(() => {
        const next = windowOf(model.view());
        setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
      }),
    [model],
  );
  const reachesNow = range.to > Date.now();
  const query = useApi(
    "GET /api/playback/:cameraId/timeline",
    { params: { cameraId }, query: range },
    {
      placeholderData: keepPreviousData,
      staleTime: reachesNow ? 10_000 : 120_000,
      refetchInterval: reachesNow ? 15_000 : false,
    },
  );
  const { data, refetch } = query;
  useNews("segmentClosed", (news) => {
    if (news.cameraId === cameraId && reachesNow) void refetch();
  });
  useNews("incidentChanged", (incident) => {
    if (incident.cameraIds.includes(cameraId)) void refetch();
  });
  const own = data?.cameraId === cameraId ? data : undefined;
  useEffect(() => model.setData(own), [model, own]);
  return own;
}
