/**
 * Times, sizes and counts as people read them. Times go in as epoch UTC milliseconds and come out
 * as the site's wall time, whatever zone the browser is set to.
 */
import type { TFunction } from "i18next";
import { SITE_ZONE } from "../timeline/use-site-time.ts";

/** Vietnamese order (day/month/year) and the 24-hour clock in both languages: one habit on one screen. */
const LOCALE = "vi-VN";

const clock = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: SITE_ZONE,
});
const day = new Intl.DateTimeFormat(LOCALE, {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  timeZone: SITE_ZONE,
});

/** `14:05:09` */
export function formatClock(atMs: number): string {
  return clock.format(atMs);
}

/** `24/11/2026` */
export function formatDay(atMs: number): string {
  return day.format(atMs);
}

/** `14:05:09 24/11/2026` */
export function formatDateTime(atMs: number): string {
  return `${formatClock(atMs)} ${formatDay(atMs)}`;
}

/** `3 phút trước`; never negative, clocks of phones are often a little off. */
export function formatAgo(t: TFunction, atMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000));
  if (seconds < 5) return t("common.ago.now");
  if (seconds < 60) return t("common.ago.seconds", { n: seconds });
  if (seconds < 3600) return t("common.ago.minutes", { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t("common.ago.hours", { n: Math.floor(seconds / 3600) });
  return t("common.ago.days", { n: Math.floor(seconds / 86_400) });
}

/** `1,5 GB` with powers of 1000, as disks are sold. */
export function formatBytes(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

/** How long the disk lasts: `12 ngày`, below two days in hours; days are rounded down. */
export function formatLasting(t: TFunction, days: number): string {
  if (days >= 2) return t("common.unit.days", { count: Math.floor(days) });
  return t("common.unit.hours", { count: Math.max(1, Math.floor(days * 24)) });
}

export function formatNumber(value: number, decimals = 0): string {
  return value.toLocaleString(LOCALE, { maximumFractionDigits: decimals });
}
