/**
 * Everything that makes events, put together: the eyes (where motion is switched on), the cameras'
 * own word, cameras that are away, and the desk that keeps it all. The recorder hands over frames and
 * states and gets news; nothing here can cost a recorded second.
 */
import type { Clock } from "#base/clock";
import type { CameraStatus, EventNews, MotionView } from "#base/link";
import type { Log } from "#base/log";
import { hasSimd } from "#base/simd";
import type { Camera, Catalogue, DataFolder } from "#storage";
import type { FleetOptions } from "./camera/fleet.ts";
import { EventDesk } from "./events/event-desk.ts";
import { Eyes } from "./eyes.ts";

export interface WatchingOptions {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly secretKey: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  /** false = pictures are not looked at. */
  readonly withEyes: boolean;
  readonly onEvent: (event: EventNews) => void;
  readonly onView: (view: MotionView) => void;
  /** The warnings of a camera's status changed. */
  readonly onHealth: (cameraId: string) => void;
}

export class Watching {
  readonly #options: WatchingOptions;
  readonly #desk: EventDesk;
  readonly #eyes: Eyes | undefined;

  constructor(options: WatchingOptions) {
    this.#options = options;
    this.#desk = new EventDesk({
      ...options,
      findStill: async (cameraId, atMs) => this.#eyes?.still(cameraId, atMs),
      onNews: options.onEvent,
    });
    const canWatch = options.withEyes && hasSimd();
    this.#eyes = canWatch ? new Eyes({ ...options, onFact: this.#desk.take }) : undefined;
  }

  async start(): Promise<void> {
    if (this.#options.withEyes && !this.#eyes)
      this.#options.log.error({}, "this processor has no SSE4.1 or NEON: pictures are not watched");
    await this.#desk.start();
    this.#eyes?.start();
  }

  /** Where the frames of a camera's watched stream go, and what else deserves a look at it. */
  get forFleet(): Pick<FleetOptions, "tapOf" | "warningsOf"> {
    const eyes = this.#eyes;
    return {
      tapOf: eyes && ((cameraId, keyframesOnly) => eyes.tap(cameraId, keyframesOnly)),
      warningsOf: (cameraId) => this.#desk.warningsOf(cameraId),
    };
  }

  statusChanged(status: CameraStatus): void {
    this.#desk.statusChanged(status);
  }

  cameraRemoved(cameraId: string): void {
    this.#desk.cameraRemoved(cameraId);
  }

  /** These are the cameras now; what they are to watch may have changed. */
  follow(cameras: readonly Camera[]): void {
    this.#desk.follow(cameras);
    const ids = cameras.filter(({ enabled }) => enabled === 1).map(({ id }) => id);
    this.#eyes?.reload(ids).catch((thrown: unknown) => {
      this.#options.log.error({ err: thrown }, "what cameras are to watch could not be read");
    });
  }

  viewWanted(cameraId: string): void {
    this.#eyes?.viewWanted(cameraId);
  }

  /** After the cameras: what they still tell is kept. */
  async close(): Promise<void> {
    await this.#eyes?.close();
    await this.#desk.close();
  }
}
