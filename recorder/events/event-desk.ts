/**
 * Where all that may be an event comes together: what the analysis sees, what cameras tell, cameras
 * that are away; it keeps them as events and as warnings of the camera. The recorder's one door to
 * this folder. Never throws at who brings facts, and never waits on a camera.
 */
import type { Clock } from "#base/clock";
import type { CameraStatus, CameraWarning, EventNews } from "#base/link";
import type { Log } from "#base/log";
import type { Camera, Catalogue, DataFolder } from "#storage";
import type { Fact } from "../motion/facts.ts";
import { CameraEars } from "./camera-ears.ts";
import { CameraHealth, formOf } from "./camera-health.ts";
import type { FindStill } from "./event-album.ts";
import type { CameraFact } from "./event-facts.ts";
import { EventKeeper } from "./event-keeper.ts";
import { OfflineWatch } from "./offline-watch.ts";

export interface EventDeskOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly secretKey: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  readonly findStill: FindStill;
  readonly onNews: (event: EventNews) => void;
  /** The warnings of a camera's status changed. */
  readonly onHealth: (cameraId: string) => void;
}

/** Who says of a camera that it refuses to tell its events. */
const REFUSED = "events";

export class EventDesk {
  readonly #keeper: EventKeeper;
  readonly #health: CameraHealth;
  readonly #offline: OfflineWatch;
  readonly #ears: CameraEars;
  readonly #log: Log;

  constructor(options: EventDeskOptions) {
    this.#log = options.log;
    this.#keeper = new EventKeeper(options);
    this.#health = new CameraHealth(options.onHealth);
    this.#offline = new OfflineWatch({
      clock: options.clock,
      onFact: (cameraId, fact) => this.#keeper.takeOffline(cameraId, fact),
    });
    this.#ears = new CameraEars({
      ...options,
      random: Math.random,
      onFact: (cameraId, fact) => this.#takeFromCamera(cameraId, fact),
      onRefused: (cameraId, refused) => {
        if (refused) this.#health.set(cameraId, REFUSED, "events_refused");
        else this.#health.unset(cameraId, REFUSED);
      },
    });
  }

  /** Settles what a crash left open; a failure costs only that. */
  async start(): Promise<void> {
    try {
      await this.#keeper.start();
      this.#offline.start(this.#keeper.offlineCameras);
    } catch (thrown) {
      this.#log.error({ err: thrown }, "events that the last recorder left open stay so");
    }
  }

  /** A fact of the analysis of a camera's pictures. */
  readonly take = (cameraId: string, fact: Fact): void => {
    if (fact.kind === "tamper") {
      const source = `vision/${fact.form}`;
      if (fact.phase === "started") this.#health.set(cameraId, source, fact.form);
      else this.#health.unset(cameraId, source);
    }
    this.#keeper.take(cameraId, fact);
  };

  warningsOf(cameraId: string): readonly CameraWarning[] {
    return this.#health.warningsOf(cameraId);
  }

  statusChanged(status: CameraStatus): void {
    this.#offline.statusChanged(status);
    if (status.phase === "off") this.#stopWatching(status.cameraId);
  }

  /** These are the cameras now. */
  follow(cameras: readonly Camera[]): void {
    this.#ears.follow(cameras);
  }

  cameraRemoved(cameraId: string): void {
    this.#offline.removed(cameraId);
    this.#stopWatching(cameraId);
  }

  /** Resolves when all that was taken is kept and no camera is listened to. Idempotent. */
  async close(): Promise<void> {
    this.#offline.close();
    await this.#ears.close();
    await this.#keeper.close();
  }

  #stopWatching(cameraId: string): void {
    this.#keeper.interrupt(cameraId);
    this.#health.forget(cameraId);
  }

  #takeFromCamera(cameraId: string, fact: CameraFact): void {
    const form = fact.kind === "tamper" ? formOf(fact.detail) : undefined;
    if (form && fact.phase === "started") this.#health.set(cameraId, `camera/${fact.key}`, form);
    if (form && fact.phase === "ended") this.#health.unset(cameraId, `camera/${fact.key}`);
    this.#keeper.takeFromCamera(cameraId, fact);
  }
}
