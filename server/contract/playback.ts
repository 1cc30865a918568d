/**
 * Recorded footage: what there is, playlists, stills and downloads. Every viewing is audited.
 * Live goes over the WebSocket `/live/:cameraId/:stream` (FLV), see LIVE_PATH.
 */
import { z } from "zod";
import { endpoints, OFFICER } from "./endpoint.ts";
import {
  cameraId,
  cause,
  epochMs,
  rangeQuery,
  rowId,
  streamKind,
  timeRange,
  wholeNumber,
} from "./values.ts";

/** WebSocket address of a live stream: FLV bytes in binary messages, from a keyframe on. */
export const LIVE_PATH = "/live/:cameraId/:stream";

/** WebSocket close codes of the live path; `reason` holds the cause or the problem's reason. */
export const LIVE_CLOSE = {
  unauthenticated: 4401,
  forbidden: 4403,
  notFound: 4404,
  unavailable: 4503,
  sessionEnded: 4440,
  tooSlow: 4408,
} as const;

const cameraParam = z.object({ cameraId });
/** What is made of recorded footage when it is asked for. */
const madeKind = z.enum(["keys", "small"]);

export const gapView = timeRange.extend({
  cause,
  detail: z.string().nullable(),
  open: z.boolean(),
});
export const timelineView = z.object({
  cameraId,
  /** What was asked. */
  range: timeRange,
  /** Recorded spans (main, or sub where there is no main), sorted, disjoint. */
  spans: z.array(timeRange),
  /** Spans of which only the small stream is recorded. */
  subOnlySpans: z.array(timeRange),
  gaps: z.array(gapView),
  incidents: z.array(
    z.object({
      id: rowId,
      kind: z.string(),
      atMs: epochMs,
      startMs: epochMs,
      endMs: epochMs,
      note: z.string(),
    }),
  ),
  holds: z.array(timeRange),
  /** First and last recorded instant of the camera at all, null when there is none. */
  firstMs: epochMs.nullable(),
  lastMs: epochMs.nullable(),
});
export type TimelineView = z.infer<typeof timelineView>;

export const playbackEndpoints = endpoints({
  timeline: {
    method: "GET",
    path: "/api/playback/:cameraId/timeline",
    access: "session",
    summary: "Recorded spans, gaps with their causes, incidents and holds of a range.",
    params: cameraParam,
    query: rangeQuery,
    answer: timelineView,
  },
  calendar: {
    method: "GET",
    path: "/api/playback/:cameraId/calendar",
    access: "session",
    summary: "Which days of a month have footage; the site's time zone decides where a day begins.",
    params: cameraParam,
    query: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
    answer: z.object({ month: z.string(), timeZone: z.string(), days: z.array(z.number().int()) }),
  },
  playlist: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/playlist.m3u8",
    access: "session",
    summary:
      "HLS (RFC 8216) media playlist of a range of at most six hours, byte ranges of the recorded files.",
    params: cameraParam.extend({ stream: streamKind }),
    query: rangeQuery,
    bytes: "application/vnd.apple.mpegurl",
  },
  multivariantPlaylist: {
    method: "GET",
    path: "/api/playback/:cameraId/master.m3u8",
    access: "session",
    summary:
      "HLS multivariant playlist of a range: main and small stream as renditions of one time line, with codecs, sizes and bandwidths.",
    params: cameraParam,
    query: rangeQuery,
    bytes: "application/vnd.apple.mpegurl",
  },
  madePlaylist: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/made/:kind/playlist.m3u8",
    access: "session",
    summary:
      "HLS media playlist of footage made when asked for: `keys` = keyframes alone, for fast play; `small` = a small H.264 copy for browsers that can play neither stream.",
    params: cameraParam.extend({ stream: streamKind, kind: madeKind }),
    query: rangeQuery,
    bytes: "application/vnd.apple.mpegurl",
  },
  madePart: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/made/:kind/:part",
    access: "session",
    summary:
      "A part or an init that such a playlist names. Few small copies are made at a time; one too many is refused.",
    params: cameraParam.extend({
      stream: streamKind,
      kind: madeKind,
      part: z.string().regex(/^(init-\d{1,15}|\d{1,15}-\d{1,15})\.mp4$/),
    }),
    bytes: "video/mp4",
  },
  segmentBytes: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/segments/:segment",
    access: "session",
    summary:
      "A recorded file, or byte ranges of it; `segment` is its number or `open-<name>` for the one being written.",
    params: cameraParam.extend({
      stream: streamKind,
      segment: z.string().regex(/^(\d{1,15}|open-[0-9A-Za-z-]{1,80})\.mp4$/),
    }),
    bytes: "video/mp4",
  },
  still: {
    method: "GET",
    path: "/api/playback/:cameraId/still",
    access: "session",
    summary:
      "A picture at a time; the header X-Frame-Time-Ms says of which instant it really is. `exact=0` takes the keyframe before.",
    params: cameraParam,
    query: z.object({
      at: epochMs,
      width: wholeNumber(32, 3840).default(640),
      stream: streamKind.default("sub"),
      exact: z.enum(["0", "1"]).default("0"),
      download: z.enum(["0", "1"]).default("0"),
    }),
    bytes: "image/jpeg",
  },
  downloadPlan: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/download-plan",
    access: OFFICER,
    summary:
      "What a download of a range would hold: the exact start and end (whole GOPs), size, gaps, and one part per change of codec.",
    params: cameraParam.extend({ stream: streamKind }),
    query: rangeQuery,
    answer: z.object({
      parts: z.array(
        timeRange.extend({ sizeBytes: z.number(), fileName: z.string(), url: z.string() }),
      ),
      gaps: z.array(gapView),
    }),
  },
  download: {
    method: "GET",
    path: "/api/playback/:cameraId/:stream/download.mp4",
    access: OFFICER,
    summary:
      "The range as one MP4 of the camera's own bytes; X-Start-Ms and X-End-Ms state the exact start and end. Resumable by HTTP ranges.",
    params: cameraParam.extend({ stream: streamKind }),
    query: rangeQuery,
    bytes: "video/mp4",
  },
});
