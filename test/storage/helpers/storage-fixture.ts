/** A real data folder with a real catalogue in a temporary place, and rows to put into it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import {
  type Camera,
  type Catalogue,
  type DataFolder,
  type NewCamera,
  type NewSegment,
  openCatalogue,
  openDataFolder,
  type Segment,
  segmentPath,
  type User,
} from "#storage";

export const T0 = Date.UTC(2026, 0, 15, 3, 0, 0);
export const MINUTE = 60_000;

export interface StorageFixture {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  close(): Promise<void>;
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "storage-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function openStorage(): Promise<StorageFixture> {
  const temporary = await temporaryFolder();
  const folder = await openDataFolder(temporary.path, { log: silentLog });
  const catalogue = await openCatalogue({
    path: folder.cataloguePath,
    log: silentLog,
    clock: systemClock,
  });
  return {
    folder,
    catalogue,
    close: async () => {
      await catalogue.close();
      await temporary.remove();
    },
  };
}

export function newCamera(id: string, change: Partial<NewCamera> = {}): NewCamera {
  return {
    id,
    name: `Camera ${id}`,
    place_id: null,
    enabled: 1,
    sort_order: 1,
    source: "rtsp",
    main_url: "rtsp://192.0.2.1/main",
    sub_url: null,
    username: null,
    password_sealed: null,
    push_key_sealed: null,
    transport: "tcp",
    audio: "auto",
    timestamps: "camera",
    onvif_url: null,
    manufacturer: null,
    model: null,
    retention_days: null,
    retention_basis: null,
    map_x: null,
    map_y: null,
    created_ms: T0,
    updated_ms: T0,
    ...change,
  };
}

export function addCamera(
  catalogue: Catalogue,
  id: string,
  change: Partial<NewCamera> = {},
): Promise<Camera> {
  return catalogue.cameras.insert(newCamera(id, change));
}

export function addUser(
  catalogue: Catalogue,
  id = "usr-000000000001",
  login = "admin",
): Promise<User> {
  return catalogue.users.insert({
    id,
    login,
    name: "Nguyễn Văn An",
    role: "admin",
    password_hash: "scrypt:1:1:1:a:b",
    must_change: 0,
    disabled: 0,
    language: "vi",
    camera_ids: null,
    created_ms: T0,
  });
}

/** A row of a segment of which there is no file. */
export function newSegment(
  cameraId: string,
  startMs: number,
  change: Partial<NewSegment> = {},
): NewSegment {
  const stream = change.stream ?? "main";
  const runId = change.run_id ?? "r1";
  return {
    camera_id: cameraId,
    stream,
    run_id: runId,
    start_ms: startMs,
    end_ms: startMs + MINUTE,
    path: segmentPath({ cameraId, stream, startMs, runId }),
    size_bytes: 1_000,
    init_bytes: 100,
    init_sha: "ab".repeat(32),
    sha256: Buffer.alloc(32, startMs % 251),
    timescale: 90_000,
    codec: "avc1.640028",
    width: 1920,
    height: 1080,
    audio_codec: null,
    created_ms: startMs + MINUTE,
    ...change,
  };
}

/** Rows of `count` neighbouring minutes from `startMs` on. */
export async function addMinutes(
  catalogue: Catalogue,
  cameraId: string,
  startMs: number,
  count: number,
  change: Partial<NewSegment> = {},
): Promise<Segment[]> {
  const rows: Segment[] = [];
  for (let index = 0; index < count; index++) {
    rows.push(
      await catalogue.segments.insert(
        newSegment(cameraId, startMs + index * MINUTE, change),
        Buffer.from([1, 0, 1]),
      ),
    );
  }
  return rows;
}

export function newHold(id: string, cameraId: string, startMs: number, endMs: number) {
  return {
    id,
    camera_id: cameraId,
    start_ms: startMs,
    end_ms: endMs,
    incident_id: null,
    reason: "vụ mất xe",
    author_id: "usr-000000000001",
    created_ms: T0,
  };
}
