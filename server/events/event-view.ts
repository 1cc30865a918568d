/** Makes the contract's view of an event, from its row or from the recorder's news; pure. */
import { playRange } from "#base/event-play";
import type { EventNews } from "#base/link";
import type { EventView } from "#contract";
import { decodeBox, EVENT_PICTURES, type EventEntry } from "#storage";

export function toEventView(row: EventEntry, seen: boolean): EventView {
  return newsToView(newsOf(row), seen);
}

/** News are for everybody, so nobody has seen it in them. */
export function newsToView(event: EventNews, seen = false): EventView {
  return { ...event, zoneIds: [...event.zoneIds], seen, ...playRange(event) };
}

function newsOf(row: EventEntry): EventNews {
  const moverBox = decodeBox(row.mover_box);
  const hasMover = moverBox !== null && row.mover_start_ms !== null && row.mover_ms !== null;
  const has = (bit: number) => (row.pictures & bit) !== 0;
  return {
    id: row.id,
    cameraId: row.camera_id,
    kind: row.kind,
    source: row.source,
    startMs: row.start_ms,
    endMs: row.end_ms,
    bestMs: row.best_ms,
    box: decodeBox(row.box),
    strength: row.strength,
    confidence: row.confidence,
    mover: hasMover
      ? { startMs: row.mover_start_ms ?? 0, ms: row.mover_ms ?? 0, box: moverBox }
      : null,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    detail: row.detail,
    hasStill: has(EVENT_PICTURES.still),
    hasMoverStill: has(EVENT_PICTURES.mover),
    hasPreview: has(EVENT_PICTURES.preview),
  };
}
