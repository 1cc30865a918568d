/**
 * What the server knows of the range in view, camera by camera, fetched in aligned windows wider than
 * the view: panning and zooming find it there already. Motion comes as aggregates and events as
 * marks, so a year costs as much as an hour. Kept fresh by the news of closed segments and incidents.
 */
import { keepPreviousData, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { CameraView, DensityView, EventMark, TimelineView } from "#contract";
import { api } from "../api/client.ts";
import { apiQueryKey, useApi } from "../api/hooks.ts";
import { useNews } from "../api/news.ts";
import { endMs, spanMs, type TimeView } from "./time-scale.ts";
import type { Lane, TimelineModel } from "./timeline-model.ts";

const HOUR_MS = 3_600_000;
/** The server answers no longer ranges. */
const LONGEST_MS = 399 * 24 * HOUR_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Views wider than this are fetched with as much past as is answered. */
const WIDE_MS = 60 * 24 * HOUR_MS;
const BUCKETS = 1800;
const NO_MARKS: readonly EventMark[] = [];

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The window of a view: where that can be, at least three times as wide, its edges on a coarse grid. */
export function windowOf(view: TimeView, nowMs = Date.now()): Window {
  if (spanMs(view) > WIDE_MS) {
    const to = Math.ceil(Math.min(endMs(view), nowMs) / WEEK_MS) * WEEK_MS;
    return { from: Math.max(0, to - LONGEST_MS), to };
  }
  let gridMs = HOUR_MS;
  while (gridMs < spanMs(view)) gridMs *= 2;
  return {
    from: Math.max(0, Math.floor(view.startMs / gridMs) * gridMs - gridMs),
    to: Math.ceil(endMs(view) / gridMs) * gridMs + gridMs,
  };
}

/**
 * Keeps the model's lanes in step with its view. Answers with them. Motion and events wait until
 * there is a picture: over a thin link they must not delay it.
 */
export function useLanes(
  cameras: readonly CameraView[],
  focusId: string,
  model: TimelineModel,
  hasPicture: boolean,
): readonly Lane[] {
  const range = useWindow(model);
  useFreshness(cameras, focusId, range);
  const timelines = useTimelines(cameras, range);
  const densities = useDensities(cameras, range, hasPicture);
  const marks = useEventMarks(cameras, range, hasPicture);
  const lanes = useMemo(
    () =>
      cameras.map((camera, index) => ({
        cameraId: camera.id,
        name: camera.name,
        data: timelines[index],
        density: densities[index],
        marks: marks?.get(camera.id) ?? NO_MARKS,
      })),
    [cameras, timelines, densities, marks],
  );
  useEffect(() => model.setLanes(lanes, focusId), [model, lanes, focusId]);
  return lanes;
}

/** A closed segment of the camera in focus, or a changed incident: its line is read again. */
function useFreshness(cameras: readonly CameraView[], focusId: string, range: Window): void {
  const client = useQueryClient();
  const refresh = (cameraId: string) =>
    void client.invalidateQueries({
      queryKey: ["GET /api/playback/:cameraId/timeline", { params: { cameraId } }],
    });
  useNews("segmentClosed", ({ cameraId }) => {
    if (cameraId === focusId && range.to > Date.now()) refresh(cameraId);
  });
  useNews("incidentChanged", ({ cameraIds }) => {
    for (const { id } of cameras) if (cameraIds.includes(id)) refresh(id);
  });
}

function useWindow(model: TimelineModel): Window {
  const [range, setRange] = useState(() => windowOf(model.view()));
  useEffect(
    () =>
      model.watch(() => {
        const next = windowOf(model.view());
        setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
      }),
    [model],
  );
  return range;
}

const only = (results: readonly { readonly data: unknown }[]) => results.map(({ data }) => data);

function useTimelines(
  cameras: readonly CameraView[],
  range: Window,
): readonly (TimelineView | undefined)[] {
  const reachesNow = range.to > Date.now();
  const answers = useQueries({
    queries: cameras.map(({ id: cameraId }) => {
      const input = { params: { cameraId }, query: range };
      return {
        queryKey: apiQueryKey("GET /api/playback/:cameraId/timeline", input),
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          api("GET /api/playback/:cameraId/timeline", input, signal),
        placeholderData: keepPreviousData,
        staleTime: reachesNow ? 10_000 : 120_000,
        // Many cameras are asked for less often; the news tell of the one in focus.
        refetchInterval: reachesNow ? Math.max(15_000, cameras.length * 4000) : (false as const),
      };
    }),
    combine: only,
  }) as readonly (TimelineView | undefined)[];
  return useMemo(() => cameras.map(({ id }, index) => own(answers[index], id)), [cameras, answers]);
}

function useDensities(
  cameras: readonly CameraView[],
  range: Window,
  enabled: boolean,
): readonly (DensityView | undefined)[] {
  const reachesNow = range.to > Date.now();
  const answers = useQueries({
    queries: cameras.map(({ id: cameraId }) => {
      const input = { params: { cameraId }, query: { ...range, buckets: BUCKETS } };
      return {
        queryKey: apiQueryKey("GET /api/playback/:cameraId/density", input),
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          api("GET /api/playback/:cameraId/density", input, signal),
        placeholderData: keepPreviousData,
        staleTime: reachesNow ? 30_000 : 300_000,
        refetchInterval: reachesNow ? 60_000 : (false as const),
        retry: false,
        enabled,
      };
    }),
    combine: only,
  }) as readonly (DensityView | undefined)[];
  return useMemo(() => cameras.map(({ id }, index) => own(answers[index], id)), [cameras, answers]);
}

/** What is kept while the next answer comes may be of another camera. */
function own<T extends { readonly cameraId: string }>(
  answer: T | undefined,
  cameraId: string,
): T | undefined {
  return answer?.cameraId === cameraId ? answer : undefined;
}

function useEventMarks(
  cameras: readonly CameraView[],
  range: Window,
  enabled: boolean,
): ReadonlyMap<string, readonly EventMark[]> | undefined {
  const cameraIds = cameras.map((camera) => camera.id).join(",");
  const reachesNow = range.to > Date.now();
  const { data } = useApi(
    "GET /api/events/timeline",
    { query: { cameraIds, from: range.from, to: range.to } },
    {
      placeholderData: keepPreviousData,
      staleTime: 30_000,
      refetchInterval: reachesNow ? 30_000 : false,
      retry: false,
      enabled,
    },
  );
  return useMemo(
    () => data && new Map(data.cameras.map(({ cameraId, marks }) => [cameraId, marks])),
    [data],
  );
}
