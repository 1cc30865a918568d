/**
 * All cameras that are to be recorded: keeps the running pipelines in step with the catalogue. A
 * camera that is added, changed or removed touches no other. Owns no stream itself.
 */
import type { CameraStatus, CameraWarning, StreamKind } from "#base/link";
import type { Camera } from "#storage";
import { CameraPipeline, type CameraPipelineOptions } from "./camera-pipeline.ts";
import { type CameraKeys, sourceSignature, sourcesOf } from "./camera-settings.ts";
import { cameraStatus } from "./camera-state.ts";
import { GapKeeper } from "./gap-keeper.ts";
import type { PipelineSurroundings, StreamPipeline } from "./stream-pipeline.ts";

export interface FleetOptions extends PipelineSurroundings, Pick<CameraPipelineOptions, "tapOf"> {
  readonly keys: () => CameraKeys;
  readonly staggerMs: number;
  /** What else deserves a look at a camera. */
  readonly warningsOf?: (cameraId: string) => readonly CameraWarning[];
  readonly onStatus: (status: CameraStatus) => void;
  readonly onRemoved: (cameraId: string) => void;
}

interface Running {
  readonly camera: Camera;
  readonly signature: string;
  /** undefined = switched off. */
  readonly pipeline: CameraPipeline | undefined;
  readonly sinceMs: number;
}

/** Numbers of a camera are told this often; phases and causes at once. */
const TELL_EVERY_MS = 5000;

export class Fleet {
  readonly #options: FleetOptions;
  readonly #cameras = new Map<string, Running>();
  readonly #toldMs = new Map<string, number>();
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Reads the cameras and starts, restarts or stops what changed; joins calls that come meanwhile in order. */
  reload(): Promise<void> {
    const work = this.#work.then(() => this.#reload());
    this.#work = work.catch(() => undefined);
    return work;
  }

  /** Starts a camera's pipelines anew, although its row is the same (the push door has another port now). */
  restartPushed(): Promise<void> {
    for (const [id, running] of this.#cameras) {
      if (running.camera.source === "push") this.#cameras.set(id, { ...running, signature: "" });
    }
    return this.reload();
  }

  get cameras(): readonly Camera[] {
    return [...this.#cameras.values()].map((running) => running.camera);
  }

  get statuses(): CameraStatus[] {
    return [...this.#cameras.values()].map((running) => this.#statusOf(running));
  }

  find(cameraId: string, stream: StreamKind): StreamPipeline | undefined {
    return this.#cameras.get(cameraId)?.pipeline?.find(stream);
  }

  has(cameraId: string): boolean {
    return this.#cameras.has(cameraId);
  }

  /** Something besides the streams changed in the camera's status. */
  tellAgain(cameraId: string): void {
    this.#tell(cameraId, true);
  }

  /** Stops everything in good order; gaps begin with `recorder_stopped`. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    await Promise.all(
      [...this.#cameras.values()].map((running) => running.pipeline?.close("recorder_stopped")),
    );
  }

  async #reload(): Promise<void> {
    if (this.#closed) return;
    const rows = await this.#options.catalogue.cameras.list();
    const wanted = new Map(rows.map((row) => [row.id, row]));
    const leaving = [...this.#cameras.keys()].filter((id) => !wanted.has(id));
    await Promise.all(leaving.map((id) => this.#remove(id)));
    let started = 0;
    await Promise.all(
      rows.map(async (row) => {
        const known = this.#cameras.get(row.id);
        if (known?.signature === sourceSignature(row)) {
          this.#cameras.set(row.id, { ...known, camera: row });
          return;
        }
        const startAfterMs = started++ * this.#options.staggerMs;
        await known?.pipeline?.close(row.enabled ? "settings_changed" : "switched_off");
        this.#begin(row, startAfterMs);
      }),
    );
  }

  async #remove(id: string): Promise<void> {
    const running = this.#cameras.get(id);
    this.#cameras.delete(id);
    this.#toldMs.delete(id);
    await running?.pipeline?.remove();
    this.#options.onRemoved(id);
  }

  #begin(camera: Camera, startAfterMs: number): void {
    const { clock, keys, log } = this.#options;
    const signature = sourceSignature(camera);
    const base = { camera, signature, sinceMs: clock.nowMs() };
    if (!camera.enabled) {
      this.#cameras.set(camera.id, { ...base, pipeline: undefined });
      this.#noteSwitchedOff(camera);
      this.#tell(camera.id, true);
      return;
    }
    try {
      const pipeline = new CameraPipeline({
        ...this.#options,
        cameraId: camera.id,
        sources: sourcesOf(camera, keys()),
        startAfterMs,
        onStatus: (isNews) => this.#tell(camera.id, isNews),
      });
      this.#cameras.set(camera.id, { ...base, pipeline });
      pipeline.start();
    } catch (thrown) {
      // A password that this key file cannot open: this camera cannot be recorded, all others can.
      log.error({ err: thrown, camera: camera.id }, "the camera's settings cannot be used");
      this.#cameras.set(camera.id, { ...base, pipeline: undefined });
    }
    this.#tell(camera.id, true);
  }

  /** A camera that was switched off while no recorder ran has its gap too. */
  #noteSwitchedOff(camera: Camera): void {
    const { catalogue, log, recovered, clock } = this.#options;
    for (const stream of ["main", "sub"] as const) {
      if (stream === "sub" && !camera.sub_url) continue;
      const gaps = new GapKeeper({ cameraId: camera.id, stream, catalogue, log, recovered });
      gaps.start();
      gaps.missing("switched_off", null, clock.nowMs());
    }
  }

  #tell(cameraId: string, isNews: boolean): void {
    const running = this.#cameras.get(cameraId);
    const nowMs = this.#options.clock.monotonicMs();
    const toldMs = this.#toldMs.get(cameraId);
    if (!running || (!isNews && toldMs !== undefined && nowMs - toldMs < TELL_EVERY_MS)) return;
    this.#toldMs.set(cameraId, nowMs);
    this.#options.onStatus(this.#statusOf(running));
  }

  #statusOf(running: Running): CameraStatus {
    const status = statusOf(running);
    const more = this.#options.warningsOf?.(status.cameraId) ?? [];
    return more.length === 0 ? status : { ...status, warnings: [...status.warnings, ...more] };
  }
}

function statusOf(running: Running): CameraStatus {
  if (running.pipeline) return running.pipeline.status;
  const status = cameraStatus(running.camera.id, null, null, []);
  return {
    ...status,
    cause: running.camera.enabled ? "unknown" : "switched_off",
    sinceMs: running.sinceMs,
  };
}
