/** Tables of what moved as Kysely sees them; `migrations/0002-motion.ts` explains the columns. */
import type { Generated, Insertable, Selectable } from "kysely";

/** A machine's fact on one camera over a time; columns are explained in `0002-motion.ts`. */
export interface EventRow {
  id: Generated<number>;
  camera_id: string;
  kind: "motion" | "object_left" | "object_removed" | "tamper" | "line_crossed" | "offline";
  source: "vision" | "camera" | "recorder";
  start_ms: number;
  end_ms: number | null;
  best_ms: number;
  box: string | null;
  cells: Uint8Array | null;
  strength: number;
  confidence: number | null;
  mover_start_ms: number | null;
  mover_ms: number | null;
  mover_box: string | null;
  zone_ids: string;
  detail: string | null;
  /** Which pictures lie on disk: bits of `EVENT_PICTURES` in `events/event-path.ts`. */
  pictures: Generated<number>;
  created_ms: number;
}

export interface EventSeenRow {
  user_id: string;
  event_id: number;
  seen_ms: number;
}

export interface EventSeenUntilRow {
  user_id: string;
  camera_id: string;
  kind: EventRow["kind"];
  until_ms: number;
}

export interface CameraMotionRow {
  camera_id: string;
  settings: string;
  version: number;
  updated_ms: number;
}

export interface MotionHourRow {
  camera_id: string;
  hour_ms: number;
  watched_s: number;
  moved_s: number;
  cell_seconds: number;
}

/** Without its cells, which only the motion grid's views want. */
export type EventEntry = Omit<Selectable<EventRow>, "cells">;
export type NewEvent = Omit<Insertable<EventRow>, "id" | "pictures">;
export type EventChange = Partial<
  Omit<EventRow, "id" | "camera_id" | "kind" | "source" | "created_ms" | "pictures">
>;
export type CameraMotion = Selectable<CameraMotionRow>;
