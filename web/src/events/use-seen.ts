/** Marks events as seen by the user: one that was opened, or all that the list takes. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client.ts";
import { refreshAll, useApiCall } from "../api/hooks.ts";
import { patchEvents } from "./use-events.ts";

const SEEN = "POST /api/events/seen";
const COUNTS = "GET /api/events/counts";

/** The event shows as seen at once; if the server did not take it, the next reading tells. */
export function useMarkSeen(): (eventId: number) => void {
  const client = useQueryClient();
  return useCallback(
    (eventId: number) => {
      patchEvents(client, (event) => (event.id === eventId ? { ...event, seen: true } : event));
      api(SEEN, { body: { eventIds: [eventId] } })
        .then(() => refreshAll(client, [COUNTS]))
        .catch((thrown: unknown) => console.warn("an event was not marked as seen", thrown));
    },
    [client],
  );
}

export function useMarkAllSeen() {
  return useApiCall(SEEN, ["GET /api/events", COUNTS]);
}
