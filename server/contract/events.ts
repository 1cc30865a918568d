/**
 * Events: what machines saw (motion, things left and taken, tampering, cameras that went away), for
 * the review queue, the time line and search. Whoever may see a camera sees its events; their
 * pictures are footage, so looking at them is audited. Boxes are shares of the picture.
 */
import { z } from "zod";
import { ADMIN, endpoints } from "./endpoint.ts";
import { motionSettingsView } from "./motion.ts";
import { cameraId, commaList, done, epochMs, rowId, share, unit, wholeNumber } from "./values.ts";

export const eventKind = z.enum([
  "motion",
  "object_left",
  "object_removed",
  "tamper",
  "line_crossed",
  "offline",
]);
export type EventKind = z.infer<typeof eventKind>;

/** Who says so: our own eyes, the camera itself (ONVIF), or the recorder (a camera is away). */
export const eventSource = z.enum(["vision", "camera", "recorder"]);

export const box = z.object({ x: unit, y: unit, width: unit, height: unit });

export const eventView = z.object({
  id: z.number().int(),
  cameraId,
  kind: eventKind,
  source: eventSource,
  startMs: epochMs,
  /** null while it lasts. */
  endMs: epochMs.nullable(),
  /** The instant of its still. */
  bestMs: epochMs,
  box: box.nullable(),
  /** 0 … 1. */
  strength: unit,
  /** 0 … 1: how sure it is that a thing was left or taken; null for other kinds. */
  confidence: unit.nullable(),
  /** Who brought or took the thing: first seen, seen best, and where. */
  mover: z.object({ startMs: epochMs, ms: epochMs, box }).nullable(),
  /** Watch zones in which it happened; a zone may have been removed since. */
  zoneIds: z.array(z.string()),
  /** The form of tampering, the cause of `offline`, the topic of a camera's own event. */
  detail: z.string().nullable(),
  /** By the user who asks; false in news. */
  seen: z.boolean(),
  hasStill: z.boolean(),
  hasMoverStill: z.boolean(),
  hasPreview: z.boolean(),
  /** What to play: the event with some seconds before and after, from before its mover came. */
  playFromMs: epochMs,
  playToMs: epochMs,
});
export type EventView = z.infer<typeof eventView>;

/** Counts and aggregates stop here: more is told as this many ("999+"). */
export const MOST_COUNTED = 1_000;

const eventId = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const eventParam = z.object({ eventId });
const cursor = z.string().regex(/^\d{1,15}:\d{1,15}$/);

/** Which events; all conditions must hold. `from` ≤ start < `to`. Lists are separated by commas. */
const eventFilter = z.object({
  cameraIds: commaList(cameraId, 100).optional(),
  placeId: rowId.optional(),
  kinds: commaList(eventKind, 6).optional(),
  from: epochMs.optional(),
  to: epochMs.optional(),
  zoneId: rowId.optional(),
  minStrength: share.optional(),
});

/** One thing on the time line: an event (`eventId`), or several that lie too close to be told apart. */
export const eventMark = z.object({
  kind: eventKind,
  startMs: epochMs,
  endMs: epochMs,
  count: z.number().int(),
  eventId: z.number().int().nullable(),
});
export type EventMark = z.infer<typeof eventMark>;

export const eventEndpoints = endpoints({
  listEvents: {
    method: "GET",
    path: "/api/events",
    access: "session",
    summary:
      "Events of the cameras that the user may see, newest first; `before` pages on, `seen` 0 = not yet seen by the user.",
    query: eventFilter.extend({
      seen: z.enum(["0", "1", "all"]).default("all"),
      before: cursor.optional(),
      limit: wholeNumber(1, 200).default(50),
    }),
    answer: z.object({ events: z.array(eventView), next: z.string().nullable() }),
  },
  eventCounts: {
    method: "GET",
    path: "/api/events/counts",
    access: "session",
    summary: "How many events of each kind the user has not seen; counting stops at 1000 a kind.",
    query: eventFilter,
    answer: z.object({ unseen: z.record(eventKind, z.number().int()) }),
  },
  timelineEvents: {
    method: "GET",
    path: "/api/events/timeline",
    access: "session",
    summary:
      "Marks of the events that touch a range, camera by camera; where there are more than `most` of a kind, close ones are joined. Without `kinds`, ranges beyond three days leave out motion.",
    query: z.object({
      cameraIds: commaList(cameraId, 100),
      from: epochMs,
      to: epochMs,
      kinds: commaList(eventKind, 6).optional(),
      most: wholeNumber(10, 2_000).default(300),
    }),
    answer: z.object({
      cameras: z.array(z.object({ cameraId, marks: z.array(eventMark) })),
    }),
  },
  markEventsSeen: {
    method: "POST",
    path: "/api/events/seen",
    access: "session",
    summary:
      "Marks events as seen by the user: the named ones, or all up to `upToMs` that the filter takes.",
    body: z
      .object({
        eventIds: z.array(z.number().int().min(1)).min(1).max(500).optional(),
        /** All that began at or before this instant. */
        upToMs: epochMs.optional(),
        cameraIds: z.array(cameraId).min(1).max(100).optional(),
        placeId: rowId.optional(),
        kinds: z.array(eventKind).min(1).optional(),
        from: epochMs.optional(),
        zoneId: rowId.optional(),
        minStrength: unit.optional(),
      })
      .refine(({ eventIds, upToMs }) => (eventIds === undefined) !== (upToMs === undefined), {
        message: "either eventIds or upToMs",
        path: ["eventIds"],
      }),
    answer: done,
  },
  getEvent: {
    method: "GET",
    path: "/api/events/:eventId",
    access: "session",
    summary: "One event.",
    params: eventParam,
    answer: eventView,
  },
  eventStill: {
    method: "GET",
    path: "/api/events/:eventId/still",
    access: "session",
    summary: "The event's best picture, small and clean; the viewer draws the box.",
    params: eventParam,
    bytes: "image/jpeg",
  },
  eventMoverStill: {
    method: "GET",
    path: "/api/events/:eventId/mover-still",
    access: "session",
    summary: "A picture of whoever brought or took the thing.",
    params: eventParam,
    bytes: "image/jpeg",
  },
  eventPreview: {
    method: "GET",
    path: "/api/events/:eventId/preview",
    access: "session",
    summary: "A short moving picture of the event (animated WebP).",
    params: eventParam,
    bytes: "image/webp",
  },
  ignoreRegion: {
    method: "POST",
    path: "/api/events/:eventId/ignore",
    access: ADMIN,
    summary:
      "Masks the region of an event: the camera's motion settings get a mask around its box.",
    params: eventParam,
    answer: motionSettingsView,
  },
});
