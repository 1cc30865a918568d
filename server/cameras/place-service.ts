/** The places of the commune: gateways, the market, the school. Cameras and incidents belong to them. */
import { newId } from "#base/ids";
import type { PlaceView } from "#contract";
import type { Catalogue, Place } from "#storage";
import type { Actor, AuditTrail } from "../audit/audit-trail.ts";

export interface PlaceInput {
  readonly name: string;
  readonly mapX: number | null;
  readonly mapY: number | null;
}

export interface PlaceServiceOptions {
  readonly catalogue: Catalogue;
  readonly audit: AuditTrail;
  readonly onChanged: () => void;
}

export class PlaceService {
  readonly #options: PlaceServiceOptions;

  constructor(options: PlaceServiceOptions) {
    this.#options = options;
  }

  async list(): Promise<PlaceView[]> {
    return (await this.#options.catalogue.places.list()).map(toView);
  }

  async add(actor: Actor, input: PlaceInput): Promise<PlaceView> {
    const { catalogue, audit } = this.#options;
    const place = await catalogue.transaction(async (within) => {
      const sortOrder =
        Math.max(-1, ...(await within.places.list()).map((place) => place.sort_order)) + 1;
      const row = { id: newId("plc"), ...toColumns(input), sort_order: sortOrder };
      await audit.add(actor, "place.added", row.id, { name: row.name }, within);
      return within.places.insert(row);
    });
    this.#options.onChanged();
    return toView(place);
  }

  /** @throws VmsError not_found. */
  async change(actor: Actor, id: string, input: PlaceInput): Promise<PlaceView> {
    const { catalogue, audit } = this.#options;
    const place = await catalogue.transaction(async (within) => {
      const changed = await within.places.update(id, toColumns(input));
      await audit.add(actor, "place.changed", id, { name: changed.name }, within);
      return changed;
    });
    this.#options.onChanged();
    return toView(place);
  }

  /** Its cameras stay, without a place. @throws VmsError not_found. */
  async remove(actor: Actor, id: string): Promise<void> {
    const { catalogue, audit } = this.#options;
    await catalogue.transaction(async (within) => {
      await within.places.remove(id);
      await audit.add(actor, "place.removed", id, null, within);
    });
    this.#options.onChanged();
  }
}

function toColumns(input: PlaceInput) {
  return { name: input.name.normalize("NFC"), map_x: input.mapX, map_y: input.mapY };
}

function toView(place: Place): PlaceView {
  return {
    id: place.id,
    name: place.name,
    mapX: place.map_x,
    mapY: place.map_y,
    sortOrder: place.sort_order,
  };
}
