/** The range of a chosen span, in the site's days. Pure. */
import type { ZonedTime } from "../timeline/zoned-time.ts";
import type { Span } from "./search-query.ts";

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** "7 days" are today and the six before it. */
export function rangeOfSpan(span: Exclude<Span, "own">, zoned: ZonedTime, nowMs: number): TimeSpan {
  const toMs = Math.floor(nowMs / 1000) * 1000;
  switch (span) {
    case "today":
      return { fromMs: zoned.startOfDay(nowMs), toMs };
    case "yesterday":
      return { fromMs: zoned.addDays(nowMs, -1), toMs: zoned.startOfDay(nowMs) };
    case "week":
      return { fromMs: zoned.addDays(nowMs, -6), toMs };
    case "month":
      return { fromMs: zoned.addDays(nowMs, -29), toMs };
  }
}
