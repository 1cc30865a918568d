/** An event's row as the recorder tells it, and as the server's views begin; pure. */
import type { EventNews } from "#base/link";
import { decodeBox } from "../catalogue/event-box.ts";
import type { EventEntry } from "../catalogue/schema.ts";
import { EVENT_PICTURES } from "./event-path.ts";

export function eventNews(row: EventEntry): EventNews {
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
    mover: moverOf(row),
    zoneIds: JSON.parse(row.zone_ids) as string[],
    detail: row.detail,
    hasStill: has(EVENT_PICTURES.still),
    hasMoverStill: has(EVENT_PICTURES.mover),
    hasPreview: has(EVENT_PICTURES.preview),
  };
}

function moverOf({ mover_start_ms, mover_ms, mover_box }: EventEntry): EventNews["mover"] {
  const box = decodeBox(mover_box);
  if (mover_start_ms === null || mover_ms === null || !box) return null;
  return { startMs: mover_start_ms, ms: mover_ms, box };
}
