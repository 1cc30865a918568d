/** Routes of incidents. */
import type { IncidentService } from "../incidents/incident-service.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface IncidentRouteDeps extends RouteDeps {
  readonly incidents: IncidentService;
}

export function incidentRoutes({ api, incidents }: IncidentRouteDeps): void {
  api.json("listIncidents", ({ who, query }) => incidents.list(who, query));
  api.json("getIncident", ({ who, params }) => incidents.get(who, params.incidentId));
  api.json("addIncident", ({ who, body }) => incidents.add(who, body));
  api.json("changeIncident", ({ who, params, body }) =>
    incidents.change(who, params.incidentId, body),
  );
  api.json("releaseHold", async ({ who, params, body }) => {
    await incidents.releaseHold(who, params.incidentId, body.reason);
    return { ok: true } as const;
  });
}
