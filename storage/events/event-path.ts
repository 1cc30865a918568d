/**
 * Where an event's pictures lie: `<data>/events/<camera>/<day UTC>/<id>.jpg` (its still),
 * `<id>-mover.jpg`, `<id>.webp` (a short moving picture). The row's `pictures` says which exist.
 */
import { join } from "node:path";

export type EventPicture = "still" | "mover" | "preview";

/** Bit of each picture in the row. */
export const EVENT_PICTURES = { still: 1, mover: 2, preview: 4 } as const;

const ENDINGS = { still: ".jpg", mover: "-mover.jpg", preview: ".webp" } as const;

export interface EventPlace {
  readonly id: number;
  readonly cameraId: string;
  readonly startMs: number;
}

export function eventDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function eventDayFolder(eventsPath: string, cameraId: string, startMs: number): string {
  return join(eventsPath, cameraId, eventDay(startMs));
}

export function eventPicturePath(
  eventsPath: string,
  { id, cameraId, startMs }: EventPlace,
  which: EventPicture,
): string {
  return join(eventDayFolder(eventsPath, cameraId, startMs), `${id}${ENDINGS[which]}`);
}

/** The event that a file belongs to; undefined for a foreign file. */
export function eventIdOfFile(name: string): number | undefined {
  const match = /^(\d{1,15})(?:\.jpg|-mover\.jpg|\.webp)$/.exec(name);
  return match ? Number(match[1]) : undefined;
}
