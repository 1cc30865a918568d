/** Real cameras (simulated over real RTSP), real ffmpeg, a real catalogue: a fleet that records into a temporary folder. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { systemClock } from "#base/clock";
import type { CameraStatus, Cause, StreamKind, StreamStatus } from "#base/link";
import type { Log } from "#base/log";
import { type Simulator, type SimulatorOptions, startSimulator } from "#simulator";
import {
  absolutePath,
  type Catalogue,
  type DataFolder,
  type Gop,
  type NewCamera,
  OutputSockets,
  openCatalogue,
  openDataFolder,
  readOrMakeKey,
  type Segment,
  seal,
} from "#storage";
import { Fleet } from "../../../recorder/camera/fleet.ts";
import { SpawnGate } from "../../../recorder/ingest/spawn-gate.ts";
import { newCamera } from "../../storage/helpers/storage-fixture.ts";

export const PASSWORD = "p@ss'w:rd/1%";

export interface FleetRig {
  readonly simulator: Simulator;
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly secretKey: Buffer;
  fleet: Fleet;
  /** Everything that was logged, as JSON. */
  readonly logged: string[];
  addCamera(id: string, change?: Partial<NewCamera>): Promise<void>;
  /** A second fleet on the same folder, as after a restart. */
  newFleet(): Fleet;
  status(id: string, stream: StreamKind): StreamStatus | undefined;
  untilPhase(
    id: string,
    stream: StreamKind,
    phase: StreamStatus["phase"],
    cause?: Cause,
  ): Promise<StreamStatus>;
  footage(
    id: string,
    stream: StreamKind,
  ): Promise<{ segment: Segment; gops: Gop[]; path: string }[]>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly simulator: Partial<SimulatorOptions> & Pick<SimulatorOptions, "cameras">;
  readonly segmentMs?: number;
  readonly stallMs?: number;
}

export const LONG_WAIT = { timeout: 90_000, interval: 50 };

export async function startFleetRig(options: RigOptions): Promise<FleetRig> {
  const path = await mkdtemp(join(tmpdir(), "recorder-test-"));
  const simulator = await startSimulator({
    clipSet: "tiny",
    cacheFolder: join(path, "clips"),
    credentials: { user: "admin", password: PASSWORD },
    ...options.simulator,
  });
  const folder = await openDataFolder(join(path, "data"));
  const catalogue = await openCatalogue({ path: folder.cataloguePath });
  const secretKey = await readOrMakeKey(folder, "secret");
  const logged: string[] = [];
  const sockets = new OutputSockets();
  const states = new Map<string, CameraStatus>();
  const newFleet = () =>
    new Fleet({
      folder,
      catalogue,
      clock: systemClock,
      log: keepingLog(logged),
      random: Math.random,
      gate: new SpawnGate(systemClock),
      sockets,
      segmentMs: options.segmentMs ?? 60_000,
      stallMs: options.stallMs ?? 10_000,
      staggerMs: 50,
      mayWrite: () => true,
      recovered: Promise.resolve(),
      keys: () => ({ secretKey, pushPort: undefined }),
      onStatus: (status) => states.set(status.cameraId, status),
      onRemoved: (id) => states.delete(id),
      onSegment: () => undefined,
    });
  const rig: FleetRig = {
    simulator,
    folder,
    catalogue,
    secretKey,
    logged,
    fleet: newFleet(),
    newFleet,
    addCamera: async (id, change = {}) => {
      const urls = { main_url: simulator.url(id, "main"), sub_url: simulator.url(id, "sub") };
      const secret = { username: "admin", password_sealed: seal(secretKey, PASSWORD) };
      await catalogue.cameras.insert(newCamera(id, { ...urls, ...secret, ...change }));
    },
    status: (id, stream) => rig.fleet.find(id, stream)?.status,
    untilPhase: async (id, stream, phase, cause) => {
      const wanted = { phase, ...(cause === undefined ? {} : { cause }) };
      await vi.waitFor(() => expect(rig.status(id, stream)).toMatchObject(wanted), LONG_WAIT);
      return rig.status(id, stream) as StreamStatus;
    },
    footage: async (id, stream) => {
      const segments = await catalogue.segments.listOverlapping(id, stream, {
        startMs: 0,
        endMs: Number.MAX_SAFE_INTEGER,
      });
      return Promise.all(
        segments.map(async (segment) => ({
          segment,
          gops: await catalogue.segments.gopTable(segment.id),
          path: absolutePath(folder.segmentsPath, segment.path),
        })),
      );
    },
    close: async () => {
      await rig.fleet.close();
      await sockets.close();
      await catalogue.close();
      await simulator.close();
      await rm(path, { recursive: true, force: true });
    },
  };
  return rig;
}

function keepingLog(lines: string[]): Log {
  const keep = (fields: object, message: string) =>
    void lines.push(
      `${message} ${JSON.stringify(fields, (_key, value) => (value instanceof Error ? String(value.stack) : value))}`,
    );
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log };
  return log;
}
