/** The address of a region search around what an event saw. */
import type { EventView } from "#contract";
import { NO_SEARCH, searchToQuery } from "../search/search-query.ts";

/** Around a thing, with some room: boxes of the machine are tight. */
const ROOM = 0.15;

export function eventSearchQuery(event: EventView): string {
  const { box } = event;
  const ask =
    event.kind === "object_left" ? "left" : event.kind === "object_removed" ? "removed" : "moved";
  return searchToQuery({
    ...NO_SEARCH,
    ask,
    span: "week",
    regions: [
      {
        cameraId: event.cameraId,
        atMs: event.bestMs,
        shape: box === null ? { kind: "whole" } : { kind: "box", box: withRoom(box) },
      },
    ],
  });
}

function withRoom(box: NonNullable<EventView["box"]>) {
  const x = Math.max(0, box.x - box.width * ROOM);
  const y = Math.max(0, box.y - box.height * ROOM);
  const right = Math.min(1, box.x + box.width * (1 + ROOM));
  const bottom = Math.min(1, box.y + box.height * (1 + ROOM));
  return { x, y, width: Math.max(0.03, right - x), height: Math.max(0.03, bottom - y) };
}
