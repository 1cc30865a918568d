/** What an incident made of an event covers: the event, and at least what a tag by hand would hold. Pure. */
import type { EventView } from "#contract";

const BEFORE_MS = 120_000;
const AFTER_MS = 180_000;
/** The longest range of an incident is a day; a thing that lasts longer is held around its start. */
const LONGEST_MS = 6 * 3_600_000;

export interface IncidentRange {
  readonly atMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

type Times = Pick<EventView, "startMs" | "playFromMs" | "playToMs">;

export function incidentRange({ startMs: atMs, playFromMs, playToMs }: Times): IncidentRange {
  const startMs = Math.max(0, Math.min(playFromMs, atMs - BEFORE_MS));
  const endMs = Math.max(playToMs, atMs + AFTER_MS);
  return { atMs, startMs, endMs: Math.min(endMs, startMs + LONGEST_MS) };
}
