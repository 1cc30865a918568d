/**
 * The catalogue's tables as Kysely sees them; `migrations/` makes them. Times are epoch UTC
 * milliseconds, booleans 0/1, JSON is text. A row of `segment` exists only for a synced file.
 */
import type { Generated, Insertable, Selectable, Updateable } from "kysely";

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
  gap: GapRow;
  hold: HoldRow;
  incident: IncidentRow;
  incident_camera: IncidentCameraRow;
  user: UserRow;
  session: SessionRow;
  audit: AuditRow;
  setting: SettingRow;
}

export type Camera = Selectable<CameraRow>;
export type NewCamera = Insertable<CameraRow>;
export type CameraChange = Updateable<CameraRow>;
export type Place = Selectable<PlaceRow>;
export type Segment = Selectable<SegmentRow>;
export type NewSegment = Insertable<SegmentRow>;
export type Gap = Selectable<GapRow>;
export type Hold = Selectable<HoldRow>;
export type Incident = Selectable<IncidentRow>;
export type User = Selectable<UserRow>;
export type Session = Selectable<SessionRow>;
export type AuditEntry = Selectable<AuditRow>;
