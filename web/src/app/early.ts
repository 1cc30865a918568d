/**
 * Starts early what the live page needs, beside the question who is logged in: its code and the
 * list of cameras. A picture comes sooner by two round trips; without a session nothing is lost.
 */
import type { QueryClient } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import { apiQueryKey } from "../api/hooks.ts";
import { parseRoute } from "./routes.ts";

const CAMERAS = "GET /api/cameras";

export function startEarly(client: QueryClient, address: string): void {
  if (parseRoute(address).view !== "live") return;
  const input = { query: {} };
  void client.prefetchQuery({
    queryKey: apiQueryKey(CAMERAS, input),
    queryFn: ({ signal }) => api(CAMERAS, input, signal),
    retry: false,
  });
  import("../live/live-page.tsx").catch((thrown: unknown) => {
    // The page itself loads it again and says so when it cannot.
    console.warn("the live page was not loaded early", thrown);
  });
}
