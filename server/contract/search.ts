/**
 * Searching the past by place in the picture. Answers of the two searches are streams: one JSON
 * object a line (NDJSON, `application/x-ndjson`), each with exactly one key that names what the line
 * says; lines come as they are found, the last is `done`, or `failed` with a problem. The client
 * ends a search by going away. Polygons are in shares of the picture; times are epoch UTC
 * milliseconds, ranges half-open.
 */
import { z } from "zod";
import { endpoints } from "./endpoint.ts";
import { problem } from "./problem.ts";
import { cameraId, epochMs, rangeQuery, rowId, timeRange, unit, wholeNumber } from "./values.ts";

/** Media type of a stream of JSON lines. */
export const NDJSON = "application/x-ndjson";

/** A search's polygon is checked by the use case, so that its fault has a reason of its own: `search.polygon_outside` … */
const corners = z
  .array(z.tuple([z.number().min(-10).max(10), z.number().min(-10).max(10)]))
  .max(1000);
const box = z.object({ x: unit, y: unit, width: unit, height: unit });

/** Where to look: cameras by name, those of a place, or (neither) all that the user may see. */
export const searchRegion = z
  .object({
    cameraIds: z.array(cameraId).min(1).max(64).optional(),
    placeId: rowId.optional(),
    /** At most one of these three; none = the whole picture. */
    polygon: corners.optional(),
    /** A zone of any kind, by its id; searched on those of the cameras that have it. */
    zoneId: z.string().min(1).max(60).optional(),
    /** Every watch zone of each camera; a camera that has none is searched whole. */
    zones: z.literal("watch").optional(),
  })
  .refine(({ cameraIds, placeId }) => cameraIds === undefined || placeId === undefined, {
    message: "cameraIds or placeId, not both",
  })
  .refine(
    ({ polygon, zoneId, zones }) =>
      [polygon, zoneId, zones].filter((it) => it !== undefined).length <= 1,
    { message: "only one of polygon, zoneId and zones" },
  );
export type SearchRegion = z.input<typeof searchRegion>;

/** `left` and `taken` are the event table's left and removed objects; `any` is everything. */
export const searchWhat = z.enum(["moved", "left", "taken", "any"]);

export const regionSearch = z.object({
  regions: z.array(searchRegion).min(1).max(64),
  from: epochMs,
  to: epochMs,
  what: searchWhat.default("moved"),
  /** Something must have moved there for at least so many seconds of a hit. */
  minSeconds: wholeNumber(1, 3600).default(1),
  /** `newest` streams from the end of the span backwards and ends at `limit`; `best` reads the whole span and keeps the `limit` best. */
  order: z.enum(["newest", "best"]).default("newest"),
  limit: wholeNumber(1, 2000).default(200),
});
export type RegionSearch = z.input<typeof regionSearch>;

