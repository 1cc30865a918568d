/**
 * Which cameras are listened to over ONVIF: keeps the listeners in step with the cameras' rows. A
 * change of one touches no other, and none of them touches recording.
 */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import { type Camera, unseal } from "#storage";
import { CameraEvents } from "../onvif/camera-events.ts";
import type { CameraFact } from "./event-facts.ts";

export interface CameraEarsOptions {
  /** Opens sealed passwords. */
  readonly secretKey: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onFact: (cameraId: string, fact: CameraFact) => void;
  readonly onRefused: (cameraId: string, refused: boolean) => void;
}

interface Listening {
  readonly signature: string;
  readonly events: CameraEvents;
}

export class CameraEars {
  readonly #options: CameraEarsOptions;
  readonly #listening = new Map<string, Listening>();
  #closed = false;

  constructor(options: CameraEarsOptions) {
    this.#options = options;
  }

  /** Listens to the cameras that are switched on and have an ONVIF address. */
  follow(cameras: readonly Camera[]): void {
    if (this.#closed) return;
    const wanted = new Map(
      cameras
        .filter((camera) => isHttp(camera.onvif_url) && camera.enabled === 1)
        .map((camera) => [camera.id, camera]),
    );
    for (const id of [...this.#listening.keys()]) if (!wanted.has(id)) this.#stop(id);
    for (const camera of wanted.values()) {
      const signature = JSON.stringify([camera.onvif_url, camera.username, camera.password_sealed]);
      if (this.#listening.get(camera.id)?.signature === signature) continue;
      this.#stop(camera.id);
      this.#listen(camera, signature);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#listening.values()].map(({ events }) => events.close()));
    this.#listening.clear();
  }

  #listen(camera: Camera, signature: string): void {
    const { secretKey, clock, log, random, onFact, onRefused } = this.#options;
    try {
      const events = new CameraEvents({
        cameraId: camera.id,
        url: camera.onvif_url ?? "",
        username: camera.username,
        password: camera.password_sealed ? unseal(secretKey, camera.password_sealed) : null,
        clock,
        log,
        random,
        onFact: (fact) => onFact(camera.id, fact),
        onRefused: (refused) => onRefused(camera.id, refused),
      });
      this.#listening.set(camera.id, { signature, events });
      events.start();
    } catch (thrown) {
      log.error(
        { err: thrown, camera: camera.id },
        "the camera's own events cannot be listened to",
      );
    }
  }

  #stop(cameraId: string): void {
    const { log, onRefused } = this.#options;
    const listening = this.#listening.get(cameraId);
    if (!listening) return;
    this.#listening.delete(cameraId);
    onRefused(cameraId, false);
    listening.events.close().catch((thrown: unknown) => {
      log.warn({ err: thrown, camera: cameraId }, "ending to listen to a camera failed");
    });
  }
}

function isHttp(url: string | null): boolean {
  return url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
