/**
 * The recorder: puts its parts together, starts them in order, ends them in the reverse order. Owns
 * no camera and no file itself. Order of start: lock, catalogue, relay, cameras (they connect while
 * what a crash left is settled, and write from then on), retention, link to the server.
 */
import type { Clock } from "#base/clock";
import type { RecorderReport, SegmentClosed } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { Config } from "#config";
import {
  type Catalogue,
  type DataFolder,
  type FfmpegVersion,
  type FolderLock,
  lockDataFolder,
  openCatalogue,
  openDataFolder,
  type RetentionJob,
  readOrMakeKey,
  recoverSegments,
  requireFfmpeg,
} from "#storage";
import { pushName } from "./camera/camera-settings.ts";
import { Fleet } from "./camera/fleet.ts";
import type { DiskGuard } from "./disk-guard.ts";
import { openReading, type Reading } from "./ingest/reading.ts";
import { RecorderLink } from "./link.ts";
import { linkCommands } from "./link-commands.ts";
import { openDiskGuard, openRetention } from "./open-retention.ts";
import { LivePublications } from "./relay/live-publications.ts";
import type { MediaServer } from "./relay/media-server.ts";
import { openDoors } from "./relay/open-doors.ts";
import { Watching } from "./watching.ts";
import { WriteMeter } from "./write-meter.ts";

export interface RecorderOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

