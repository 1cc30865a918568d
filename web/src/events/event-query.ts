/** The filter of the list of events as the API's query, and whether a piece of news belongs to it. Pure. */
import type { CameraView, EventView } from "#contract";
import type { ZonedTime } from "../timeline/zoned-time.ts";
import { dayStart, type EventFilter } from "./event-filter.ts";

/** What list and counts have in common. */
export function filterQuery(filter: EventFilter, zoned: ZonedTime) {
  const { kind, cameraId, placeId, zoneId } = filter;
  const from = dayStart(filter.fromDay, zoned, 0);
  const to = dayStart(filter.toDay, zoned, 1);
  return {
    ...(kind === "" ? {} : { kinds: kind }),
    ...(cameraId === "" ? {} : { cameraIds: cameraId }),
    ...(placeId === "" ? {} : { placeId }),
    ...(zoneId === "" ? {} : { zoneId }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

export function listQuery(filter: EventFilter, zoned: ZonedTime) {
  const seen = filter.seen === "" ? "all" : filter.seen === "no" ? "0" : "1";
  return { ...filterQuery(filter, zoned), seen } as const;
}

/** The same conditions as a body: everything up to `upToMs` that the list shows. */
export function seenBody(filter: EventFilter, zoned: ZonedTime, nowMs: number) {
  const { kind, cameraId, placeId, zoneId } = filter;
  const from = dayStart(filter.fromDay, zoned, 0);
  const to = dayStart(filter.toDay, zoned, 1);
  return {
    upToMs: to === undefined ? nowMs : Math.min(nowMs, to - 1),
    ...(kind === "" ? {} : { kinds: [kind] }),
    ...(cameraId === "" ? {} : { cameraIds: [cameraId] }),
    ...(placeId === "" ? {} : { placeId }),
    ...(zoneId === "" ? {} : { zoneId }),
    ...(from === undefined ? {} : { from }),
  };
}

interface Around {
  readonly cameras: readonly CameraView[];
  readonly zoned: ZonedTime;
}

/** Whether a new event belongs to the list that is shown. */
export function belongs(
  event: EventView,
  filter: EventFilter,
  { cameras, zoned }: Around,
): boolean {
  const from = dayStart(filter.fromDay, zoned, 0) ?? Number.NEGATIVE_INFINITY;
  const to = dayStart(filter.toDay, zoned, 1) ?? Number.POSITIVE_INFINITY;
  const camera = cameras.find((known) => known.id === event.cameraId);
  return (
    camera !== undefined &&
    filter.seen !== "yes" &&
    (filter.kind === "" || filter.kind === event.kind) &&
    (filter.cameraId === "" || filter.cameraId === event.cameraId) &&
    (filter.placeId === "" || filter.placeId === camera.placeId) &&
    (filter.zoneId === "" || event.zoneIds.includes(filter.zoneId)) &&
    event.startMs >= from &&
    event.startMs < to
  );
}
