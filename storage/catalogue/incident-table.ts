/** Incidents with their cameras, newest first. Holds are `hold-table.ts`; who may what is the server's. */
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import type { Db, TableDoors } from "./database.ts";
import { foldText } from "./fold-text.ts";
import type { Incident, IncidentChange, NewIncident } from "./schema.ts";

/** An incident with what belongs to it. */
export interface IncidentEntry extends Incident {
  readonly cameraIds: string[];
  readonly authorName: string;
  /** Whether any of its holds holds now. */
  readonly held: boolean;
}

export interface IncidentFilter {
  /** Incidents whose range overlaps this one. */
  readonly range?: TimeRange;
  readonly kind?: Incident["kind"];
  readonly cameraId?: string;
  /** Only incidents with at least one of these cameras (what a user may see). */
  readonly anyCameraId?: readonly string[];
  readonly placeId?: string;
  readonly state?: Incident["state"];
  /** Found anywhere in the note, case and diacritics apart. */
  readonly text?: string;
  readonly limit: number;
  /** `incidentCursor` of the last incident of the page before. */
  readonly before?: string;
}

/** Where the next page goes on. */
export function incidentCursor(incident: Pick<Incident, "id" | "at_ms">): string {
  return `${incident.at_ms}:${incident.id}`;
}

export class IncidentTable {
  readonly #doors: TableDoors;

  constructor(doors: TableDoors) {
    this.#doors = doors;
  }

  insert(incident: NewIncident, cameraIds: readonly string[]): Promise<IncidentEntry> {
    return this.#doors.atomically(async (db) => {
      const row = { ...incident, search_text: foldText(incident.note), version: 1 };
      await db.insertInto("incident").values(row).execute();
      await setCameras(db, incident.id, cameraIds);
      return getEntry(db, incident.id);
    });
  }

  async find(id: string): Promise<IncidentEntry | undefined> {
    const [entry] = await entries(this.#doors.read, await this.#rows([id]));
    return entry;
  }

  /** Newest (`at_ms`) first. Errors: `invalid_input incident.bad_cursor`. */
  async list(filter: IncidentFilter): Promise<IncidentEntry[]> {
    return entries(this.#doors.read, await this.#filtered(filter).execute());
  }

  /**
   * Errors: `not_found incident.not_found`, `conflict incident.changed_meanwhile`.
   */
  update(
    id: string,
    expectedVersion: number,
    change: IncidentChange,
    cameraIds?: readonly string[],
  ): Promise<IncidentEntry> {
    return this.#doors.atomically(async (db) => {
      const search = change.note === undefined ? {} : { search_text: foldText(change.note) };
      const result = await db
        .updateTable("incident")
        .set({ ...change, ...search, version: expectedVersion + 1 })
        .where("id", "=", id)
        .where("version", "=", expectedVersion)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) throw await refusedUpdate(db, id);
      if (cameraIds) {
        await db.deleteFrom("incident_camera").where("incident_id", "=", id).execute();
        await setCameras(db, id, cameraIds);
      }
      return getEntry(db, id);
    });
  }

  #rows(ids: readonly string[]): Promise<Incident[]> {
    return this.#doors.read.selectFrom("incident").selectAll().where("id", "in", ids).execute();
  }

  #filtered(filter: IncidentFilter) {
    let query = this.#doors.read.selectFrom("incident").selectAll();
    if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
    if (filter.placeId !== undefined) query = query.where("place_id", "=", filter.placeId);
    if (filter.state !== undefined) query = query.where("state", "=", filter.state);
    if (filter.range)
      query = query
        .where("start_ms", "<", filter.range.endMs)
        .where("end_ms", ">", filter.range.startMs);
    for (const cameraIds of [
      filter.anyCameraId,
      filter.cameraId === undefined ? undefined : [filter.cameraId],
    ]) {
      if (!cameraIds) continue;
      query = query.where("id", "in", (eb) =>
        eb.selectFrom("incident_camera").select("incident_id").where("camera_id", "in", cameraIds),
      );
    }
    if (filter.text)
      query = query.where((eb) =>
        eb(eb.fn<number>("instr", ["search_text", eb.val(foldText(filter.text ?? ""))]), ">", 0),
      );
    if (filter.before !== undefined) {
      const { atMs, id } = parseCursor(filter.before);
      query = query.where((eb) =>
        eb.or([eb("at_ms", "<", atMs), eb.and([eb("at_ms", "=", atMs), eb("id", "<", id)])]),
      );
    }
    return query.orderBy("at_ms", "desc").orderBy("id", "desc").limit(filter.limit);
  }
}

async function setCameras(db: Db, incidentId: string, cameraIds: readonly string[]): Promise<void> {
  const rows = [...new Set(cameraIds)].map((cameraId) => ({
    incident_id: incidentId,
    camera_id: cameraId,
  }));
  if (rows.length > 0) await db.insertInto("incident_camera").values(rows).execute();
}

async function getEntry(db: Db, id: string): Promise<IncidentEntry> {
  const row = await db
    .selectFrom("incident")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const [entry] = await entries(db, [row]);
  if (!entry)
    throw new VmsError(
      "internal",
      "incident.vanished",
      `Incident ${id} vanished within its transaction`,
    );
  return entry;
}

async function entries(db: Db, rows: readonly Incident[]): Promise<IncidentEntry[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const cameras = await db
    .selectFrom("incident_camera")
    .selectAll()
    .where("incident_id", "in", ids)
    .orderBy("camera_id")
    .execute();
  const holds = await db
    .selectFrom("hold")
    .select("incident_id")
    .where("incident_id", "in", ids)
    .where("released_ms", "is", null)
    .execute();
  const authors = await db
    .selectFrom("user")
    .select(["id", "name"])
    .where("id", "in", [...new Set(rows.map((row) => row.author_id))])
    .execute();
  const held = new Set(holds.map((hold) => hold.incident_id));
  const names = new Map(authors.map((author) => [author.id, author.name]));
  return rows.map((row) => ({
    ...row,
    cameraIds: cameras
      .filter((camera) => camera.incident_id === row.id)
      .map((camera) => camera.camera_id),
    authorName: names.get(row.author_id) ?? "",
    held: held.has(row.id),
  }));
}

async function refusedUpdate(db: Db, id: string): Promise<VmsError> {
  const known = await db
    .selectFrom("incident")
    .select("version")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!known) return new VmsError("not_found", "incident.not_found", `There is no incident ${id}`);
  return new VmsError(
    "conflict",
    "incident.changed_meanwhile",
    `Incident ${id} was changed meanwhile`,
    { details: { version: known.version } },
  );
}

function parseCursor(cursor: string): { atMs: number; id: string } {
  const match = /^(\d{1,16}):([a-z0-9-]{1,40})$/.exec(cursor);
  if (!match?.[1] || !match[2])
    throw new VmsError("invalid_input", "incident.bad_cursor", "Unreadable page mark");
  return { atMs: Number(match[1]), id: match[2] };
}