export const searchHit = timeRange.extend({
  cameraId,
  kind: z.enum(["moved", "left", "taken"]),
  /** 0 … 1: how much of the region moved and how long, or how sure the machine is of the thing. */
  score: unit,
  /** The instant whose picture shows it best. */
  bestMs: epochMs,
  /** Event of the event table, where the hit is one. */
  eventId: z.number().int().nullable(),
  /** Around the thing, for left and taken ones. */
  box: box.nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

/** Lines of a region search's answer. With `best`, a hit may be surpassed later: show the `limit` best. */
export const regionSearchLine = z.union([
  z.object({ hit: searchHit }),
  /** The camera is searched from the end of the span back to here. */
  z.object({ progress: z.object({ cameraId, doneToMs: epochMs }) }),
  /** Nobody watched then: "no hit" there means "not known". */
  z.object({ unwatched: timeRange.extend({ cameraId }) }),
  z.object({
    done: z.object({
      hits: z.number().int(),
      seconds: z.number(),
      /** There are more, older than `doneToMs`: ask again with `to` = that. */
      truncated: z.boolean(),
      doneToMs: epochMs,
    }),
  }),
  z.object({ failed: problem }),
]);
export type RegionSearchLine = z.infer<typeof regionSearchLine>;

export const bisectSearch = z
  .object({
    cameraId,
    /** Around the thing, or the empty spot where it was: one of these two. */
    polygon: corners.optional(),
    box: z
      .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
      .optional(),
    from: epochMs,
    to: epochMs,
    question: z.enum(["appeared", "vanished", "either"]).default("either"),
    /** What the officer said of pictures that earlier answers asked about; send all of them again. */
    answers: z
      .array(z.object({ atMs: epochMs, present: z.union([z.boolean(), z.literal("unsure")]) }))
      .max(64)
      .default([]),
  })
  .refine(({ polygon, box }) => (polygon === undefined) !== (box === undefined), {
    message: "polygon or box",
  });
export type BisectSearch = z.input<typeof bisectSearch>;

/** One change of the region. */
export const bisectChange = z.object({
  kind: z.enum(["appeared", "vanished"]),
  atMs: epochMs,
  /** The change lies between these two pictures. */
  window: timeRange,
  /** 0 … 1. */
  confidence: unit,
  /** From before the person came until after he went: what to play. */
  clip: timeRange,
  /** The event table's own event of it, where it has one. */
  eventId: z.number().int().nullable(),
  /** Who brought or took it, as far as the event table knows. */
  mover: z.object({ startMs: epochMs, bestMs: epochMs, box: box.nullable() }).nullable(),
});
export type BisectChange = z.infer<typeof bisectChange>;

/** Lines of a bisect's answer; besides `step` exactly one of `answer`, `ask`, `verdict`, then `done`. */
export const bisectLine = z.union([
  /** A picture was looked at. The change is sought between `fromMs` and `toMs`; the still of `atMs` shows what was seen. */
  z.object({
    step: z.object({
      fromMs: epochMs,
      toMs: epochMs,
      atMs: epochMs,
      /** 0 … 1: how much the region looks as it does with the thing; null = cannot be told. */
      present: unit.nullable(),
      decoded: z.number().int(),
    }),
  }),
  /** The change asked for (of several the last one of that kind), and the others in the span. */
  z.object({ answer: bisectChange.extend({ alternatives: z.array(bisectChange) }) }),
  /** Show these pictures and ask of each: còn / mất / không rõ; then send the question again with the answers. */
  z.object({
    ask: z.object({
      pictures: z.array(z.object({ atMs: epochMs })),
      /** The change lies in here, as far as is known. */
      window: timeRange,
      /** How many more pictures will be asked about at most, these included. */
      mostMore: z.number().int(),
    }),
  }),
  z.object({
    verdict: z.object({
      what: z.enum(["always_there", "never_there", "no_change", "no_footage", "not_to_be_told"]),
      /** Instants at both ends that were compared; null = no picture. */
      firstMs: epochMs.nullable(),
      lastMs: epochMs.nullable(),
    }),
  }),
  z.object({ done: z.object({ decoded: z.number().int(), seconds: z.number() }) }),
  z.object({ failed: problem }),
]);
export type BisectLine = z.infer<typeof bisectLine>;

/** Motion along time, for timelines from a second to a year; `moved[i]` belongs to the bucket that starts at `startMs + i * bucketMs`. */
export const densityView = z.object({
  cameraId,
  startMs: epochMs,
  bucketMs: z.number(),
  /** 0 … 100: share of the watched seconds in which something moved. */
  moved: z.array(z.number()),
  /** 0 … 100: share of the bucket that was watched at all. */
  watched: z.array(z.number()),
});
export type DensityView = z.infer<typeof densityView>;

export const searchEndpoints = endpoints({
  regionSearch: {
    method: "POST",
    path: "/api/search/region",
    access: "session",
    summary:
      "When something moved, was left or taken in regions of pictures: JSON lines as they are found.",
    body: regionSearch,
    bytes: NDJSON,
  },
  bisect: {
    method: "POST",
    path: "/api/search/bisect",
    access: "session",
    summary:
      "When a thing appeared at a place or vanished from it: JSON lines of the steps, then the answer, or pictures to ask about.",
    body: bisectSearch,
    bytes: NDJSON,
  },
  density: {
    method: "GET",
    path: "/api/playback/:cameraId/density",
    access: "session",
    summary: "How much moved along a range of at most 400 days, in at most 4000 buckets.",
    params: z.object({ cameraId }),
    query: rangeQuery.extend({ buckets: wholeNumber(1, 4000).default(600) }),
    answer: densityView,
  },
});
