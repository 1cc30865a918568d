CREATE TABLE audit (
    id integer primary key autoincrement,
    at_ms integer not null,
    user_id text,
    login text,
    ip text,
    action text not null,
    target text,
    detail text check (detail is null or json_valid(detail))
  ) strict;
CREATE INDEX audit_action on audit (action, id);
CREATE INDEX audit_user on audit (user_id, id);
CREATE TABLE camera (
    id text primary key check (length(id) between 1 and 40),
    name text not null check (length(name) between 1 and 200),
    place_id text references place (id) on delete set null,
    enabled integer not null check (enabled in (0, 1)),
    sort_order integer not null,
    source text not null check (source in ('rtsp', 'push')),
    main_url text, -- without credentials
    sub_url text,
    username text,
    password_sealed text, -- AES-256-GCM, see secrets.ts
    push_key_sealed text,
    transport text not null check (transport in ('tcp', 'udp')),
    audio text not null check (audio in ('auto', 'off')),
    timestamps text not null check (timestamps in ('camera', 'arrival')),
    onvif_url text,
    manufacturer text,
    model text,
    retention_days real check (retention_days > 0), -- null = the site's default
    retention_basis text, -- the document that sets the days
    map_x real check (map_x between 0 and 1),
    map_y real check (map_y between 0 and 1),
    version integer not null check (version >= 1), -- counts up at each change
    created_ms integer not null,
    updated_ms integer not null,
    removed_ms integer -- a removed camera keeps its row: its footage stays findable
  ) strict;
CREATE TABLE catalogue_version (
      version integer primary key, name text not null, applied_ms integer not null) strict;
CREATE TABLE gap (
    id integer primary key autoincrement,
    camera_id text not null references camera (id),
    stream text not null check (stream in ('main', 'sub')),
    start_ms integer not null,
    end_ms integer check (end_ms >= start_ms), -- null while it lasts
    cause text not null,
    detail text
  ) strict;
CREATE UNIQUE INDEX gap_open on gap (camera_id, stream) where end_ms is null;
CREATE INDEX gap_time on gap (camera_id, stream, start_ms, end_ms);
CREATE TABLE hold (
    id text primary key,
    camera_id text not null references camera (id),
    start_ms integer not null,
    end_ms integer not null check (end_ms > start_ms),
    incident_id text references incident (id),
    reason text not null,
    author_id text not null references user (id),
    created_ms integer not null,
    released_ms integer, -- null while it holds
    released_by text references user (id),
    release_reason text,
    check ((released_ms is null) = (released_by is null))
  ) strict;
CREATE INDEX hold_active on hold (camera_id, start_ms, end_ms) where released_ms is null;
CREATE INDEX hold_camera on hold (camera_id, start_ms);
CREATE INDEX hold_incident on hold (incident_id);
CREATE TABLE incident (
    id text primary key,
    kind text not null check (kind in ('littering', 'theft', 'traffic', 'disorder', 'other')),
    at_ms integer not null,
    start_ms integer not null,
    end_ms integer not null check (end_ms > start_ms),
    note text not null,
    place_id text references place (id) on delete set null,
    state text not null check (state in ('open', 'closed')),
    author_id text not null references user (id),
    search_text text not null, -- the note without case and diacritics
    version integer not null check (version >= 1),
    created_ms integer not null,
    updated_ms integer not null
  ) strict;
CREATE INDEX incident_at on incident (at_ms, id);
CREATE TABLE incident_camera (
    incident_id text not null references incident (id) on delete cascade,
    camera_id text not null references camera (id),
    primary key (incident_id, camera_id)
  ) strict, without rowid;
CREATE INDEX incident_camera_camera on incident_camera (camera_id, incident_id);
CREATE TABLE place (
    id text primary key,
    name text not null check (length(name) between 1 and 200),
    map_x real check (map_x between 0 and 1), -- share of the map picture's width
    map_y real check (map_y between 0 and 1),
    sort_order integer not null
  ) strict, without rowid;
CREATE TABLE segment (
    id integer primary key autoincrement,
    camera_id text not null references camera (id),
    stream text not null check (stream in ('main', 'sub')),
    run_id text not null,
    start_ms integer not null,
    end_ms integer not null check (end_ms >= start_ms),
    path text not null, -- below the segments folder, with /
    size_bytes integer not null check (size_bytes > 0),
    init_bytes integer not null check (init_bytes > 0 and init_bytes <= size_bytes),
    init_sha text not null check (length(init_sha) = 64), -- hex
    sha256 blob not null check (length(sha256) = 32),
    chain blob not null check (length(chain) = 32), -- see segments/chain.ts
    timescale integer not null check (timescale > 0),
    codec text not null, -- RFC 6381
    width integer not null,
    height integer not null,
    audio_codec text,
    created_ms integer not null
  ) strict;
CREATE INDEX segment_chain on segment (camera_id, stream, id);
CREATE TABLE segment_deleted (
    segment_id integer primary key,
    camera_id text not null references camera (id),
    stream text not null check (stream in ('main', 'sub')),
    start_ms integer not null,
    end_ms integer not null,
    path text not null,
    sha256 blob not null check (length(sha256) = 32),
    chain blob not null check (length(chain) = 32),
    reason text not null check (reason in ('age', 'space', 'missing', 'corrupt')),
    deleted_ms integer not null,
    unlinked integer not null check (unlinked in (0, 1)) -- 0 until the file is gone
  ) strict;
CREATE INDEX segment_deleted_pending on segment_deleted (unlinked) where unlinked = 0;
CREATE INDEX segment_deleted_stream on segment_deleted (camera_id, stream, segment_id);
CREATE TABLE segment_gops (
    segment_id integer primary key references segment (id) on delete cascade,
    "table" blob not null -- see segments/gop-table.ts
  ) strict;
CREATE INDEX segment_time on segment (camera_id, stream, start_ms, end_ms);
CREATE TABLE session (
    token_hash text primary key check (length(token_hash) = 64), -- SHA-256 (hex) of the cookie's token
    user_id text not null references user (id) on delete cascade,
    created_ms integer not null,
    seen_ms integer not null,
    expires_ms integer not null,
    ip text not null,
    agent text not null
  ) strict, without rowid;
CREATE INDEX session_expiry on session (expires_ms);
CREATE INDEX session_user on session (user_id);
CREATE TABLE setting (
    key text primary key,
    value text not null check (json_valid(value)),
    updated_ms integer not null
  ) strict, without rowid;
sqlite_autoindex_camera_1;
sqlite_autoindex_hold_1;
sqlite_autoindex_incident_1;
sqlite_autoindex_user_1;
sqlite_autoindex_user_2;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE stream_head (
    camera_id text not null references camera (id),
    stream text not null check (stream in ('main', 'sub')),
    segment_id integer not null, -- the newest ever added
    chain blob not null check (length(chain) = 32),
    stored_bytes integer not null,
    stored_count integer not null,
    primary key (camera_id, stream)
  ) strict, without rowid;
CREATE TABLE user (
    id text primary key,
    login text not null unique,
    name text not null check (length(name) between 1 and 200),
    role text not null check (role in ('admin', 'officer', 'duty')),
    password_hash text not null, -- scrypt:N:r:p:salt:hash
    must_change integer not null check (must_change in (0, 1)),
    disabled integer not null check (disabled in (0, 1)),
    language text not null check (language in ('vi', 'en')),
    camera_ids text check (camera_ids is null or json_valid(camera_ids)), -- null = all
    failed_logins integer not null,
    locked_until_ms integer,
    version integer not null check (version >= 1),
    created_ms integer not null
  ) strict;
