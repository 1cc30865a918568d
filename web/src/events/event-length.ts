/** How long something lasted, in a few words. */
import type { TFunction } from "i18next";

const MINUTE_S = 60;
const HOUR_S = 3600;

export function lengthWords(t: TFunction, lengthMs: number): string {
  const seconds = Math.max(1, Math.round(lengthMs / 1000));
  if (seconds < 2 * MINUTE_S) return t("events.seconds", { n: seconds });
  if (seconds < 2 * HOUR_S) return t("events.minutes", { n: Math.round(seconds / MINUTE_S) });
  const minutes = Math.round(seconds / MINUTE_S);
  return t("events.hours", { n: Math.floor(minutes / 60), m: minutes % 60 });
}
