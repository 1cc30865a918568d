/**
 * The catalogue's tables as Kysely sees them; `migrations/` makes them. Times are epoch UTC
 * milliseconds, booleans 0/1, JSON is text. A row of `segment` exists only for a synced file.
 */
import type { Generated, Insertable, Selectable, Updateable } from "kysely";
import type {
  CameraMotionRow,
  EventRow,
  EventSeenRow,
  EventSeenUntilRow,
  MotionHourRow,
} from "./event-schema.ts";

export interface CameraRow {
  id: string;
  name: string;
  place_id: string | null;
  enabled: number;
  sort_order: number;
  /** `rtsp` = pulled, `push` = the camera pushes RTMP to the relay. */
  source: "rtsp" | "push";
  /** Addresses without credentials. */
  main_url: string | null;
  sub_url: string | null;
  username: string | null;
  /** AES-256-GCM with the key file; `v1:<iv>:<tag>:<data>` in base64. */
  password_sealed: string | null;
  push_key_sealed: string | null;
  transport: "tcp" | "udp";
  audio: "auto" | "off";
  /** `camera` = RTP time stamps, `arrival` = stamped when they arrive (broken firmware). */
  timestamps: "camera" | "arrival";
  onvif_url: string | null;
  manufacturer: string | null;
  model: string | null;
  /** null = the site's default. */
  retention_days: number | null;
  retention_basis: string | null;
  map_x: number | null;
  map_y: number | null;
  /** Counts up at each change; an edit names the version that it saw. */
  version: number;
  created_ms: number;
  updated_ms: number;
  /** Removed cameras keep their row, so that their footage stays findable. */
  removed_ms: number | null;
}

export interface PlaceRow {
  id: string;
  name: string;
  map_x: number | null;
  map_y: number | null;
  sort_order: number;
}

export interface SegmentRow {
  id: Generated<number>;
  camera_id: string;
  stream: "main" | "sub";
  /** One ffmpeg life; segments of a run share a media time line. */
  run_id: string;
  start_ms: number;
  end_ms: number;
  /** Path below `<data>/segments`, with `/`. */
  path: string;
  size_bytes: number;
  init_bytes: number;
  /** SHA-256 (hex) of the init bytes. */
  init_sha: string;
  sha256: Uint8Array;
  /** SHA-256 over the predecessor's `chain` and this row's `sha256` and identity (see chain.ts). */
  chain: Uint8Array;
  timescale: number;
  codec: string;
  width: number;
  height: number;
  audio_codec: string | null;
  created_ms: number;
}

/** GOP tables apart, so that scans of `segment` stay small. */
export interface SegmentGopsRow {
  segment_id: number;
  table: Uint8Array;
}

/** What was deleted, so that the chain can still be followed over the hole. */
export interface SegmentDeletedRow {
  segment_id: number;
  camera_id: string;
  stream: "main" | "sub";
  start_ms: number;
  end_ms: number;
  path: string;
  sha256: Uint8Array;
  chain: Uint8Array;
  reason: "age" | "space" | "missing" | "corrupt";
  deleted_ms: number;
  /** 0 until the file is unlinked: rows before unlink. */
  unlinked: number;
}

/**
 * One row a camera and stream: the end of its chain (so that a missing tail shows) and what it has
 * stored (so that nobody sums up a million rows). Kept in the transactions that add and delete.
 */
export interface StreamHeadRow {
  camera_id: string;
  stream: "main" | "sub";
  segment_id: number;
  chain: Uint8Array;
  stored_bytes: number;
  stored_count: number;
}

export interface GapRow {
  id: Generated<number>;
  camera_id: string;
  stream: "main" | "sub";
  start_ms: number;
  /** null while it lasts. */
  end_ms: number | null;
  cause: string;
  detail: string | null;
}

export interface HoldRow {
  id: string;
  camera_id: string;
  start_ms: number;
  end_ms: number;
  incident_id: string | null;
  reason: string;
  author_id: string;
  created_ms: number;
  released_ms: number | null;
  released_by: string | null;
  release_reason: string | null;
}

