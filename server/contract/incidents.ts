/** Incidents (vụ việc): tagged in live or playback, listed, opened at their second; they hold their footage. */
import { z } from "zod";
import { endpoints, OFFICER } from "./endpoint.ts";
import { cameraId, done, epochMs, rowId, version, wholeNumber } from "./values.ts";

export const incidentKind = z.enum(["littering", "theft", "traffic", "disorder", "other"]);
export type IncidentKind = z.infer<typeof incidentKind>;

export const incidentView = z.object({
  id: rowId,
  kind: incidentKind,
  atMs: epochMs,
  startMs: epochMs,
  endMs: epochMs,
  note: z.string(),
  placeId: rowId.nullable(),
  state: z.enum(["open", "closed"]),
  cameraIds: z.array(cameraId),
  authorId: rowId,
  authorName: z.string(),
  /** Whether its footage is held against deletion now. */
  held: z.boolean(),
  createdMs: epochMs,
  updatedMs: epochMs,
  version,
});
export type IncidentView = z.infer<typeof incidentView>;

const note = z.string().trim().max(4000);
const incidentParam = z.object({ incidentId: rowId });

export const incidentEndpoints = endpoints({
  listIncidents: {
    method: "GET",
    path: "/api/incidents",
    access: "session",
    summary: "Incidents of the cameras that the user may see, newest first; `before` pages on.",
    query: z.object({
      from: epochMs.optional(),
      to: epochMs.optional(),
      kind: incidentKind.optional(),
      cameraId: cameraId.optional(),
      placeId: rowId.optional(),
      state: z.enum(["open", "closed"]).optional(),
      text: z.string().trim().max(200).optional(),
      before: z.string().max(60).optional(),
      limit: wholeNumber(1, 200).default(50),
    }),
    answer: z.object({ incidents: z.array(incidentView), next: z.string().nullable() }),
  },
  getIncident: {
    method: "GET",
    path: "/api/incidents/:incidentId",
    access: "session",
    summary: "One incident.",
    params: incidentParam,
    answer: incidentView,
  },
  addIncident: {
    method: "POST",
    path: "/api/incidents",
    access: "session",
    summary:
      "Tags an instant on one or more cameras; by default two minutes before to three after are held.",
    body: z.object({
      kind: incidentKind,
      atMs: epochMs,
      startMs: epochMs.optional(),
      endMs: epochMs.optional(),
      cameraIds: z.array(cameraId).min(1).max(100),
      note: note.default(""),
      placeId: rowId.nullable().default(null),
    }),
    answer: incidentView,
  },
  changeIncident: {
    method: "PUT",
    path: "/api/incidents/:incidentId",
    access: "session",
    summary:
      "Changes an incident (duty: only the own); its hold follows its range and cameras and never shrinks.",
    params: incidentParam,
    body: z.object({
      kind: incidentKind,
      startMs: epochMs,
      endMs: epochMs,
      cameraIds: z.array(cameraId).min(1).max(100),
      note,
      placeId: rowId.nullable(),
      state: z.enum(["open", "closed"]),
      version,
    }),
    answer: incidentView,
  },
  releaseHold: {
    method: "POST",
    path: "/api/incidents/:incidentId/release-hold",
    access: OFFICER,
    summary:
      "Releases the footage of an incident to retention, with a reason that goes into the audit log.",
    params: incidentParam,
    body: z.object({ reason: z.string().trim().min(3).max(1000) }),
    answer: done,
  },
});
