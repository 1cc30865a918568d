/** Zones of a camera while they are edited: from the server's state and back, and what is wrong with them. Pure. */
import type { MotionSettingsView, ZoneView } from "#contract";
import { type Polygon, type PolygonFault, polygonFault } from "../region/region-shape.ts";

export interface ZoneDraft {
  /** Stays while it is edited; a new zone has no id yet. */
  readonly key: string;
  readonly id: string | null;
  readonly name: string;
  readonly kind: ZoneView["kind"];
  readonly polygon: Polygon;
  readonly sensitivity: ZoneView["sensitivity"];
  readonly dwellSeconds: number | null;
}

export interface ZonesDraft {
  readonly zones: readonly ZoneDraft[];
  readonly sensitivity: MotionSettingsView["sensitivity"];
  readonly dwellSeconds: number;
}

export function draftOf(settings: MotionSettingsView): ZonesDraft {
  return {
    zones: settings.zones.map((zone) => ({ ...zone, key: zone.id })),
    sensitivity: settings.sensitivity,
    dwellSeconds: settings.dwellSeconds,
  };
}

/** The body of a save, without the version. */
export function inputOf({ zones, sensitivity, dwellSeconds }: ZonesDraft) {
  return {
    sensitivity,
    dwellSeconds,
    zones: zones.map(({ key: _, ...zone }) => ({
      ...zone,
      name: zone.name.trim(),
      polygon: zone.polygon.map(([x, y]): [number, number] => [x, y]),
    })),
  };
}

export function isChanged(a: ZonesDraft, b: ZonesDraft): boolean {
  return JSON.stringify(inputOf(a)) !== JSON.stringify(inputOf(b));
}

export function withZone(draft: ZonesDraft, key: string, change: Partial<ZoneDraft>): ZonesDraft {
  const zones = draft.zones.map((zone) => (zone.key === key ? { ...zone, ...change } : zone));
  return { ...draft, zones };
}

export function withoutZone(draft: ZonesDraft, key: string): ZonesDraft {
  return { ...draft, zones: draft.zones.filter((zone) => zone.key !== key) };
}

/** A zone without corners; its name is the first "zone n" that is free. */
export function withNewZone(
  draft: ZonesDraft,
  kind: ZoneDraft["kind"],
  nameOf: (n: number) => string,
): { readonly draft: ZonesDraft; readonly key: string } {
  const taken = new Set(draft.zones.map(({ name }) => name));
  let n = 1;
  while (taken.has(nameOf(n))) n += 1;
  const key = `new-${kind}-${nameOf(n)}`;
  const zone: ZoneDraft = {
    key,
    id: null,
    name: nameOf(n),
    kind,
    polygon: [],
    sensitivity: null,
    dwellSeconds: null,
  };
  return { draft: { ...draft, zones: [...draft.zones, zone] }, key };
}

export type ZoneFault = PolygonFault | "name";

/** A watch zone is found by its name; what is ignored needs none. */
export function zoneFault({ name, kind, polygon }: ZoneDraft): ZoneFault | undefined {
  const isNameless = kind === "watch" && name.trim() === "";
  return polygonFault(polygon) ?? (isNameless ? "name" : undefined);
}
