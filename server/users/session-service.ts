/**
 * Sessions: opened by a login, found by the cookie's token, ended by logout, idleness, age, or a
 * change of the user's rights. The catalogue stores only the token's SHA-256. Every request reads
 * user and session afresh, so that a change in another process counts at once.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import { type Listener, TypedEmitter } from "#base/typed-emitter";
import type { Catalogue, Session, User } from "#storage";
import { needsTouch, sessionExpiryMs } from "./session-plan.ts";
import type { Who } from "./who.ts";

export type EndReason = "logout" | "expired" | "password_changed" | "rights_changed";

export interface SessionEvents {
  /** Sockets that belong to the session must close. */
  ended: { readonly sessionHash: string; readonly reason: EndReason };
}

export interface SessionServiceOptions {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
}

const SWEEP_MS = 60_000;

export class SessionService {
  readonly #catalogue: Catalogue;
  readonly #clock: Clock;
  readonly #events: TypedEmitter<SessionEvents>;
  readonly #sweep: PeriodicJob;
  /** Sessions that asked something of this process: those whose end somebody may wait for. */
  readonly #seen = new Set<string>();

  constructor({ catalogue, clock, log }: SessionServiceOptions) {
    this.#catalogue = catalogue;
    this.#clock = clock;
    this.#events = new TypedEmitter((thrown) =>
      log.error({ err: thrown }, "listener of session news failed"),
    );
    const run = () => this.sweep();
    this.#sweep = new PeriodicJob({ name: "session-sweep", everyMs: SWEEP_MS, clock, log, run });
  }

  start(): void {
    this.#sweep.start();
  }

  close(): Promise<void> {
    return this.#sweep.close();
  }

  on<K extends keyof SessionEvents>(name: K, listener: Listener<SessionEvents[K]>): () => void {
    return this.#events.on(name, listener);
  }

  /** Opens a session; the answer is the token for the cookie, known to nobody else. */
  async create(userId: string, ip: string, agent: string): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    const nowMs = this.#clock.nowMs();
    await this.#catalogue.sessions.insert({
      token_hash: hashToken(token),
      user_id: userId,
      created_ms: nowMs,
      seen_ms: nowMs,
      expires_ms: sessionExpiryMs({ createdMs: nowMs, seenMs: nowMs }),
      ip,
      agent: agent.slice(0, 300),
    });
    return token;
  }

  /** Who a token belongs to; undefined for none, an ended one, or a user who was switched off. */
  async find(token: string | undefined, ip: string): Promise<Who | undefined> {
    return token === undefined ? undefined : this.findByHash(hashToken(token), ip);
  }

  /** The same by the session's name (`Who.sessionHash`), for sockets that stay open for hours. */
  async findByHash(sessionHash: string, ip: string): Promise<Who | undefined> {
    const found = await this.#readable(sessionHash);
    if (!found) return undefined;
    this.#seen.add(sessionHash);
    await this.#touch(found.session);
    return toWho(found.user, sessionHash, ip);
  }

  /** Ends one session. */
  async end(who: Pick<Who, "sessionHash">, reason: EndReason): Promise<void> {
    await this.#catalogue.sessions.remove(who.sessionHash);
    this.#forget(who.sessionHash, reason);
  }

  /** Ends all sessions of a user but `exceptHash`. */
  async endOfUser(userId: string, reason: EndReason, exceptHash?: string): Promise<void> {
    const sessions = await this.#catalogue.sessions.listOfUser(userId);
    await this.#catalogue.sessions.removeOfUser(userId, exceptHash);
    for (const session of sessions) {
      if (session.token_hash !== exceptHash) this.#forget(session.token_hash, reason);
    }
  }

  /**
   * Removes what has run out, and tells of sessions seen here that another process (the command
   * line) has ended; called every minute.
   */
  async sweep(): Promise<void> {
    await this.#catalogue.sessions.removeExpired(this.#clock.nowMs());
    for (const sessionHash of [...this.#seen]) {
      if (!(await this.#readable(sessionHash))) this.#forget(sessionHash, "expired");
    }
  }

  async #readable(sessionHash: string): Promise<{ session: Session; user: User } | undefined> {
    const session = await this.#catalogue.sessions.find(sessionHash);
    if (!session || session.expires_ms <= this.#clock.nowMs()) return undefined;
    const user = await this.#catalogue.users.find(session.user_id);
    return user && !user.disabled ? { session, user } : undefined;
  }

  #forget(sessionHash: string, reason: EndReason): void {
    this.#seen.delete(sessionHash);
    this.#events.emit("ended", { sessionHash, reason });
  }

  async #touch(session: Session): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (!needsTouch({ createdMs: session.created_ms, seenMs: session.seen_ms }, nowMs)) return;
    const expiresMs = sessionExpiryMs({ createdMs: session.created_ms, seenMs: nowMs });
    await this.#catalogue.sessions.touch(session.token_hash, nowMs, expiresMs);
  }
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function toWho(user: User, sessionHash: string, ip: string): Who {
  return {
    userId: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    language: user.language,
    mustChange: user.must_change === 1,
    cameraIds: user.camera_ids === null ? null : (JSON.parse(user.camera_ids) as string[]),
    sessionHash,
    ip,
  };
}
