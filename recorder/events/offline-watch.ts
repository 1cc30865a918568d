/**
 * Cameras that go away: one whose leading stream is down for half a minute is an event with its
 * cause, until it records again or is switched off. Short breaks make none. Owns timers, no row.
 */
import type { Clock, Timer } from "#base/clock";
import type { CameraStatus, Cause } from "#base/link";
import type { OfflineFact } from "./event-facts.ts";

export interface OfflineWatchOptions {
  readonly clock: Clock;
  readonly onFact: (cameraId: string, fact: OfflineFact) => void;
}

interface Away {
  readonly startMs: number;
  cause: Cause;
  timer: Timer | undefined;
  told: boolean;
}

/** A restarting camera, a cable that was moved: no event yet. */
const PATIENCE_MS = 30_000;

export class OfflineWatch {
  readonly #options: OfflineWatchOptions;
  readonly #away = new Map<string, Away>();

  constructor(options: OfflineWatchOptions) {
    this.#options = options;
  }

  /** Cameras that were away when the last recorder ended, with since when. */
  start(away: ReadonlyMap<string, number>): void {
    for (const [cameraId, startMs] of away)
      this.#away.set(cameraId, { startMs, cause: "unknown", timer: undefined, told: true });
  }

  statusChanged(status: CameraStatus): void {
    const { cameraId } = status;
    const leading = status.main ?? status.sub ?? status;
    if (leading.phase === "down") this.#down(cameraId, leading.cause ?? "unknown", leading.sinceMs);
    // While it is being tried for the first time nothing is known yet.
    else if (leading.phase !== "connecting") this.removed(cameraId);
  }

  /** It records, is switched off, or is no camera of ours any more. */
  removed(cameraId: string): void {
    const away = this.#away.get(cameraId);
    if (!away) return;
    this.#away.delete(cameraId);
    away.timer?.cancel();
    if (away.told) this.#tell(cameraId, away, "ended");
  }

  close(): void {
    for (const away of this.#away.values()) away.timer?.cancel();
    this.#away.clear();
  }

  #down(cameraId: string, cause: Cause, sinceMs: number): void {
    const known = this.#away.get(cameraId);
    if (known) {
      const isOther = known.cause !== cause;
      known.cause = cause;
      if (known.told && isOther) this.#tell(cameraId, known, "changed");
      return;
    }
    const away: Away = { startMs: sinceMs, cause, timer: undefined, told: false };
    this.#away.set(cameraId, away);
    away.timer = this.#options.clock.after(PATIENCE_MS, () => {
      away.told = true;
      this.#tell(cameraId, away, "started");
    });
  }

  #tell(cameraId: string, away: Away, phase: OfflineFact["phase"]): void {
    const { startMs, cause } = away;
    const endMs = this.#options.clock.nowMs();
    this.#options.onFact(cameraId, { phase, cause, startMs, endMs });
  }
}
