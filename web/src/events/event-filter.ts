/** What the list of events shows, in the page's address, so that a filtered list can be shared. Pure. */
import type { ZonedTime } from "../timeline/zoned-time.ts";

export const EVENT_KINDS = [
  "object_left",
  "object_removed",
  "motion",
  "tamper",
  "line_crossed",
  "offline",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface EventFilter {
  readonly kind: EventKind | "";
  readonly cameraId: string;
  readonly placeId: string;
  readonly zoneId: string;
  readonly seen: "no" | "yes" | "";
  /** `2026-08-18`, as date fields give it; "" = none. Both days are inside. */
  readonly fromDay: string;
  readonly toDay: string;
}

export const NO_FILTER: EventFilter = {
  kind: "",
  cameraId: "",
  placeId: "",
  zoneId: "",
  seen: "",
  fromDay: "",
  toDay: "",
};

export function isFiltered(filter: EventFilter): boolean {
  return Object.values(filter).some((value) => value !== "");
}

export function filterFromQuery(query: string): EventFilter {
  const given = new URLSearchParams(query);
  const kind = EVENT_KINDS.find((known) => known === given.get("kind"));
  const seen = given.get("seen");
  const day = (name: string) => {
    const text = given.get(name) ?? "";
    return /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
  };
  return {
    kind: kind ?? "",
    cameraId: given.get("camera") ?? "",
    placeId: given.get("place") ?? "",
    zoneId: given.get("zone") ?? "",
    seen: seen === "no" || seen === "yes" ? seen : "",
    fromDay: day("from"),
    toDay: day("to"),
  };
}

const NAMES: Readonly<Record<keyof EventFilter, string>> = {
  kind: "kind",
  cameraId: "camera",
  placeId: "place",
  zoneId: "zone",
  seen: "seen",
  fromDay: "from",
  toDay: "to",
};

export function filterToQuery(filter: EventFilter): string {
  const query = new URLSearchParams();
  for (const [key, name] of Object.entries(NAMES)) {
    const value = filter[key as keyof EventFilter];
    if (value !== "") query.set(name, value);
  }
  return query.toString();
}

/** Start of a day of a date field, `daysLater` days on; undefined when none is given. */
export function dayStart(text: string, zoned: ZonedTime, daysLater: number): number | undefined {
  const [year, month, day] = text.split("-").map(Number);
  if (!year || !month || !day) return undefined;
  return zoned.toMs({ year, month, day: day + daysLater });
}
