/**
 * Writes into the audit log who saw which footage: one entry per session, camera and ten minutes of
 * footage, not one per byte range. The entry is written when bytes are asked for, so it says what was
 * seen and not what might have been; no byte goes out before. Requests of many cameras that come
 * together wait for the disk once.
 */
import type { Clock } from "#base/clock";
import type { AuditTrail, NewAuditEntry } from "../audit/audit-trail.ts";
import type { Who } from "../users/who.ts";

const BUCKET_MS = 600_000;
/** The same footage seen again later is a new fact. */
const FRESH_MS = 3_600_000;
const MOST_REMEMBERED = 20_000;

interface Written {
  readonly atMs: number;
  readonly done: Promise<void>;
}

export class ViewingLog {
  readonly #audit: Pick<AuditTrail, "add" | "addAll">;
  readonly #clock: Clock;
  /** Key to its entry, oldest first. */
  readonly #written = new Map<string, Written>();
  #waiting: NewAuditEntry[] = [];
  #flush: Promise<void> | undefined;

  constructor(audit: Pick<AuditTrail, "add" | "addAll">, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Footage of the camera around `atMs` was asked for. */
  viewed(who: Who, cameraId: string, stream: string, atMs: number): Promise<void> {
    const fromMs = Math.floor(atMs / BUCKET_MS) * BUCKET_MS;
    const detail = { stream, fromMs, toMs: fromMs + BUCKET_MS };
    return this.#once(`viewed/${who.sessionHash}/${cameraId}/${fromMs}`, {
      actor: who,
      action: "playback.viewed",
      target: cameraId,
      detail,
    });
  }

  /** A picture was saved. */
  async stillDownloaded(who: Who, cameraId: string, atMs: number): Promise<void> {
    await this.#audit.add(who, "still.downloaded", cameraId, { atMs });
  }

  /** A download was begun; resuming it is not a second one. */
  downloaded(
    who: Who,
    cameraId: string,
    validator: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return this.#once(`download/${who.sessionHash}/${cameraId}/${validator}`, {
      actor: who,
      action: "download.made",
      target: cameraId,
      detail,
    });
  }

  /** Writes an entry unless it was lately; resolves when it is in the log, rejects when it cannot be. */
  #once(key: string, entry: NewAuditEntry): Promise<void> {
    const atMs = this.#clock.monotonicMs();
    const known = this.#written.get(key);
    if (known && atMs - known.atMs < FRESH_MS) return known.done;
    const done = this.#add(entry);
    this.#written.delete(key);
    this.#written.set(key, { atMs, done });
    const [oldest] = this.#written.keys();
    if (this.#written.size > MOST_REMEMBERED && oldest !== undefined) this.#written.delete(oldest);
    // Who waits for it is told; the next request tries again.
    done.catch(() => this.#written.delete(key));
    return done;
  }

  #add(entry: NewAuditEntry): Promise<void> {
    this.#waiting.push(entry);
    this.#flush ??= this.#flushSoon();
    return this.#flush;
  }

  /** After the requests that are being read right now. */
  async #flushSoon(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const entries = this.#waiting;
    this.#waiting = [];
    this.#flush = undefined;
    await this.#audit.addAll(entries);
  }
}
