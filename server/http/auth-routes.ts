/** Routes of first run, login, sessions and users. */
import type { SiteService } from "../system/site-service.ts";
import type { LoginService } from "../users/login-service.ts";
import type { SessionService } from "../users/session-service.ts";
import { toMe, type UserService } from "../users/user-service.ts";
import type { RouteDeps } from "./route-deps.ts";
import { tokenOf } from "./session-guard.ts";

export interface AuthRouteDeps extends RouteDeps {
  readonly logins: LoginService;
  readonly sessions: SessionService;
  readonly users: UserService;
  readonly site: SiteService;
  /** Whether demo cameras are in use. */
  readonly isDemo: () => Promise<boolean>;
}

const OK = { ok: true } as const;

export function authRoutes({
  api,
  guard,
  logins,
  sessions,
  users,
  site,
  isDemo,
}: AuthRouteDeps): void {
  api.json("setupState", async () => ({
    needed: await users.setupNeeded(),
    siteName: (await site.get()).siteName,
    demo: await isDemo(),
  }));
  api.json("login", async ({ body, ip, agent, req, res }) => {
    const before = await sessions.find(tokenOf(req), ip);
    const { token, user } = await logins.login({ ...body, ip, agent });
    if (before) await sessions.end(before, "logout");
    guard.setCookie(req, res, token);
    return toMe(user);
  });
  api.json("logout", async ({ who, req, res }) => {
    await logins.logout(who);
    guard.clearCookie(req, res);
    return OK;
  });
  api.json("me", ({ who }) => ({
    id: who.userId,
    login: who.login,
    name: who.name,
    role: who.role,
    language: who.language,
    mustChange: who.mustChange,
    cameraIds: who.cameraIds === null ? null : [...who.cameraIds],
  }));
  api.json("changePassword", async ({ who, body }) =>
    toMe(await logins.changePassword(who, body.current, body.next)),
  );
  api.json("changeLanguage", async ({ who, body }) =>
    toMe(await users.changeLanguage(who.userId, body.language)),
  );
  api.json("listUsers", () => users.list());
  api.json("addUser", ({ who, body }) => users.add(who, body));
  api.json("changeUser", ({ who, params, body }) => users.change(who, params.userId, body));
  api.json("resetPassword", ({ who, params }) => users.resetPassword(who, params.userId));
}
