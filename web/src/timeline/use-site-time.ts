/** The site's clock for pages: local times as texts, whatever zone the browser is set to. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { clockText, dateText, ZonedTime } from "./zoned-time.ts";

/** Sites are in Viet Nam; a calendar's answer names the zone where it is another. */
export const SITE_ZONE = "Asia/Ho_Chi_Minh";

const WEEKDAYS = {
  vi: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
} as const;

export interface SiteTime {
  readonly zoned: ZonedTime;
  /** `16:05:30` */
  readonly clock: (atMs: number) => string;
  /** `18/08/2026` */
  readonly date: (atMs: number) => string;
  /** `16:05:30 18/08/2026` */
  readonly full: (atMs: number) => string;
  /** `16:05:30, Thứ ba 18/08/2026` */
  readonly long: (atMs: number) => string;
  /** `Thứ ba 18/08/2026` */
  readonly day: (atMs: number) => string;
  /** The clock alone for today, with the date for other days. */
  readonly near: (atMs: number) => string;
}

export function useSiteTime(zone = SITE_ZONE): SiteTime {
  const { i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "vi";
  return useMemo(() => siteTime(new ZonedTime(zone), language), [zone, language]);
}

export function siteTime(zoned: ZonedTime, language: "vi" | "en"): SiteTime {
  const clock = (atMs: number) => clockText(zoned.toLocal(atMs), true);
  const date = (atMs: number) => dateText(zoned.toLocal(atMs));
  const full = (atMs: number) => `${clock(atMs)} ${date(atMs)}`;
  const day = (atMs: number) => `${WEEKDAYS[language][zoned.weekday(atMs)]} ${date(atMs)}`;
  return {
    zoned,
    clock,
    date,
    full,
    day,
    long: (atMs) => `${clock(atMs)}, ${day(atMs)}`,
    near: (atMs) =>
      zoned.startOfDay(atMs) === zoned.startOfDay(Date.now()) ? clock(atMs) : full(atMs),
  };
}
