/** Routes of searching the past: region search and bisect (streams of JSON lines), motion density. */
import type { SearchService } from "../search/search-service.ts";
import { sendJsonLines } from "./json-lines.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface SearchRouteDeps extends RouteDeps {
  readonly search: SearchService;
}

export function searchRoutes({ api, search, log }: SearchRouteDeps): void {
  api.bytes("regionSearch", ({ who, body, res, signal }) =>
    sendJsonLines({ res, signal, log }, (write) => search.region(who, body, write, signal)),
  );
  api.bytes("bisect", ({ who, body, res, signal }) =>
    sendJsonLines({ res, signal, log }, (write) => search.bisect(who, body, write, signal)),
  );
  api.json("density", ({ who, params, query }) => search.density(who, params.cameraId, query));
}
