/**
 * What is searched, in the page's address, so that a search can be shared and comes back on reload.
 * Several cameras follow each other: `camera=a&box=…&camera=b&poly=…`. Pure.
 */
import {
  type Box,
  boxCorners,
  boxText,
  type Polygon,
  parseBox,
  parsePolygon,
  polygonText,
} from "../region/region-shape.ts";

export const ASKS = ["appeared", "vanished", "left", "removed", "moved"] as const;
export type Ask = (typeof ASKS)[number];
export const SPANS = ["today", "yesterday", "week", "month", "own"] as const;
export type Span = (typeof SPANS)[number];

export type RegionShape =
  | { readonly kind: "whole" }
  | { readonly kind: "box"; readonly box: Box }
  | { readonly kind: "polygon"; readonly polygon: Polygon }
  | { readonly kind: "zone"; readonly zoneId: string };

export interface Region {
  readonly cameraId: string;
  /** The instant of the picture it is drawn on; null = the newest. */
  readonly atMs: number | null;
  readonly shape: RegionShape;
}

export interface Search {
  readonly regions: readonly Region[];
  /** All cameras of a place by their drawn zones, instead of regions; "" = none. */
  readonly placeId: string;
  readonly ask: Ask;
  readonly span: Span;
  /** The range searched; null while it is only chosen by `span`. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly sort: "newest" | "best";
  /** True once it was started: the page shows the answer. */
  readonly runs: boolean;
  /** The opened result, `cameraId@startMs`; "" = none. */
  readonly hit: string;
}

export const NO_SEARCH: Search = {
  regions: [],
  placeId: "",
  ask: "appeared",
  span: "week",
  fromMs: null,
  toMs: null,
  sort: "newest",
  runs: false,
  hit: "",
};

/** A search that begins at a picture of a camera; null = its newest. */
export function searchOf(cameraId: string, atMs: number | null = null): Search {
  return { ...NO_SEARCH, regions: [{ cameraId, atMs, shape: { kind: "whole" } }] };
}

export const MAX_REGIONS = 18;

/** The two questions about one thing are answered by comparing pictures, not by a list. */
export function isBisect(ask: Ask): ask is "appeared" | "vanished" {
  return ask === "appeared" || ask === "vanished";
}

export function searchFromQuery(query: string): Search {
  const given = new URLSearchParams(query);
  const fromMs = instant(given.get("from"));
  const toMs = instant(given.get("to"));
  const isRange = fromMs !== null && toMs !== null && fromMs < toMs;
  const hit = given.get("hit") ?? "";
  return {
    regions: regionsOf(given).slice(0, MAX_REGIONS),
    placeId: given.get("place") ?? "",
    ask: ASKS.find((known) => known === given.get("q")) ?? NO_SEARCH.ask,
    span: SPANS.find((known) => known === given.get("span")) ?? (isRange ? "own" : NO_SEARCH.span),
    fromMs: isRange ? fromMs : null,
    toMs: isRange ? toMs : null,
    sort: given.get("sort") === "best" ? "best" : "newest",
    runs: given.get("run") === "1" && isRange,
    hit: /^[a-z0-9-]+@\d{1,13}$/.test(hit) ? hit : "",
  };
}

export function searchToQuery(search: Search): string {
  const query = new URLSearchParams();
  for (const { cameraId, atMs, shape } of search.regions) {
    query.append("camera", cameraId);
    if (shape.kind === "box") query.append("box", boxText(shape.box));
    if (shape.kind === "polygon") query.append("poly", polygonText(shape.polygon));
    if (shape.kind === "zone") query.append("zone", shape.zoneId);
    if (atMs !== null) query.append("at", String(Math.round(atMs)));
  }
  if (search.placeId !== "") query.set("place", search.placeId);
  query.set("q", search.ask);
  query.set("span", search.span);
  if (search.fromMs !== null && search.toMs !== null) {
    query.set("from", String(search.fromMs));
    query.set("to", String(search.toMs));
  }
  if (search.sort === "best") query.set("sort", "best");
  if (search.runs) query.set("run", "1");
  if (search.hit !== "") query.set("hit", search.hit);
  // Commas are allowed in a query and read better.
  return query.toString().replaceAll("%2C", ",").replaceAll("%40", "@");
}

function regionsOf(given: URLSearchParams): Region[] {
  const regions: Region[] = [];
  for (const [name, value] of given) {
    if (name === "camera") regions.push({ cameraId: value, atMs: null, shape: { kind: "whole" } });
    const last = regions.at(-1);
    if (last === undefined) continue;
    const shape = shapeOf(name, value);
    if (shape !== undefined) regions[regions.length - 1] = { ...last, shape };
    if (name === "at") regions[regions.length - 1] = { ...last, atMs: instant(value) };
  }
  return regions;
}

function shapeOf(name: string, value: string): RegionShape | undefined {
  if (name === "zone" && value !== "") return { kind: "zone", zoneId: value };
  if (name === "box") {
    const box = parseBox(value);
    return box === undefined ? undefined : { kind: "box", box };
  }
  if (name !== "poly") return undefined;
  const polygon = parsePolygon(value);
  return polygon === undefined ? undefined : { kind: "polygon", polygon };
}

function instant(text: string | null): number | null {
  return text !== null && /^\d{1,13}$/.test(text) ? Number(text) : null;
}

/** The corners of a drawn shape; undefined for the whole picture and for zones. */
export function cornersOf(shape: RegionShape): [x: number, y: number][] | undefined {
  const polygon =
    shape.kind === "box"
      ? boxCorners(shape.box)
      : shape.kind === "polygon"
        ? shape.polygon
        : undefined;
  return polygon?.map(([x, y]) => [x, y]);
}

/** Why a question cannot be asked yet, or undefined. */
export function askFault(
  search: Search,
  ask: Ask,
): "camera" | "oneCamera" | "needsBox" | undefined {
  const [first, ...others] = search.regions;
  if (first === undefined && search.placeId === "") return "camera";
  if (!isBisect(ask)) return undefined;
  if (first === undefined || others.length > 0) return "oneCamera";
  return cornersOf(first.shape) === undefined ? "needsBox" : undefined;
}
