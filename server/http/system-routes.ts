/** Routes of the system page, the site's settings, the audit log, health, metrics and the API's description. */

import { VmsError } from "#base/errors";
import type { Metrics } from "../system/metrics.ts";
import { openApiDocument } from "../system/open-api.ts";
import type { SiteService } from "../system/site-service.ts";
import type { SystemService } from "../system/system-service.ts";
import { isLoopback } from "./client-address.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface SystemRouteDeps extends RouteDeps {
  readonly system: SystemService;
  readonly site: SiteService;
  readonly metrics: Metrics;
  readonly version: string;
}

export function systemRoutes({
  api,
  audit,
  system,
  site,
  metrics,
  version,
}: SystemRouteDeps): void {
  const description = openApiDocument(version);
  api.json("system", ({ who }) => system.view(who));
  api.json("siteSettings", () => site.get());
  api.json("changeSiteSettings", ({ who, body }) => site.change(who, body));
  api.json("audit", ({ query }) => audit.list(query));
  api.json("openApi", () => description);
  api.json("health", () => system.health());
  api.bytes("metrics", async ({ who, req, res }) => {
    if (who?.role !== "admin" && !isLoopback(req)) {
      throw new VmsError(
        "forbidden",
        "metrics.local_only",
        "metrics are for this host or an admin",
      );
    }
    res.setHeader("Cache-Control", "no-store");
    res.type(metrics.contentType).send(await metrics.text());
  });
}
