/**
 * What every `*-routes.ts` file is given. A routes file exports one function
 * `xyzRoutes(deps: RouteDeps & { service })` that registers its endpoints by name and holds no logic.
 */
import type { Log } from "#base/log";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { ApiRoutes } from "./route.ts";
import type { SessionGuard } from "./session-guard.ts";

export interface RouteDeps {
  readonly api: ApiRoutes;
  readonly guard: SessionGuard;
  readonly audit: AuditTrail;
  readonly log: Log;
}
