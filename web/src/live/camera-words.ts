/** A camera's state in words: dot, short cause for a tile, full sentence with what to do. */
import type { TFunction } from "i18next";
import type { CameraView } from "#contract";
import type { DotPhase } from "../ui/index.ts";

export interface CameraWords {
  readonly phase: DotPhase;
  /** Fits a tile: the cause when there is one, else the phase. */
  readonly short: string;
  /** A sentence that says what to do; undefined when all is well. */
  readonly full: string | undefined;
  readonly lastRecordedMs: number | undefined;
}

/** End of the newest recorded picture of either stream. */
export function lastRecordedMs(camera: CameraView): number | undefined {
  const times = [camera.status?.main?.lastRecordedMs, camera.status?.sub?.lastRecordedMs];
  const known = times.filter((time): time is number => typeof time === "number");
  return known.length === 0 ? undefined : Math.max(...known);
}

export function cameraWords(t: TFunction, camera: CameraView): CameraWords {
  const last = lastRecordedMs(camera);
  if (!camera.enabled) {
    return {
      phase: "off",
      short: t("causes.short.switched_off"),
      full: t("causes.full.switched_off"),
      lastRecordedMs: last,
    };
  }
  const status = camera.status;
  if (status === null)
    return {
      phase: "unknown",
      short: t("common.phase.unknown"),
      full: undefined,
      lastRecordedMs: last,
    };
  const { phase, cause } = status;
  const shown = phase === "recording" ? null : cause;
  return {
    phase,
    short: shown === null ? t(`common.phase.${phase}`) : t(`causes.short.${shown}`),
    full: shown === null ? undefined : t(`causes.full.${shown}`),
    lastRecordedMs: last,
  };
}
