/** The addresses of the viewer's pages, both ways. Times in addresses are epoch UTC milliseconds. */

export const SETTINGS_PAGES = [
  "cameras",
  "zones",
  "map",
  "places",
  "retention",
  "users",
  "audit",
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** A range that is played again and again. */
export interface Loop {
  readonly startMs: number;
  readonly endMs: number;
}

export interface PlaybackAddress {
  /** None = the page chooses. */
  readonly cameraIds: readonly string[];
  /** The camera in focus, where it is not the first. */
  readonly focusId?: string;
  readonly atMs?: number;
  readonly loop?: Loop;
}

export type Route =
  | { readonly view: "live"; readonly cameraId?: string }
  | ({ readonly view: "playback" } & PlaybackAddress)
  /** What was seen; `eventId` = that one is open. The filter is in the query, see events/event-filter.ts. */
  | { readonly view: "events"; readonly eventId?: number }
  /** What is searched is in the query, see search/search-query.ts. */
  | { readonly view: "search" }
  | { readonly view: "incidents" }
  | { readonly view: "incident"; readonly incidentId: string }
  | { readonly view: "system" }
  | { readonly view: "settings"; readonly page: SettingsPage; readonly item?: string }
  | { readonly view: "login"; readonly next?: string }
  | { readonly view: "unknown" };

export const paths = {
  live: (cameraId?: string): string =>
    cameraId === undefined ? "/live" : `/live/${encodeURIComponent(cameraId)}`,
  playback: (cameraId?: string, atMs?: number): string =>
    playbackPath({
      cameraIds: cameraId === undefined ? [] : [cameraId],
      ...(atMs === undefined ? {} : { atMs }),
    }),
  /** Any number of cameras at the same second. */
  playbackOf: (address: PlaybackAddress): string => playbackPath(address),
  events: (query = ""): string => withQuery("/events", query),
  event: (eventId: number, query = ""): string => withQuery(`/events/${eventId}`, query),
  search: (query = ""): string => withQuery("/search", query),
  incidents: (): string => "/incidents",
  incident: (incidentId: string): string => `/incidents/${encodeURIComponent(incidentId)}`,
  system: (): string => "/system",
  settings: (page: SettingsPage = "cameras", item?: string): string =>
    item === undefined ? `/settings/${page}` : `/settings/${page}/${encodeURIComponent(item)}`,
  login: (next?: string): string =>
    next === undefined ? "/login" : `/login?next=${encodeURIComponent(next)}`,
} as const;

function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}

function eventsRoute(eventId: string | undefined): Route {
  if (eventId === undefined) return { view: "events" };
  return /^\d{1,15}$/.test(eventId)
    ? { view: "events", eventId: Number(eventId) }
    : { view: "unknown" };
}

function settingsRoute(page: string | undefined, item: string | undefined): Route {
  if (page === undefined) return { view: "settings", page: "cameras" };
  const known = SETTINGS_PAGES.find((name) => name === page);
  if (known === undefined) return { view: "unknown" };
  return item === undefined
    ? { view: "settings", page: known }
    : { view: "settings", page: known, item };
}

/** One camera is a path of its own, several are a list. */
function playbackPath({ cameraIds, focusId, atMs, loop }: PlaybackAddress): string {
  const [first] = cameraIds;
  const many = cameraIds.length > 1;
  const query = [
    ...(many ? [`cameras=${cameraIds.map(encodeURIComponent).join(",")}`] : []),
    ...(many && focusId !== undefined && focusId !== first
      ? [`focus=${encodeURIComponent(focusId)}`]
      : []),
    ...(atMs === undefined ? [] : [`t=${Math.round(atMs)}`]),
    ...(loop ? [`loop=${Math.round(loop.startMs)}-${Math.round(loop.endMs)}`] : []),
  ].join("&");
  const path = many || first === undefined ? "/playback" : `/playback/${encodeURIComponent(first)}`;
  return query === "" ? path : `${path}?${query}`;
}

function playbackRoute(cameraId: string | undefined, query: URLSearchParams): Route {
  const text = query.get("t") ?? "";
  const atMs = /^\d{1,13}$/.test(text) ? Number(text) : undefined;
  const listed = (query.get("cameras") ?? "").split(",").filter((id) => id !== "");
  const cameraIds = cameraId === undefined ? [...new Set(listed)] : [cameraId];
  const focusId = query.get("focus");
  const loop = loopOf(query.get("loop") ?? "");
  return {
    view: "playback",
    cameraIds,
    ...(focusId !== null && cameraIds.includes(focusId) ? { focusId } : {}),
    ...(atMs === undefined ? {} : { atMs }),
    ...(loop === undefined ? {} : { loop }),
  };
}

const SHORTEST_LOOP_MS = 1000;

/** `from-to`; anything else is no loop. */
function loopOf(text: string): Loop | undefined {
  const [, from = "", to = ""] = /^(\d{1,13})-(\d{1,13})$/.exec(text) ?? [];
  const loop = { startMs: Number(from), endMs: Number(to) };
  return loop.endMs - loop.startMs >= SHORTEST_LOOP_MS ? loop : undefined;
}

function loginRoute(query: URLSearchParams): Route {
  const next = query.get("next");
  // Only addresses of the viewer itself: a link must not lead to a foreign page after login.
  return next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\")
    ? { view: "login", next }
    : { view: "login" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A mangled link: the part itself leads to "not found".
    return part;
  }
}

/** `address` is path and query, e.g. `/playback/cam-03?t=1767225600000`. */
export function parseRoute(address: string): Route {
  const at = address.indexOf("?");
  const path = at < 0 ? address : address.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : address.slice(at + 1));
  const [view, first, second, more] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  if (more !== undefined || (second !== undefined && view !== "settings"))
    return { view: "unknown" };
  if (view === undefined) return { view: "live" };
  if (view === "live") return first === undefined ? { view } : { view, cameraId: first };
  if (view === "playback") return playbackRoute(first, query);
  if (view === "events") return eventsRoute(first);
  if (view === "search" && first === undefined) return { view };
  if (view === "incidents")
    return first === undefined ? { view } : { view: "incident", incidentId: first };
  if (view === "system" && first === undefined) return { view };
  if (view === "settings") return settingsRoute(first, second);
  if (view === "login" && first === undefined) return loginRoute(query);
  return { view: "unknown" };
}