const REPORT_MS = 5000;
const RETENTION_FIRST_MS = 15_000;

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #written: WriteMeter;
  readonly #reading: Reading;
  #startedAtMs = 0;
  #ffmpeg: FfmpegVersion | undefined;
  #lock: FolderLock | undefined;
  #catalogue: Catalogue | undefined;
  #relay: MediaServer | undefined;
  #push: MediaServer | undefined;
  #live: LivePublications | undefined;
  #watching: Watching | undefined;
  #fleet: Fleet | undefined;
  #retention: RetentionJob | undefined;
  #link: RecorderLink | undefined;
  #reports: PeriodicJob | undefined;
  #guard: DiskGuard | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#written = new WriteMeter(options.clock, () => this.#fleet?.statuses ?? []);
    this.#reading = openReading(options.clock);
  }

  /**
   * Resolves when cameras are being connected. Errors: those of config, data folder, lock, catalogue
   * and ffmpeg, each with one clear sentence; what was started is ended again.
   */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (thrown) {
      await this.close();
      throw thrown;
    }
  }

  /** Ends all in good order: viewers, cameras (their segments are committed), catalogue, lock. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get report(): RecorderReport {
    const { clock, config, version } = this.#options;
    return {
      atMs: clock.nowMs(),
      startedAtMs: this.#startedAtMs,
      version,
      ffmpegVersion: this.#ffmpeg?.text ?? "",
      pid: process.pid,
      relay: {
        up: this.#relay?.port !== undefined,
        pid: this.#relay?.pid ?? null,
        restarts: this.#relay?.restarts ?? 0,
      },
      disk: this.#guard?.disk ?? { totalBytes: 0, freeBytes: 0, state: "ok" },
      writtenBytesPerSecond: this.#written.bytesPerSecond,
      push: { enabled: config.push.enabled, port: this.#push?.port ?? null },
    };
  }

  async #start(): Promise<void> {
    const { config, clock, log } = this.#options;
    this.#startedAtMs = clock.nowMs();
    this.#ffmpeg = await requireFfmpeg();
    const folder = await openDataFolder(config.dataFolder, { log });
    this.#lock = await lockDataFolder(folder, "recorder");
    const catalogue = await openCatalogue({ path: folder.cataloguePath, log, clock });
    this.#catalogue = catalogue;
    const secretKey = await readOrMakeKey(folder, "secret");
    const token = await readOrMakeKey(folder, "link");
    this.#openRelay(folder);
    const recovered = this.#recover(folder, catalogue);
    await this.#openWatching(folder, catalogue, secretKey);
    const fleet = this.#openFleet(folder, catalogue, secretKey, recovered);
    await fleet.reload();
    this.#watching?.follow(fleet.cameras);
    this.#allowPush(secretKey);
    this.#openRetention(folder, catalogue, recovered);
    this.#openLink(token.toString("hex"), secretKey);
    await this.#tellReport();
    const facts = { dataFolder: folder.path, ffmpeg: this.#ffmpeg.text };
    log.info({ ...facts, cameras: fleet.cameras.length }, "recorder started");
  }

  #openRelay(folder: DataFolder): void {
    const { config, clock, log } = this.#options;
    const { live: relay, push } = openDoors(config, folder, { clock, log });
    this.#relay = relay;
    this.#push = push;
    this.#live = new LivePublications({
      relay,
      clock,
      log,
      findSource: (cameraId, stream) => this.#fleet?.find(cameraId, stream)?.live ?? "switched_off",
    });
    this.#live.start();
  }

  #openWatching(folder: DataFolder, catalogue: Catalogue, secretKey: Buffer): Promise<void> {
    const { config, ...surroundings } = this.#options;
    this.#watching = new Watching({
      ...surroundings,
      folder,
      catalogue,
      secretKey,
      withEyes: config.motion.enabled,
      onEvent: (event) => this.#link?.tellEvent(event),
      onView: (view) => this.#link?.tellMotionView(view),
      onHealth: (cameraId) => this.#fleet?.tellAgain(cameraId),
    });
    return this.#watching.start();
  }

  #openFleet(
    folder: DataFolder,
    catalogue: Catalogue,
    secretKey: Buffer,
    recovered: Promise<void>,
  ): Fleet {
    const { config, clock, log } = this.#options;
    const watching = this.#watching;
    this.#fleet = new Fleet({
      folder,
      catalogue,
      clock,
      log,
      recovered,
      random: Math.random,
      ...this.#reading,
      ...watching?.forFleet,
      segmentMs: config.recorder.segmentSeconds * 1000,
      stallMs: config.recorder.stallSeconds * 1000,
      staggerMs: config.recorder.startStaggerMs,
      mayWrite: () => this.#guard?.mayWrite !== false,
      keys: () => ({ secretKey, pushPort: config.push.enabled ? config.push.port : undefined }),
      onStatus: (status) => {
        watching?.statusChanged(status);
        this.#link?.tellCamera(status);
      },
      onRemoved: (cameraId) => {
        watching?.cameraRemoved(cameraId);
        this.#link?.tellCameraRemoved(cameraId);
      },
      onSegment: (segment) => this.#segmentClosed(segment),
    });
    return this.#fleet;
  }

  /** Settles what a crash left, while the cameras connect. A failure costs no new footage. */
  async #recover(folder: DataFolder, catalogue: Catalogue): Promise<void> {
    const { clock, log } = this.#options;
    try {
      await recoverSegments({ folder, catalogue, clock, log });
    } catch (thrown) {
      log.error(
        { err: thrown },
        "settling what the last recorder left failed; recording starts all the same",
      );
    }
  }

  #openRetention(folder: DataFolder, catalogue: Catalogue, recovered: Promise<void>): void {
    const { config, clock, log } = this.#options;
    const retention = openRetention({
      config,
      folder,
      catalogue,
      clock,
      log,
      diskBytes: () => this.#guard?.disk.totalBytes ?? 0,
      writtenBytesPerSecond: () => this.#written.bytesPerSecond,
    });
    this.#retention = retention;
    this.#guard = openDiskGuard(folder, config, log, () => void retention.runNow());
    void recovered.then(() => retention.start(RETENTION_FIRST_MS));
  }

  #openLink(token: string, secretKey: Buffer): void {
    const { config, clock, log } = this.#options;
    const fleet = this.#fleet;
    const live = this.#live;
    if (!fleet || !live) return;
    this.#link = new RecorderLink({
      serverUrl: config.recorder.serverUrl,
      token,
      log,
      report: () => this.report,
      states: () => fleet.statuses,
      commands: linkCommands({
        live,
        clock,
        log,
        demo: config.demo.enabled !== false,
        camerasChanged: async () => {
          await fleet.reload();
          this.#watching?.follow(fleet.cameras);
          this.#allowPush(secretKey);
        },
        settingsChanged: () => void this.#retention?.runNow(),
        motionChanged: () => this.#watching?.follow(fleet.cameras),
        motionViewWanted: (cameraId) => this.#watching?.viewWanted(cameraId),
      }),
    });
    this.#link.start();
    this.#reports = new PeriodicJob({
      name: "report",
      everyMs: REPORT_MS,
      clock,
      log,
      run: () => this.#tellReport(),
    });
    this.#reports.start();
  }

  #allowPush(secretKey: Buffer): void {
    const cameras = this.#fleet?.cameras.filter((camera) => camera.enabled) ?? [];
    const names = cameras.flatMap((camera) => [
      pushName(camera, "main", secretKey),
      pushName(camera, "sub", secretKey),
    ]);
    this.#push?.allow(names.filter((name) => name !== undefined));
  }

  #segmentClosed(segment: SegmentClosed): void {
    this.#written.add(segment.sizeBytes);
    this.#link?.tellSegment(segment);
  }

  async #tellReport(): Promise<void> {
    await this.#guard?.look();
    this.#link?.tellReport(this.report);
  }

  async #close(): Promise<void> {
    await this.#reports?.close();
    await this.#live?.close();
    await this.#retention?.close();
    await this.#fleet?.close();
    await this.#watching?.close();
    await this.#reading.sockets.close();
    await this.#link?.close();
    await Promise.all([this.#relay?.close(), this.#push?.close()]);
    await this.#catalogue?.close();
    await this.#lock?.release();
  }
}
