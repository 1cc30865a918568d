/** Makes the contract's view of an event, from its row or from the recorder's news; pure. */
import { playRange } from "#base/event-play";
import type { EventNews } from "#base/link";
import type { EventView } from "#contract";
import { type EventEntry, eventNews } from "#storage";

export function toEventView(row: EventEntry, seen: boolean): EventView {
  return newsToView(eventNews(row), seen);
}

/** News are for everybody, so nobody has seen it in them. */
export function newsToView(event: EventNews, seen = false): EventView {
  return { ...event, zoneIds: [...event.zoneIds], seen, ...playRange(event) };
}