export interface IncidentRow {
  id: string;
  kind: "littering" | "theft" | "traffic" | "disorder" | "other";
  /** The second that was tagged. */
  at_ms: number;
  start_ms: number;
  end_ms: number;
  note: string;
  place_id: string | null;
  state: "open" | "closed";
  author_id: string;
  /** The note without case and diacritics (see fold-text.ts): what a search looks at. */
  search_text: string;
  version: number;
  created_ms: number;
  updated_ms: number;
}

export interface IncidentCameraRow {
  incident_id: string;
  camera_id: string;
}

export interface UserRow {
  id: string;
  login: string;
  name: string;
  role: "admin" | "officer" | "duty";
  /** `scrypt:N:r:p:salt:hash` in base64. */
  password_hash: string;
  must_change: number;
  disabled: number;
  language: "vi" | "en";
  /** JSON array of camera ids, or null for all. */
  camera_ids: string | null;
  failed_logins: number;
  locked_until_ms: number | null;
  version: number;
  created_ms: number;
}

export interface SessionRow {
  /** SHA-256 of the cookie's token (hex): a stolen catalogue opens no session. */
  token_hash: string;
  user_id: string;
  created_ms: number;
  seen_ms: number;
  expires_ms: number;
  ip: string;
  agent: string;
}

export interface AuditRow {
  id: Generated<number>;
  at_ms: number;
  user_id: string | null;
  login: string | null;
  ip: string | null;
  /** Dotted fact: `login.ok`, `playback.viewed`, `download.made`, `camera.changed` … */
  action: string;
  target: string | null;
  detail: string | null;
}

export interface SettingRow {
  key: string;
  /** JSON. */
  value: string;
  updated_ms: number;
}

export interface CatalogueSchema {
  camera: CameraRow;
  place: PlaceRow;
  segment: SegmentRow;
  segment_gops: SegmentGopsRow;
  segment_deleted: SegmentDeletedRow;
  stream_head: StreamHeadRow;
  gap: GapRow;
  hold: HoldRow;
  incident: IncidentRow;
  incident_camera: IncidentCameraRow;
  user: UserRow;
  session: SessionRow;
  audit: AuditRow;
  setting: SettingRow;
  event: EventRow;
  event_seen: EventSeenRow;
  event_seen_until: EventSeenUntilRow;
  camera_motion: CameraMotionRow;
  motion_hour: MotionHourRow;
}

export type Camera = Selectable<CameraRow>;
/** A new camera; its version becomes 1 and it is not removed. */
export type NewCamera = Omit<Insertable<CameraRow>, "version" | "removed_ms">;
export type CameraChange = Omit<
  Updateable<CameraRow>,
  "id" | "version" | "created_ms" | "removed_ms"
>;
export type Place = Selectable<PlaceRow>;
export type Segment = Selectable<SegmentRow>;
export type DeletedSegment = Selectable<SegmentDeletedRow>;
export type StreamHead = Selectable<StreamHeadRow>;
/** What a writer knows of a segment; `id` and `chain` are made in the inserting transaction. */
export type NewSegment = Omit<Insertable<SegmentRow>, "id" | "chain">;
export type Gap = Selectable<GapRow>;
export type Hold = Selectable<HoldRow>;
export type NewHold = Omit<HoldRow, "released_ms" | "released_by" | "release_reason">;
export type Incident = Selectable<IncidentRow>;
export type NewIncident = Omit<IncidentRow, "search_text" | "version">;
export type IncidentChange = Partial<
  Pick<
    IncidentRow,
    "kind" | "at_ms" | "start_ms" | "end_ms" | "note" | "place_id" | "state" | "updated_ms"
  >
>;
export type User = Selectable<UserRow>;
export type UserChange = Partial<Omit<UserRow, "id" | "login" | "version" | "created_ms">>;
export type NewUser = Omit<UserRow, "version" | "failed_logins" | "locked_until_ms">;
export type Session = Selectable<SessionRow>;
export type AuditEntry = Selectable<AuditRow>;
export type NewAuditEntry = Insertable<AuditRow>;
export type MotionHourEntry = MotionHourRow;
export type {
  CameraMotion,
  EventChange,
  EventEntry,
  EventRow,
  NewEvent,
} from "./event-schema.ts";
