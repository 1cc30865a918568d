/** How fresh a camera's recording is, and what the whole site's strip says. Pure. */
import type { CameraView } from "#contract";

/** `fresh`: up to the minute; `late`, `stale`: it should look; `off`: switched off, nothing expected. */
export type Freshness = "fresh" | "late" | "stale" | "off";

export const LATE_MS = 10_000;
export const STALE_MS = 60_000;

/**
 * Until when the camera is recorded: the stream that is further behind counts, because a camera whose
 * sharp picture stopped is not fine. Null while nothing was recorded since the recorder started.
 */
export function lastRecorded(camera: Pick<CameraView, "status">): number | null {
  const { main = null, sub = null } = camera.status ?? {};
  const times = [main?.lastRecordedMs, sub?.lastRecordedMs].filter((atMs) => atMs != null);
  return times.length === 0 ? null : Math.min(...times);
}

export function freshness(
  camera: Pick<CameraView, "status" | "enabled">,
  nowMs: number,
  lastMs = lastRecorded(camera),
): Freshness {
  if (!camera.enabled || camera.status?.phase === "off") return "off";
  const ageMs = nowMs - (lastMs ?? 0);
  return ageMs <= LATE_MS ? "fresh" : ageMs <= STALE_MS ? "late" : "stale";
}

export interface RecordingCount {
  readonly total: number;
  readonly good: number;
  readonly troubled: readonly CameraView[];
}

/** Cameras that should record, and those of them that do not. */
export function countRecording(cameras: readonly CameraView[], nowMs: number): RecordingCount {
  const wanted = cameras.filter(
    (camera) => camera.removedMs === null && freshness(camera, nowMs) !== "off",
  );
  const troubled = wanted.filter((camera) => freshness(camera, nowMs) === "stale");
  return { total: wanted.length, good: wanted.length - troubled.length, troubled };
}
