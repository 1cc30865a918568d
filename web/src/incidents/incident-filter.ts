/** What the list of incidents shows, in the page's address, so that a filtered list can be shared. Pure. */
import type { IncidentKind } from "#contract";
import type { ZonedTime } from "../timeline/zoned-time.ts";

export interface IncidentFilter {
  readonly kind: IncidentKind | "";
  readonly cameraId: string;
  readonly placeId: string;
  readonly state: "open" | "closed" | "";
  readonly text: string;
  /** `2026-08-18`, as date fields give it; "" = none. Both days are inside. */
  readonly fromDay: string;
  readonly toDay: string;
}

export const NO_FILTER: IncidentFilter = {
  kind: "",
  cameraId: "",
  placeId: "",
  state: "",
  text: "",
  fromDay: "",
  toDay: "",
};

const KINDS: readonly string[] = ["littering", "theft", "traffic", "disorder", "other"];

export function isFiltered(filter: IncidentFilter): boolean {
  return Object.values(filter).some((value) => value !== "");
}

export function filterFromQuery(query: string): IncidentFilter {
  const given = new URLSearchParams(query);
  const kind = given.get("kind") ?? "";
  const state = given.get("state") ?? "";
  const day = (name: string) => {
    const text = given.get(name) ?? "";
    return /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
  };
  return {
    kind: KINDS.includes(kind) ? (kind as IncidentKind) : "",
    cameraId: given.get("cameraId") ?? "",
    placeId: given.get("placeId") ?? "",
    state: state === "open" || state === "closed" ? state : "",
    text: given.get("text") ?? "",
    fromDay: day("fromDay"),
    toDay: day("toDay"),
  };
}

export function filterToQuery(filter: IncidentFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== "") query.set(name, value);
  }
  return query.toString();
}

/** The filter as the API's query; days become instants of the site's zone. */
export function apiQueryOf(filter: IncidentFilter, zoned: ZonedTime) {
  const { kind, cameraId, placeId, state, text } = filter;
  const from = dayStart(filter.fromDay, zoned, 0);
  const to = dayStart(filter.toDay, zoned, 1);
  return {
    ...(kind === "" ? {} : { kind }),
    ...(cameraId === "" ? {} : { cameraId }),
    ...(placeId === "" ? {} : { placeId }),
    ...(state === "" ? {} : { state }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}

function dayStart(text: string, zoned: ZonedTime, daysLater: number): number | null {
  const [year, month, day] = text.split("-").map(Number);
  if (!year || !month || !day) return null;
  return zoned.toMs({ year, month, day: day + daysLater });
}
