/** Events put straight into the rig's catalogue, as the recorder would. */
import { type EventEntry, encodeBox, type NewEvent } from "#storage";
import type { ServerRig } from "../server-rig.ts";

/** An event of `cam-01` that began `ageS` seconds before the rig's now. */
export function addEvent(
  rig: ServerRig,
  ageS: number,
  change: Partial<NewEvent> = {},
): Promise<EventEntry> {
  const startMs = rig.clock.nowMs() - ageS * 1000;
  return rig.catalogue.events.insert({
    camera_id: "cam-01",
    kind: "motion",
    source: "vision",
    start_ms: startMs,
    end_ms: startMs + 4_000,
    best_ms: startMs + 1_000,
    box: encodeBox({ x: 0.25, y: 0.5, width: 0.25, height: 0.25 }),
    cells: null,
    strength: 0.5,
    confidence: null,
    mover_start_ms: null,
    mover_ms: null,
    mover_box: null,
    zone_ids: "[]",
    detail: null,
    created_ms: startMs,
    ...change,
  });
}
