/**
 * The catalogue: one object with one table class a table. Opening runs the migrations. Owns the
 * connections; knows no files besides the database itself.
 */
import { type Clock, systemClock } from "#base/clock";
import { type Log, silentLog } from "#base/log";
import { AuditTable } from "./audit-table.ts";
import { CameraMotionTable } from "./camera-motion-table.ts";
import { CameraTable } from "./camera-table.ts";
import { type DatabaseDoors, type Db, openDatabase, type TableDoors } from "./database.ts";
import { DeletedSegmentTable } from "./deleted-segment-table.ts";
import { EventSeenTable } from "./event-seen-table.ts";
import { EventTable } from "./event-table.ts";
import { GapTable } from "./gap-table.ts";
import { HoldTable } from "./hold-table.ts";
import { IncidentTable } from "./incident-table.ts";
import { migrate } from "./migrate.ts";
import { MotionHourTable } from "./motion-hour-table.ts";
import { PlaceTable } from "./place-table.ts";
import { SegmentTable } from "./segment-table.ts";
import { SessionTable } from "./session-table.ts";
import { SettingTable } from "./setting-table.ts";
import { UserTable } from "./user-table.ts";

export interface CatalogueOptions {
  readonly path: string;
  readonly log?: Log;
  readonly clock?: Clock;
}

export class Catalogue {
  readonly cameras: CameraTable;
  readonly places: PlaceTable;
  readonly segments: SegmentTable;
  readonly deletedSegments: DeletedSegmentTable;
  readonly gaps: GapTable;
  readonly holds: HoldTable;
  readonly incidents: IncidentTable;
  readonly users: UserTable;
  readonly sessions: SessionTable;
  readonly audit: AuditTable;
  readonly settings: SettingTable;
  readonly motionHours: MotionHourTable;
  readonly events: EventTable;
  readonly eventsSeen: EventSeenTable;
  readonly cameraMotion: CameraMotionTable;
  readonly #doors: TableDoors;
  readonly #close: () => Promise<void>;

  constructor(doors: TableDoors, close: () => Promise<void>) {
    this.#doors = doors;
    this.#close = close;
    this.cameras = new CameraTable(doors);
    this.places = new PlaceTable(doors);
    this.segments = new SegmentTable(doors);
    this.deletedSegments = new DeletedSegmentTable(doors);
    this.gaps = new GapTable(doors);
    this.holds = new HoldTable(doors);
    this.incidents = new IncidentTable(doors);
    this.users = new UserTable(doors);
    this.sessions = new SessionTable(doors);
    this.audit = new AuditTable(doors);
    this.settings = new SettingTable(doors);
    this.events = new EventTable(doors);
    this.eventsSeen = new EventSeenTable(doors);
    this.cameraMotion = new CameraMotionTable(doors);
    this.motionHours = new MotionHourTable(doors);
  }

  /**
   * All or nothing: `work` gets a catalogue whose tables are inside the transaction. Use only that
   * one inside: a write through the outer catalogue would wait for the transaction to end.
   */
  transaction<T>(work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
    return this.#doors.atomically((db) =>
      work(new Catalogue(transactionDoors(db, this.#doors.clock), async () => undefined)),
    );
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#close();
  }
}

/**
 * Opens the catalogue and brings it to this version. Errors: those of `openDatabase`, and `conflict
 * catalogue.newer_version` when a newer version of the product has changed it.
 */
export async function openCatalogue(options: CatalogueOptions): Promise<Catalogue> {
  const clock = options.clock ?? systemClock;
  const database = await openDatabase(options.path, clock);
  try {
    await migrate(database.write, { path: options.path, clock, log: options.log ?? silentLog });
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
  return new Catalogue(rootDoors(database, clock), once(database.close));
}

function rootDoors(database: DatabaseDoors, clock: Clock): TableDoors {
  return {
    clock,
    read: database.read,
    write: database.write,
    atomically: (work) => database.write.transaction().execute(work),
  };
}

function transactionDoors(db: Db, clock: Clock): TableDoors {
  return { clock, read: db, write: db, atomically: (work) => work(db) };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
