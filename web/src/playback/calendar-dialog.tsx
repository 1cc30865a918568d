/** The days of a month that have footage; a tap goes to that day at the time of day on screen. */
import { keepPreviousData } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/hooks.ts";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { Dialog, IconButton, ProblemNotice } from "../ui/index.ts";
import { monthGrid } from "./month-grid.ts";

interface CalendarDialogProps {
  readonly cameraId: string;
  readonly atMs: number;
  readonly onPick: (atMs: number) => void;
  readonly onClose: () => void;
}

export function CalendarDialog({ cameraId, atMs, onPick, onClose }: CalendarDialogProps) {
  const { t } = useTranslation();
  const [monthMs, setMonthMs] = useState(atMs);
  const site = useSiteTime();
  const month = site.zoned.monthKey(monthMs);
  const query = useApi(
    "GET /api/playback/:cameraId/calendar",
    { params: { cameraId }, query: { month } },
    { staleTime: 60_000, placeholderData: keepPreviousData },
  );
  const time = useSiteTime(query.data?.timeZone ?? site.zoned.zone);
  const { year, month: number } = time.zoned.toLocal(monthMs);
  const isThisMonth = time.zoned.monthKey(Date.now()) === month;
  return (
    <Dialog title={t("playback.calendar.title")} onClose={onClose}>
      <div className="calendar-head">
        <IconButton
          label={t("playback.calendar.previous")}
          icon={<ChevronLeft size={26} />}
          onClick={() => setMonthMs(time.zoned.startOfMonth(monthMs, -1))}
        />
        <strong>{t("playback.calendar.month", { month: number, year })}</strong>
        <IconButton
          label={t("playback.calendar.next")}
          icon={<ChevronRight size={26} />}
          disabled={isThisMonth}
          onClick={() => setMonthMs(time.zoned.startOfMonth(monthMs, 1))}
        />
      </div>
      {query.error ? (
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      <MonthTable
        time={time}
        monthMs={monthMs}
        atMs={atMs}
        days={query.data?.month === month ? query.data.days : []}
        onPick={onPick}
      />
      {query.data?.month === month && query.data.days.length === 0 ? (
        <p className="muted">{t("playback.calendar.none")}</p>
      ) : null}
    </Dialog>
  );
}

interface MonthTableProps {
  readonly time: SiteTime;
  readonly monthMs: number;
  readonly atMs: number;
  readonly days: readonly number[];
  readonly onPick: (atMs: number) => void;
}

function MonthTable({ time, monthMs, atMs, days, onPick }: MonthTableProps) {
  const { t } = useTranslation();
  const { zoned } = time;
  const shown = zoned.toLocal(atMs);
  const { year, month } = zoned.toLocal(monthMs);
  const isShownMonth = shown.year === year && shown.month === month;
  const pick = (day: number) =>
    onPick(Math.min(Date.now() - 5000, zoned.toMs({ ...shown, year, month, day })));
  return (
    <div className="calendar">
      {t("playback.calendar.weekdays")
        .split(",")
        .map((name) => (
          <span key={name} className="calendar-weekday">
            {name}
          </span>
        ))}
      {monthGrid(zoned, monthMs).map((cell) => {
        if (cell.day === null) return <span key={cell.key} />;
        const has = days.includes(cell.day);
        const current = isShownMonth && shown.day === cell.day;
        return (
          <button
            key={cell.key}
            type="button"
            className="calendar-day"
            data-has={has}
            disabled={!has}
            aria-label={`${cell.day}/${month}${has ? `, ${t("playback.calendar.has")}` : ""}`}
            {...(current ? { "aria-current": "date" as const } : {})}
            onClick={() => pick(cell.day ?? 1)}
          >
            {cell.day}
          </button>
        );
      })}
    </div>
  );
}
