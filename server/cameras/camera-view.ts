/** Makes the contract's views of a camera from its row; pure. Passwords have no way into them. */
import type { CameraStatus } from "#base/link";
import type { CameraSettings, CameraStatusView, CameraView } from "#contract";
import type { Camera } from "#storage";

export interface CameraSurroundings {
  /** What counts when a camera has no number of its own. */
  readonly defaultRetentionDays: number;
  readonly status: CameraStatus | undefined;
}

/** What everybody who may see the camera sees. */
export function toCameraView(camera: Camera, around: CameraSurroundings): CameraView {
  return {
    id: camera.id,
    name: camera.name,
    placeId: camera.place_id,
    enabled: camera.enabled === 1,
    sortOrder: camera.sort_order,
    hasSub: camera.source === "push" || camera.sub_url !== null,
    mapX: camera.map_x,
    mapY: camera.map_y,
    retentionDays: camera.retention_days ?? around.defaultRetentionDays,
    removedMs: camera.removed_ms,
    status: around.status ? toStatusView(around.status) : null,
  };
}

/** A copy with the contract's mutable types. */
export function toStatusView(status: CameraStatus): CameraStatusView {
  return { ...status, warnings: [...status.warnings] };
}

/** The same with its settings, for the admin. */
export function toCameraSettings(
  camera: Camera,
  around: CameraSurroundings,
  pushUrls: CameraSettings["pushUrls"],
): CameraSettings {
  return {
    ...toCameraView(camera, around),
    source: camera.source,
    mainUrl: camera.main_url,
    subUrl: camera.sub_url,
    username: camera.username,
    hasPassword: camera.password_sealed !== null,
    transport: camera.transport,
    audio: camera.audio,
    onvifUrl: camera.onvif_url,
    manufacturer: camera.manufacturer,
    model: camera.model,
    ownRetentionDays: camera.retention_days,
    retentionBasis: camera.retention_basis,
    pushUrls,
    version: camera.version,
  };
}
