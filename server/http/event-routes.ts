/** Routes of events and of what cameras watch. */
import { VmsError } from "#base/errors";
import type { RouteDeps } from "./route-deps.ts";

export function eventRoutes({ api }: RouteDeps): void {
  api.json("listEvents", notYet);
  api.json("eventCounts", notYet);
  api.json("timelineEvents", notYet);
  api.json("markEventsSeen", notYet);
  api.json("getEvent", notYet);
  api.bytes("eventStill", notYet);
  api.bytes("eventMoverStill", notYet);
  api.bytes("eventPreview", notYet);
  api.json("ignoreRegion", notYet);
  api.json("motionSettings", notYet);
  api.json("changeMotionSettings", notYet);
  api.json("zoneNames", notYet);
}

function notYet(): never {
  throw new VmsError("unavailable", "events.not_ready", "events are not kept yet");
}
