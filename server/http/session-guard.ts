/**
 * Lets a request in or not: finds the session of its cookie, checks role, the one-time-password
 * gate and the origin. Serves HTTP routes and WebSocket upgrades alike.
 */
import type { IncomingMessage } from "node:http";
import type { CookieOptions, Request, Response } from "express";
import { VmsError } from "#base/errors";
import type { Access, ApiName } from "#contract";
import { SESSION_MAX_MS } from "../users/session-plan.ts";
import type { SessionService } from "../users/session-service.ts";
import type { Who } from "../users/who.ts";

export const SESSION_COOKIE = "cl_session";

/** What a user who still has his one-time password may call. */
const BEFORE_CHANGE: ReadonlySet<ApiName> = new Set([
  "me",
  "changePassword",
  "changeLanguage",
  "logout",
]);

export class SessionGuard {
  readonly #sessions: SessionService;
  readonly #cookieSecure: boolean | "auto";

  /** `cookieSecure` "auto": the cookie is kept to https where the request came by https. */
  constructor(sessions: SessionService, cookieSecure: boolean | "auto" = "auto") {
    this.#sessions = sessions;
    this.#cookieSecure = cookieSecure;
  }

  /** Checks one HTTP request against an endpoint's access. @throws VmsError unauthenticated, forbidden. */
  async admit(req: Request, access: Access, name: ApiName): Promise<Who | null> {
    if (req.method !== "GET" && req.method !== "HEAD") requireSameOrigin(req);
    const who = await this.#sessions.find(tokenOf(req), req.ip ?? "");
    if (access === "none") return who ?? null;
    if (!who)
      throw new VmsError("unauthenticated", "session.missing", "no session, or it has ended");
    if (who.mustChange && !BEFORE_CHANGE.has(name)) {
      throw new VmsError(
        "forbidden",
        "password.must_change",
        "the one-time password must be replaced first",
      );
    }
    if (access !== "session" && !access.includes(who.role)) {
      throw new VmsError("forbidden", "role.not_allowed", `role ${who.role} may not do this`);
    }
    return who;
  }

  /**
   * Checks a WebSocket upgrade (live streams, Socket.IO): session, origin and the one-time-password
   * gate. Camera rights are the caller's to check (`maySee`). @throws VmsError unauthenticated, forbidden.
   */
  async admitUpgrade(req: IncomingMessage, ip: string): Promise<Who> {
    requireSameOrigin(req);
    const who = await this.#sessions.find(tokenOf(req), ip);
    if (!who)
      throw new VmsError("unauthenticated", "session.missing", "no session, or it has ended");
    if (who.mustChange) {
      throw new VmsError(
        "forbidden",
        "password.must_change",
        "the one-time password must be replaced first",
      );
    }
    return who;
  }

  setCookie(req: Request, res: Response, token: string): void {
    res.cookie(SESSION_COOKIE, token, { ...this.#cookieOptions(req), maxAge: SESSION_MAX_MS });
  }

  clearCookie(req: Request, res: Response): void {
    res.clearCookie(SESSION_COOKIE, this.#cookieOptions(req));
  }

  #cookieOptions(req: Request): CookieOptions {
    const secure = this.#cookieSecure === "auto" ? req.secure : this.#cookieSecure;
    return { httpOnly: true, sameSite: "strict", secure, path: "/" };
  }
}

/** The session token of a request's cookie, if it has one that looks right. */
export function tokenOf(req: IncomingMessage): string | undefined {
  for (const pair of (req.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === SESSION_COOKIE && value && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/**
 * Another site in the same browser, or another port of this host (which `SameSite` does not keep
 * out), must not act with this session: an `Origin` that is present has to be our own host.
 */
function requireSameOrigin(req: IncomingMessage): void {
  const origin = req.headers.origin;
  if (origin === undefined) return;
  const host = req.headers["x-forwarded-host"] ?? req.headers.host;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new VmsError("forbidden", "origin.foreign", "the request comes from another site");
}
