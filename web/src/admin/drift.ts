/** How far a camera's clock is off, in the largest fitting unit: `1 giờ 2 phút`, `45 giây`. */
import type { TFunction } from "i18next";

export function formatDrift(t: TFunction, offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) return `${hours} ${t("common.unit.hour")} ${minutes} ${t("common.unit.minute")}`;
  if (minutes > 0)
    return `${minutes} ${t("common.unit.minute")} ${seconds % 60} ${t("common.unit.second")}`;
  return `${seconds} ${t("common.unit.second")}`;
}
