/**
 * Writes into the audit log who saw which footage: one entry per session, camera and ten minutes of
 * footage, not one per byte range. The entry is written when bytes are asked for, so it says what was
 * seen and not what might have been.
 */
import type { Clock } from "#base/clock";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { Who } from "../users/who.ts";

const BUCKET_MS = 600_000;
/** The same footage seen again later is a new fact. */
const FRESH_MS = 3_600_000;
const MOST_REMEMBERED = 20_000;

export class ViewingLog {
  readonly #audit: Pick<AuditTrail, "add">;
  readonly #clock: Clock;
  /** Key to when it was written, oldest first. */
  readonly #written = new Map<string, number>();

  constructor(audit: Pick<AuditTrail, "add">, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Footage of the camera around `atMs` was asked for. */
  async viewed(who: Who, cameraId: string, stream: string, atMs: number): Promise<void> {
    const fromMs = Math.floor(atMs / BUCKET_MS) * BUCKET_MS;
    if (!this.#isNew(`viewed/${who.sessionHash}/${cameraId}/${fromMs}`)) return;
    await this.#audit.add(who, "playback.viewed", cameraId, {
      stream,
      fromMs,
      toMs: fromMs + BUCKET_MS,
    });
  }

  /** A picture was saved. */
  async stillDownloaded(who: Who, cameraId: string, atMs: number): Promise<void> {
    await this.#audit.add(who, "still.downloaded", cameraId, { atMs });
  }

  /** A download was begun; resuming it is not a second one. */
  async downloaded(
    who: Who,
    cameraId: string,
    validator: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    if (!this.#isNew(`download/${who.sessionHash}/${cameraId}/${validator}`)) return;
    await this.#audit.add(who, "download.made", cameraId, detail);
  }

  #isNew(key: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const writtenMs = this.#written.get(key);
    if (writtenMs !== undefined && nowMs - writtenMs < FRESH_MS) return false;
    this.#written.delete(key);
    this.#written.set(key, nowMs);
    const [oldest] = this.#written.keys();
    if (this.#written.size > MOST_REMEMBERED && oldest !== undefined) this.#written.delete(oldest);
    return true;
  }
}
