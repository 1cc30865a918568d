/**
 * Incidents: tagged by anybody logged in, changed by their author or an officer, their footage held
 * until an officer releases it with a reason.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { newId } from "#base/ids";
import type { IncidentKind, IncidentView } from "#contract";
import { type Catalogue, type IncidentEntry, type IncidentFilter, incidentCursor } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { invalidField } from "../invalid-field.ts";
import { maySee, requireCamera, type Who } from "../users/who.ts";
import { holdsToAdd, rangeOfNew, requireSaneRange } from "./incident-plan.ts";
import { incidentDifferences, toIncidentView } from "./incident-view.ts";

export interface IncidentServiceOptions {
  readonly catalogue: Catalogue;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly onChanged: (incident: IncidentView) => void;
}

export interface NewIncidentInput {
  readonly kind: IncidentKind;
  readonly atMs: number;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly cameraIds: readonly string[];
  readonly note: string;
  readonly placeId: string | null;
}
export interface IncidentChangeInput {
  readonly kind: IncidentKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly cameraIds: readonly string[];
  readonly note: string;
  readonly placeId: string | null;
  readonly state: "open" | "closed";
  readonly version: number;
}
export interface IncidentQuery {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly kind?: IncidentKind | undefined;
  readonly cameraId?: string | undefined;
  readonly placeId?: string | undefined;
  readonly state?: "open" | "closed" | undefined;
  readonly text?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

export class IncidentService {
  readonly #options: IncidentServiceOptions;

  constructor(options: IncidentServiceOptions) {
    this.#options = options;
  }

  /** Newest first; only incidents with at least one camera that the user may see. */
  async list(
    who: Who,
    query: IncidentQuery,
  ): Promise<{ incidents: IncidentView[]; next: string | null }> {
    if (query.cameraId !== undefined) requireCamera(who, query.cameraId);
    const entries = await this.#options.catalogue.incidents.list(toFilter(who, query));
    const page = entries.slice(0, query.limit);
    const last = page.at(-1);
    return {
      incidents: page.map(toIncidentView),
      next: entries.length > query.limit && last ? incidentCursor(last) : null,
    };
  }

  /** @throws VmsError not_found, forbidden. */
  async get(who: Who, id: string): Promise<IncidentView> {
    const incident = await getIncident(this.#options.catalogue, id);
    if (!incident.cameraIds.some((cameraId) => maySee(who, cameraId))) throw noRight(id);
    return toIncidentView(incident);
  }

  /** Tags an instant and holds its footage. @throws VmsError invalid_input, forbidden. */
  async add(who: Who, input: NewIncidentInput): Promise<IncidentView> {
    const { catalogue, audit, clock } = this.#options;
    const nowMs = clock.nowMs();
    const range = rangeOfNew(input, nowMs);
    const cameraIds = [...new Set(input.cameraIds)];
    for (const cameraId of cameraIds) requireCamera(who, cameraId);
    const added = await catalogue.transaction(async (within) => {
      await requireKnown(within, cameraIds, input.placeId);
      const incident = {
        id: newId("inc"),
        kind: input.kind,
        at_ms: input.atMs,
        start_ms: range.startMs,
        end_ms: range.endMs,
        note: input.note.normalize("NFC"),
        place_id: input.placeId,
        state: "open" as const,
        author_id: who.userId,
        created_ms: nowMs,
        updated_ms: nowMs,
      };
      const entry = await within.incidents.insert(incident, cameraIds);
      await this.#hold(within, who, entry);
      await audit.add(
        who,
        "incident.added",
        entry.id,
        { kind: entry.kind, cameraIds, ...range },
        within,
      );
      return getIncident(within, entry.id);
    });
    return this.#changed(added);
  }

  /** @throws VmsError not_found, forbidden, conflict `incident.changed_meanwhile`, invalid_input. */
  async change(who: Who, id: string, input: IncidentChangeInput): Promise<IncidentView> {
    const { catalogue, audit, clock } = this.#options;
    requireSaneRange(input);
    const cameraIds = [...new Set(input.cameraIds)];
    const changed = await catalogue.transaction(async (within) => {
      const before = await getIncident(within, id);
      requireMayChange(who, before);
      for (const cameraId of [...before.cameraIds, ...cameraIds]) requireCamera(who, cameraId);
      await requireKnown(within, cameraIds, input.placeId);
      const change = {
        kind: input.kind,
        start_ms: input.startMs,
        end_ms: input.endMs,
        note: input.note.normalize("NFC"),
        place_id: input.placeId,
        state: input.state,
        updated_ms: clock.nowMs(),
      };
      const entry = await within.incidents.update(id, input.version, change, cameraIds);
      await this.#hold(within, who, entry);
      await audit.add(who, "incident.changed", id, incidentDifferences(before, entry), within);
      return getIncident(within, id);
    });
    return this.#changed(changed);
  }

  /** Gives the footage back to retention. @throws VmsError not_found, forbidden, conflict `hold.none`. */
  async releaseHold(who: Who, id: string, reason: string): Promise<void> {
    const { catalogue, audit, clock } = this.#options;
    const released = await catalogue.transaction(async (within) => {
      const incident = await getIncident(within, id);
      const holds = await within.holds.list({ incidentId: id, active: true });
      for (const hold of holds) requireCamera(who, hold.camera_id);
      if (holds.length === 0) {
        throw new VmsError("conflict", "hold.none", `incident ${id} holds no footage`);
      }
      for (const hold of holds) {
        await within.holds.release(hold.id, { byId: who.userId, reason, atMs: clock.nowMs() });
      }
      const ranges = holds.map((hold) => ({
        cameraId: hold.camera_id,
        startMs: hold.start_ms,
        endMs: hold.end_ms,
      }));
      await audit.add(who, "hold.released", id, { reason, ranges }, within);
      return getIncident(within, incident.id);
    });
    this.#changed(released);
  }

  async #hold(within: Catalogue, who: Who, incident: IncidentEntry): Promise<void> {
    const range = { startMs: incident.start_ms, endMs: incident.end_ms };
    const holds = (await within.holds.list({ incidentId: incident.id })).map((hold) => ({
      cameraId: hold.camera_id,
      startMs: hold.start_ms,
      endMs: hold.end_ms,
      released: hold.released_ms !== null,
    }));
    for (const part of holdsToAdd(incident.cameraIds, range, holds)) {
      await within.holds.add({
        id: newId("hld"),
        camera_id: part.cameraId,
        start_ms: part.startMs,
        end_ms: part.endMs,
        incident_id: incident.id,
        reason: `incident ${incident.kind}`,
        author_id: who.userId,
        created_ms: this.#options.clock.nowMs(),
      });
    }
  }

  #changed(entry: IncidentEntry): IncidentView {
    const view = toIncidentView(entry);
    this.#options.onChanged(view);
    return view;
  }
}

