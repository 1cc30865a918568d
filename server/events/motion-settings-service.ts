/**
 * What cameras watch: zones, masks, sensitivity. Refuses polygons that cannot be used, each with its
 * fault; writes changes down; tells recorder and open pages. Also "ignore this region" of an event.
 */
import { VmsError } from "#base/errors";
import type { Box, Corner } from "#base/grid";
import { newId } from "#base/ids";
import { boxPolygon, type MotionSettings, polygonFault, type Zone } from "#base/zones";
import type { MotionSettingsView } from "#contract";
import { type Catalogue, decodeBox } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { requireCamera, type Who } from "../users/who.ts";
import { visibleCameras } from "./visible-cameras.ts";

export interface MotionSettingsServiceOptions {
  readonly catalogue: Catalogue;
  readonly audit: AuditTrail;
  readonly recorder: { tellCatalogueChanged(what: "motion"): void };
  readonly onChanged: (cameraId: string) => void;
}

export interface MotionSettingsInput {
  readonly zones: readonly (Omit<Zone, "id"> & { readonly id: string | null })[];
  readonly sensitivity: MotionSettings["sensitivity"];
  readonly dwellSeconds: number;
  readonly version: number;
}

const MOST_ZONES = 50;
/** A mask reaches a little beyond what moved: half a cell of the grid. */
const MASK_MARGIN = 1 / 96;

export class MotionSettingsService {
  readonly #options: MotionSettingsServiceOptions;

  constructor(options: MotionSettingsServiceOptions) {
    this.#options = options;
  }

  /** @throws VmsError not_found `camera.not_found`, forbidden. */
  async get(who: Who, cameraId: string): Promise<MotionSettingsView> {
    requireCamera(who, cameraId);
    const { catalogue } = this.#options;
    await catalogue.cameras.get(cameraId);
    const { settings, version } = await catalogue.cameraMotion.get(cameraId);
    return toView(cameraId, settings, version);
  }

  /** @throws VmsError not_found, invalid_input `motion.bad_polygon`, conflict `motion.changed_meanwhile`. */
  async change(
    who: Who,
    cameraId: string,
    input: MotionSettingsInput,
  ): Promise<MotionSettingsView> {
    requireCamera(who, cameraId);
    requireGoodPolygons(input.zones);
    return this.#put(who, cameraId, input.version, async (known) => ({
      zones: withIds(input.zones, known),
      sensitivity: input.sensitivity,
      dwellSeconds: input.dwellSeconds,
    }));
  }

  /** Masks the region of an event. @throws VmsError not_found, conflict `event.no_region`, `motion.too_many_zones`. */
  async ignoreRegion(who: Who, eventId: number): Promise<MotionSettingsView> {
    const { catalogue } = this.#options;
    const event = await catalogue.events.find(eventId);
    if (!event) throw new VmsError("not_found", "event.not_found", `there is no event ${eventId}`);
    const cameraId = event.camera_id;
    requireCamera(who, cameraId);
    const region = decodeBox(event.box);
    if (!region)
      throw new VmsError("conflict", "event.no_region", "this event has no region in the picture");
    const { version } = await catalogue.cameraMotion.get(cameraId);
    const mask: Zone = {
      id: newId("zon"),
      name: "",
      kind: "mask",
      polygon: maskAround(region),
      sensitivity: null,
      dwellSeconds: null,
    };
    const change = async (known: MotionSettings) => {
      if (known.zones.length >= MOST_ZONES)
        throw new VmsError("conflict", "motion.too_many_zones", "this camera has too many zones");
      return { ...known, zones: [...known.zones, mask] };
    };
    return this.#put(who, cameraId, version, change, { eventId });
  }

  /** Watch zones of the cameras that the user may see. */
  async zoneNames(who: Who): Promise<{ id: string; name: string; cameraId: string }[]> {
    const { catalogue } = this.#options;
    const settings = await catalogue.cameraMotion.list();
    const cameras = await visibleCameras(catalogue, who, {});
    return cameras.flatMap(({ id: cameraId }) =>
      (settings.get(cameraId)?.zones ?? [])
        .filter((zone) => zone.kind === "watch")
        .map(({ id, name }) => ({ id, name, cameraId })),
    );
  }

  async #put(
    who: Who,
    cameraId: string,
    version: number,
    change: (known: MotionSettings) => Promise<MotionSettings>,
    why: Readonly<Record<string, unknown>> = {},
  ): Promise<MotionSettingsView> {
    const { catalogue, audit, recorder, onChanged } = this.#options;
    const view = await catalogue.transaction(async (within) => {
      const camera = await within.cameras.get(cameraId);
      if (camera.removed_ms !== null)
        throw new VmsError("not_found", "camera.not_found", `camera ${cameraId} was removed`);
      const known = await within.cameraMotion.get(cameraId);
      const next = await change(known.settings);
      const newVersion = await within.cameraMotion.put(cameraId, version, next);
      const detail = { before: summary(known.settings), after: summary(next), ...why };
      await audit.add(who, "motion.changed", cameraId, detail, within);
      return toView(cameraId, next, newVersion);
    });
    recorder.tellCatalogueChanged("motion");
    onChanged(cameraId);
    return view;
  }
}

/** @throws VmsError invalid_input `motion.bad_polygon`, a field and a detail for each. */
function requireGoodPolygons(zones: MotionSettingsInput["zones"]): void {
  const faults = zones.flatMap(({ name, polygon }, index) => {
    const fault = polygonFault(polygon);
    return fault ? [{ index, name, fault }] : [];
  });
  const [first] = faults;
  if (!first) return;
  const fields = faults.map(({ index, fault }) => ({
    path: `zones.${index}.polygon`,
    message: fault,
  }));
  const text = `zone ${first.index + 1} cannot be used: ${first.fault}`;
  throw new VmsError("invalid_input", "motion.bad_polygon", text, {
    details: { fields, zones: faults },
  });
}

/** Zones keep the id that they had on this camera; any other id is not theirs to choose. */
function withIds(zones: MotionSettingsInput["zones"], known: MotionSettings): Zone[] {
  const free = new Set(known.zones.map((zone) => zone.id));
  return zones.map((zone) => {
    const keeps = zone.id !== null && free.delete(zone.id);
    return { ...zone, id: keeps && zone.id !== null ? zone.id : newId("zon") };
  });
}

function maskAround(box: Box): Corner[] {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  const x = within(box.x - MASK_MARGIN);
  const y = within(box.y - MASK_MARGIN);
  const width = within(box.x + box.width + MASK_MARGIN) - x;
  const height = within(box.y + box.height + MASK_MARGIN) - y;
  return boxPolygon({ x, y, width, height });
}

function summary(settings: MotionSettings) {
  const count = (kind: Zone["kind"]) => settings.zones.filter((zone) => zone.kind === kind).length;
  const { sensitivity, dwellSeconds } = settings;
  return { zones: count("watch"), masks: count("mask"), sensitivity, dwellSeconds };
}

function toView(cameraId: string, settings: MotionSettings, version: number): MotionSettingsView {
  const zones = settings.zones.map((zone) => ({
    ...zone,
    polygon: zone.polygon.map(([x, y]): [number, number] => [x, y]),
  }));
  const { sensitivity, dwellSeconds } = settings;
  return { cameraId, zones, sensitivity, dwellSeconds, version };
}
