/**
 * Where a search looks: which cameras, and which cells of their pictures. Resolves places and zones,
 * checks rights and polygons. A camera asked for by name must exist and be allowed; a place, or no
 * choice at all, means those cameras of it that the user may see. Several regions of one camera are
 * one region.
 */
import { VmsError } from "#base/errors";
import { type Box, type Corner, GRID_BYTES, setCell } from "#base/grid";
import { boxPolygon, polygonCells, polygonFault, type Zone } from "#base/zones";
import { maySee, requireCamera, type Who } from "../users/who.ts";

/** What is asked for, as the contract's `searchRegion` parses it. */
export interface AskedRegion {
  readonly cameraIds?: readonly string[] | undefined;
  readonly placeId?: string | undefined;
  readonly polygon?: readonly Corner[] | undefined;
  readonly zoneId?: string | undefined;
  readonly zones?: "watch" | undefined;
}

export interface SearchedRegion {
  readonly cameraId: string;
  /** The searched cells of the motion grid: a bitmap, see `#base/grid`. */
  readonly cells: Uint8Array;
}

export interface RegionSources {
  listCameras(): Promise<readonly { readonly id: string; readonly place_id: string | null }[]>;
  /** @throws VmsError not_found `camera.not_found`; removed cameras are found too. */
  getCamera(cameraId: string): Promise<unknown>;
  listZones(cameraId: string): Promise<readonly Zone[]>;
}

/**
 * @throws VmsError forbidden `camera.no_right`, not_found `camera.not_found`, `search.no_camera`,
 * `search.zone_unknown`, invalid_input `search.polygon_…` with the number of the region.
 */
export async function searchedRegions(
  sources: RegionSources,
  who: Pick<Who, "cameraIds">,
  asked: readonly AskedRegion[],
): Promise<SearchedRegion[]> {
  const cells = new Map<string, Uint8Array>();
  for (const [number, region] of asked.entries()) {
    if (region.polygon) requireGoodPolygon(region.polygon, number);
    let found = 0;
    for (const cameraId of await camerasOf(sources, who, region)) {
      for (const polygon of await polygonsOf(sources, cameraId, region)) {
        cells.set(cameraId, cellsOf([polygon], cells.get(cameraId)));
        found += 1;
      }
    }
    if (found === 0) throw nothingToSearch(region, number);
  }
  return [...cells].map(([cameraId, bitmap]) => ({ cameraId, cells: bitmap }));
}

/** @throws VmsError invalid_input `search.polygon_too_few`, `…_too_many`, `…_outside`, `…_no_area`, `…_crosses_itself`. */
export function requireGoodPolygon(polygon: readonly Corner[], region = 0): void {
  const fault = polygonFault(polygon);
  if (!fault) return;
  throw new VmsError(
    "invalid_input",
    `search.polygon_${fault}`,
    `the region is no good: ${fault}`,
    {
      details: { region, fault },
    },
  );
}

const WHOLE_PICTURE: Box = { x: 0, y: 0, width: 1, height: 1 };

async function camerasOf(
  sources: RegionSources,
  who: Pick<Who, "cameraIds">,
  { cameraIds, placeId }: AskedRegion,
): Promise<readonly string[]> {
  if (cameraIds) {
    for (const cameraId of cameraIds) {
      requireCamera(who, cameraId);
      await sources.getCamera(cameraId);
    }
    return cameraIds;
  }
  const cameras = await sources.listCameras();
  return cameras
    .filter((camera) => maySee(who, camera.id))
    .filter((camera) => placeId === undefined || camera.place_id === placeId)
    .map((camera) => camera.id);
}

async function polygonsOf(
  sources: RegionSources,
  cameraId: string,
  { polygon, zoneId, zones }: AskedRegion,
): Promise<readonly (readonly Corner[])[]> {
  if (polygon) return [polygon];
  if (zoneId === undefined && zones === undefined) return [boxPolygon(WHOLE_PICTURE)];
  const known = await sources.listZones(cameraId);
  if (zoneId !== undefined) {
    return known.filter((zone) => zone.id === zoneId).map((zone) => zone.polygon);
  }
  const watched = known.filter((zone) => zone.kind === "watch").map((zone) => zone.polygon);
  return watched.length > 0 ? watched : [boxPolygon(WHOLE_PICTURE)];
}

function nothingToSearch({ zoneId }: AskedRegion, region: number): VmsError {
  return zoneId === undefined
    ? new VmsError("not_found", "search.no_camera", "there is no camera to search", {
        details: { region },
      })
    : new VmsError("not_found", "search.zone_unknown", `no camera has the zone ${zoneId}`, {
        details: { region },
      });
}

/** The cells of some polygons together, as a bitmap. */
export function cellsOf(
  polygons: readonly (readonly Corner[])[],
  known: Uint8Array = new Uint8Array(GRID_BYTES),
): Uint8Array {
  for (const polygon of polygons) {
    for (const [cell, has] of polygonCells(polygon).entries()) if (has) setCell(known, cell);
  }
  return known;
}
