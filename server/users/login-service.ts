/**
 * Login and the own password. Tries for one login run one after the other, so that parallel guesses
 * cannot outrun the lockout. Unknown logins take as long and are locked like known ones, so that an
 * answer does not tell which logins exist.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Catalogue, User } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { getUser } from "./get-user.ts";
import {
  afterFailure,
  FAILURES_BEFORE_LOCK,
  isLocked,
  LOCK_MS,
  type LockState,
  UNLOCKED,
} from "./lockout.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import type { SessionService } from "./session-service.ts";
import type { Who } from "./who.ts";

export interface LoginServiceOptions {
  readonly catalogue: Catalogue;
  readonly sessions: SessionService;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  /** N of scrypt for new passwords; only tests choose less than the default. */
  readonly passwordCost?: number | undefined;
}

export interface LoginAttempt {
  readonly login: string;
  readonly password: string;
  readonly ip: string;
  readonly agent: string;
}

const UNKNOWN_LOGINS_KEPT = 1000;
/** Shorter logins occur in ordinary words. */
const SHORTEST_TELLING_LOGIN = 4;

export class LoginService {
  readonly #options: LoginServiceOptions;
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #unknownLogins = new Map<string, LockState>();
  #decoyHash: Promise<string> | undefined;

  constructor(options: LoginServiceOptions) {
    this.#options = options;
  }

  /** Opens a session. @throws VmsError unauthenticated `login.failed`, too_many `login.locked`, forbidden `login.disabled`. */
  login(attempt: LoginAttempt): Promise<{ token: string; user: User }> {
    const login = attempt.login.trim().toLowerCase();
    const before = this.#queues.get(login) ?? Promise.resolve();
    const mine = before.then(() => this.#try({ ...attempt, login }));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(login, settled);
    void settled.then(() => {
      if (this.#queues.get(login) === settled) this.#queues.delete(login);
    });
    return mine;
  }

  /** Ends the session. */
  async logout(who: Who): Promise<void> {
    await this.#options.sessions.end(who, "logout");
    await this.#options.audit.add(who, "logout", who.userId);
  }

  /** Replaces the own password and ends the other sessions. @throws VmsError invalid_input. */
  async changePassword(who: Who, current: string, next: string): Promise<User> {
    const { catalogue, sessions, audit } = this.#options;
    const user = await getUser(catalogue, who.userId);
    if (!(await verifyPassword(current, user.password_hash))) {
      throw new VmsError("invalid_input", "password.wrong", "the current password is wrong");
    }
    if (current === next) {
      throw new VmsError(
        "invalid_input",
        "password.same",
        "the new password must differ from the old one",
      );
    }
    if (user.login.length >= SHORTEST_TELLING_LOGIN && next.toLowerCase().includes(user.login)) {
      throw new VmsError(
        "invalid_input",
        "password.holds_login",
        "the password must not hold the login",
      );
    }
    const changed = await catalogue.users.update(user.id, user.version, {
      password_hash: await hashPassword(next, this.#options.passwordCost),
      must_change: 0,
    });
    await sessions.endOfUser(user.id, "password_changed", who.sessionHash);
    await audit.add(who, "password.changed", user.id);
    return changed;
  }

  async #try(attempt: LoginAttempt): Promise<{ token: string; user: User }> {
    const { catalogue, sessions, audit } = this.#options;
    const actor = { login: attempt.login.slice(0, 60), ip: attempt.ip };
    const user = await catalogue.users.findByLogin(attempt.login);
    this.#refuseLocked(attempt.login, user);
    this.#decoyHash ??= hashPassword("decoy", this.#options.passwordCost);
    const fits = await verifyPassword(
      attempt.password,
      user?.password_hash ?? (await this.#decoyHash),
    );
    if (!user || !fits) {
      const locked = await this.#fail(attempt.login, user);
      await audit.add(actor, locked ? "login.locked" : "login.failed", user?.id ?? null);
      throw new VmsError("unauthenticated", "login.failed", "login or password is wrong");
    }
    if (user.disabled) {
      await audit.add(actor, "login.refused", user.id, { reason: "disabled" });
      throw new VmsError("forbidden", "login.disabled", "this account is switched off");
    }
    if (user.failed_logins > 0 || user.locked_until_ms !== null)
      await catalogue.users.recordLogin(user.id);
    const token = await sessions.create(user.id, attempt.ip, attempt.agent);
    await audit.add({ userId: user.id, ...actor }, "login.ok", user.id);
    return { token, user };
  }

  #refuseLocked(login: string, user: User | undefined): void {
    const nowMs = this.#options.clock.nowMs();
    const state = this.#lockState(login, user);
    if (!isLocked(state, nowMs)) return;
    const retryAfterS = Math.ceil(((state.lockedUntilMs ?? nowMs) - nowMs) / 1000);
    throw new VmsError("too_many", "login.locked", "too many wrong passwords; try again later", {
      details: { retryAfterS },
    });
  }

  /** Counts a failure; answers whether the account is locked now. */
  async #fail(login: string, user: User | undefined): Promise<boolean> {
    const nowMs = this.#options.clock.nowMs();
    if (user) {
      const policy = { limit: FAILURES_BEFORE_LOCK, lockMs: LOCK_MS };
      const after = await this.#options.catalogue.users.recordFailedLogin(user.id, nowMs, policy);
      return after !== undefined && isLocked(this.#lockState(login, after), nowMs);
    }
    const state = afterFailure(this.#lockState(login, user), nowMs);
    this.#unknownLogins.delete(login);
    this.#unknownLogins.set(login, state);
    const oldest = this.#unknownLogins.keys().next().value;
    if (this.#unknownLogins.size > UNKNOWN_LOGINS_KEPT && oldest !== undefined) {
      this.#unknownLogins.delete(oldest);
    }
    return isLocked(state, nowMs);
  }

  #lockState(login: string, user: User | undefined): LockState {
    if (!user) return this.#unknownLogins.get(login) ?? UNLOCKED;
    return { failedLogins: user.failed_logins, lockedUntilMs: user.locked_until_ms };
  }
}
