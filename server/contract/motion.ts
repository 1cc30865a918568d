/**
 * What a camera watches: zones, masks and sensitivity, and what the live tuning view shows. The view
 * goes over Socket.IO (`watchMotion`, `motionView`); the settings are an admin's.
 */
import { z } from "zod";
import { SENSITIVITIES } from "#base/zones";
import { ADMIN, endpoints } from "./endpoint.ts";
import { cameraId, rowId } from "./values.ts";

const sensitivity = z.enum(SENSITIVITIES);
/** Seconds that a thing must lie before it counts as left. */
const dwellSeconds = z.number().min(1).max(3_600);
/** A corner in shares of the picture; whether the polygon can be used is `polygonFault`'s answer. */
const corner = z.tuple([z.number(), z.number()]);

const zoneFields = z.object({
  name: z.string().trim().max(100),
  /** A mask is never looked at; where there is a watch zone, only what happens in one is an event. */
  kind: z.enum(["watch", "mask"]),
  polygon: z.array(corner).max(500),
  /** null = the camera's. */
  sensitivity: sensitivity.nullable().default(null),
  dwellSeconds: dwellSeconds.nullable().default(null),
});

export const zoneView = zoneFields.extend({ id: rowId });
export type ZoneView = z.infer<typeof zoneView>;

export const motionSettingsView = z.object({
  cameraId,
  zones: z.array(zoneView),
  sensitivity,
  dwellSeconds,
  /** 0 = never changed: the defaults. */
  version: z.number().int().min(0),
});
export type MotionSettingsView = z.infer<typeof motionSettingsView>;

const cameraParam = z.object({ cameraId });

export const motionEndpoints = endpoints({
  motionSettings: {
    method: "GET",
    path: "/api/settings/cameras/:cameraId/motion",
    access: ADMIN,
    summary: "Zones, masks and sensitivity of a camera; version 0 where nobody has changed them.",
    params: cameraParam,
    answer: motionSettingsView,
  },
  changeMotionSettings: {
    method: "PUT",
    path: "/api/settings/cameras/:cameraId/motion",
    access: ADMIN,
    summary:
      "Replaces them. A bad polygon is refused as `motion.bad_polygon`, each as a field `zones.N.polygon` with its fault as message; a version seen before another's change is a conflict.",
    params: cameraParam,
    body: z.object({
      /** A zone without id is new. */
      zones: z.array(zoneFields.extend({ id: rowId.nullable().default(null) })).max(50),
      sensitivity,
      dwellSeconds,
      version: z.number().int().min(0),
    }),
    answer: motionSettingsView,
  },
  zoneNames: {
    method: "GET",
    path: "/api/zones",
    access: "session",
    summary: "Names of the watch zones of the cameras that the user may see, for filters.",
    answer: z.array(z.object({ id: rowId, name: z.string(), cameraId })),
  },
});

/** What the analysis sees of a camera now, cell by cell. */
export interface MotionViewNews {
  readonly cameraId: string;
  readonly atMs: number;
  /** Base64 of GRID_CELLS bytes, one strength (0, 1, 2) a cell, see `#base/grid`. */
  readonly cells: string;
  /** Around what moves, in shares of the picture. */
  readonly boxes: readonly { x: number; y: number; width: number; height: number }[];
  /** Something moves: an event is open. */
  readonly stirs: boolean;
}

/** The answer to `watchMotion`; a refusal names the problem's reason. */
export type WatchMotionAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string };
