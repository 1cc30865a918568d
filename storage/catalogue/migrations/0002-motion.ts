/**
 * Version 2 of the catalogue: what moved. Machine-made events, what people have seen of them, zones
 * of each camera, and motion by the hour for long time lines (the seconds lie in `storage/motion/`).
 * Boxes are JSON `[x, y, width, height]` in shares of the picture. Times are epoch UTC milliseconds.
 */
import { sql } from "kysely";
import type { Db } from "../database.ts";

const EVENTS = [
  `create table event (
    id integer primary key autoincrement,
    camera_id text not null references camera (id),
    kind text not null check (kind in
      ('motion', 'object_left', 'object_removed', 'tamper', 'line_crossed', 'offline')),
    source text not null check (source in ('vision', 'camera', 'recorder')), -- who says so
    start_ms integer not null,
    end_ms integer check (end_ms >= start_ms), -- null while it lasts
    best_ms integer not null, -- the instant of its still
    box text check (box is null or json_valid(box)),
    cells blob check (cells is null or length(cells) = 192), -- bitmap, see #base/grid
    strength real not null check (strength between 0 and 1),
    confidence real check (confidence between 0 and 1),
    mover_start_ms integer, -- who brought or took the thing: first seen,
    mover_ms integer, -- seen best,
    mover_box text check (mover_box is null or json_valid(mover_box)), -- and where
    zone_ids text not null check (json_valid(zone_ids)), -- JSON array
    detail text, -- form of tampering, topic of the camera, cause
    pictures integer not null default 0, -- bits: 1 still, 2 still of the mover, 4 preview
    created_ms integer not null
  ) strict`,
  `create index event_camera on event (camera_id, start_ms)`,
  // Lists and marks walk one camera and kind at a time; what filters look at lies in the index, so
  // that none makes them read the rows.
  `create index event_lane on event (camera_id, kind, start_ms, id, end_ms, strength, zone_ids)`,
  // After a crash the lasting ones are closed.
  `create index event_open on event (camera_id) where end_ms is null`,
  `create table event_seen (
    user_id text not null references user (id) on delete cascade,
    event_id integer not null references event (id) on delete cascade,
    seen_ms integer not null,
    primary key (user_id, event_id)
  ) strict, without rowid`,
  `create index event_seen_event on event_seen (event_id)`,
  // Who marked all of a camera and kind as seen: up to when. Spares a row an event.
  `create table event_seen_until (
    user_id text not null references user (id) on delete cascade,
    camera_id text not null references camera (id) on delete cascade,
    kind text not null,
    until_ms integer not null, -- starts at or before count as seen
    primary key (user_id, camera_id, kind)
  ) strict, without rowid`,
];

const SETTINGS = [
  `create table camera_motion (
    camera_id text primary key references camera (id) on delete cascade,
    settings text not null check (json_valid(settings)), -- MotionSettings of #base/zones
    version integer not null check (version >= 1),
    updated_ms integer not null
  ) strict, without rowid`,
];

const HOURS = [
  `create table motion_hour (
    camera_id text not null references camera (id),
    hour_ms integer not null, -- a whole hour UTC
    watched_s integer not null check (watched_s between 0 and 3600),
    moved_s integer not null check (moved_s between 0 and 3600),
    cell_seconds integer not null, -- sum over the seconds of how many cells moved
    primary key (camera_id, hour_ms)
  ) strict, without rowid`,
];

export const motionMigration = {
  version: 2,
  name: "0002-motion",
  async up(db: Db): Promise<void> {
    for (const statement of [...EVENTS, ...SETTINGS, ...HOURS]) {
      await sql.raw(statement).execute(db);
    }
  },
};
