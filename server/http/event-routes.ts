/** Routes of events, their pictures, and what cameras watch. */
import type { EventPicture } from "#storage";
import type { EventService } from "../events/event-service.ts";
import type { MotionSettingsService } from "../events/motion-settings-service.ts";
import { LONGEST_MS, requestedRange } from "../playback/requested-range.ts";
import { matchesEtag } from "./byte-range.ts";
import type { Call } from "./route.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface EventRouteDeps extends RouteDeps {
  readonly events: EventService;
  readonly motion: MotionSettingsService;
}

const OK = { ok: true } as const;

export function eventRoutes(deps: EventRouteDeps): void {
  const { api, events } = deps;
  api.json("listEvents", ({ who, query }) => events.list(who, query));
  api.json("eventCounts", async ({ who, query }) => ({
    unseen: await events.countUnseen(who, query),
  }));
  api.json("timelineEvents", async ({ who, query }) => ({
    cameras: await events.marks(who, query, requestedRange(query, LONGEST_MS.timeline)),
  }));
  api.json("markEventsSeen", async ({ who, body }) => {
    await events.markSeen(who, body);
    return OK;
  });
  api.json("getEvent", ({ who, params }) => events.get(who, params.eventId));
  pictureRoutes(deps);
  motionRoutes(deps);
}

function pictureRoutes({ api, events }: EventRouteDeps): void {
  api.bytes("eventStill", (call) => sendPicture(events, call, "still"));
  api.bytes("eventMoverStill", (call) => sendPicture(events, call, "mover"));
  api.bytes("eventPreview", (call) => sendPicture(events, call, "preview"));
}

async function sendPicture(
  events: EventService,
  { who, params, req, res }: Call<"eventStill" | "eventMoverStill" | "eventPreview">,
  which: EventPicture,
): Promise<void> {
  const picture = await events.findPicture(who, params.eventId, which);
  res.setHeader("Cache-Control", "private, no-cache");
  res.setHeader("ETag", picture.etag);
  if (matchesEtag(req.get("if-none-match"), picture.etag)) {
    res.status(304).end();
    return;
  }
  const bytes = await picture.read();
  res.type(which === "preview" ? "image/webp" : "image/jpeg").send(bytes);
}

function motionRoutes({ api, motion }: EventRouteDeps): void {
  api.json("motionSettings", ({ who, params }) => motion.get(who, params.cameraId));
  api.json("changeMotionSettings", ({ who, params, body }) =>
    motion.change(who, params.cameraId, body),
  );
  api.json("ignoreRegion", ({ who, params }) => motion.ignoreRegion(who, params.eventId));
  api.json("zoneNames", ({ who }) => motion.zoneNames(who));
}
