/** The cells of a month's calendar, Monday first: blanks before the 1st, then its days. Pure. */
import type { ZonedTime } from "../timeline/zoned-time.ts";

export interface MonthCell {
  readonly key: string;
  readonly day: number | null;
}

export function monthGrid(zoned: ZonedTime, monthMs: number): MonthCell[] {
  const firstMs = zoned.startOfMonth(monthMs);
  const lastMs = zoned.addDays(zoned.startOfMonth(monthMs, 1), -1);
  const blanks = (zoned.weekday(firstMs) + 6) % 7;
  const days = zoned.toLocal(lastMs).day;
  return [
    ...Array.from({ length: blanks }, (_, index) => ({ key: `blank-${index}`, day: null })),
    ...Array.from({ length: days }, (_, index) => ({ key: `day-${index + 1}`, day: index + 1 })),
  ];
}