function toFilter(who: Who, query: IncidentQuery): IncidentFilter {
  const { from, to } = query;
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalidField("to", "range.empty", "the end must be after the start");
  }
  const range = { startMs: from ?? 0, endMs: to ?? Number.MAX_SAFE_INTEGER };
  return {
    limit: query.limit + 1,
    ...(from === undefined && to === undefined ? {} : { range }),
    ...(query.kind === undefined ? {} : { kind: query.kind }),
    ...(query.cameraId === undefined ? {} : { cameraId: query.cameraId }),
    ...(query.placeId === undefined ? {} : { placeId: query.placeId }),
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(query.text ? { text: query.text } : {}),
    ...(query.before === undefined ? {} : { before: query.before }),
    ...(who.cameraIds === null ? {} : { anyCameraId: who.cameraIds }),
  };
}

async function getIncident(catalogue: Catalogue, id: string): Promise<IncidentEntry> {
  const incident = await catalogue.incidents.find(id);
  if (!incident)
    throw new VmsError("not_found", "incident.not_found", `there is no incident ${id}`);
  return incident;
}

function requireMayChange(who: Who, incident: IncidentEntry): void {
  if (who.role !== "duty" || incident.author_id === who.userId) return;
  throw new VmsError(
    "forbidden",
    "incident.not_own",
    "on duty, only the own incidents can be changed",
  );
}

async function requireKnown(
  catalogue: Catalogue,
  cameraIds: readonly string[],
  placeId: string | null,
): Promise<void> {
  for (const cameraId of cameraIds) {
    if (await catalogue.cameras.find(cameraId)) continue;
    throw invalidField("cameraIds", "camera.unknown", `there is no camera ${cameraId}`);
  }
  if (placeId !== null && !(await catalogue.places.find(placeId))) {
    throw invalidField("placeId", "place.not_found", `there is no place ${placeId}`);
  }
}

function noRight(id: string): VmsError {
  return new VmsError("forbidden", "camera.no_right", `no right to see a camera of incident ${id}`);
}
