/** Cameras and their states. Passwords go in, never out. Places and the map are `places.ts`. */
import { z } from "zod";
import { CAMERA_WARNINGS } from "#base/link";
import { ADMIN, endpoints } from "./endpoint.ts";
import {
  cameraId,
  cause,
  done,
  epochMs,
  name,
  rowId,
  streamKind,
  unit,
  version,
} from "./values.ts";

const phase = z.enum(["off", "connecting", "recording", "down"]);

export const streamStatus = z.object({
  stream: streamKind,
  phase,
  cause: cause.nullable(),
  detail: z.string().nullable(),
  sinceMs: epochMs,
  lastRecordedMs: epochMs.nullable(),
  bitrateKbps: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  codec: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  audioCodec: z.string().nullable(),
  cameraClockOffsetMs: z.number().nullable(),
  retryAtMs: epochMs.nullable(),
});

export const cameraStatus = z.object({
  cameraId,
  phase,
  cause: cause.nullable(),
  sinceMs: epochMs,
  main: streamStatus.nullable(),
  sub: streamStatus.nullable(),
  warnings: z.array(z.enum(CAMERA_WARNINGS)),
});
export type CameraStatusView = z.infer<typeof cameraStatus>;

/** What everybody who may see the camera sees. */
export const cameraView = z.object({
  id: cameraId,
  name: z.string(),
  placeId: rowId.nullable(),
  enabled: z.boolean(),
  sortOrder: z.number(),
  hasSub: z.boolean(),
  mapX: unit.nullable(),
  mapY: unit.nullable(),
  /** Days its footage is kept: its own number or the site's default. */
  retentionDays: z.number(),
  removedMs: epochMs.nullable(),
  /** null while the recorder has not spoken since the server started. */
  status: cameraStatus.nullable(),
});
export type CameraView = z.infer<typeof cameraView>;

/** The same with its settings, for the admin. */
export const cameraSettings = cameraView.extend({
  source: z.enum(["rtsp", "push"]),
  mainUrl: z.string().nullable(),
  subUrl: z.string().nullable(),
  username: z.string().nullable(),
  hasPassword: z.boolean(),
  transport: z.enum(["tcp", "udp"]),
  audio: z.enum(["auto", "off"]),
  onvifUrl: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  ownRetentionDays: z.number().nullable(),
  retentionBasis: z.string().nullable(),
  /** Where a camera that pushes must send its streams, with its secret; null for others. */
  pushUrls: z.object({ main: z.string(), sub: z.string() }).nullable(),
  version,
});
export type CameraSettings = z.infer<typeof cameraSettings>;

const streamUrl = z
  .string()
  .trim()
  .max(2000)
  .regex(/^(rtsps?|rtmp):\/\//i);

export const cameraInput = z.object({
  name,
  placeId: rowId.nullable().default(null),
  enabled: z.boolean().default(true),
  source: z.enum(["rtsp", "push"]).default("rtsp"),
  mainUrl: streamUrl.nullable().default(null),
  subUrl: streamUrl.nullable().default(null),
  username: z.string().max(200).nullable().default(null),
  /** Absent = unchanged (or none for a new camera); null = remove it. */
  password: z.string().max(200).nullable().optional(),
  transport: z.enum(["tcp", "udp"]).default("tcp"),
  audio: z.enum(["auto", "off"]).default("auto"),
  onvifUrl: z.string().max(2000).nullable().default(null),
  manufacturer: z.string().max(200).nullable().default(null),
  model: z.string().max(200).nullable().default(null),
  retentionDays: z.number().min(1).max(3650).nullable().default(null),
  retentionBasis: z.string().trim().max(1000).nullable().default(null),
  mapX: unit.nullable().default(null),
  mapY: unit.nullable().default(null),
});
export type CameraInput = z.input<typeof cameraInput>;

const probeFailure = z.object({ ok: z.literal(false), cause, detail: z.string() });
export const streamProbe = z.object({
  ok: z.literal(true),
  codec: z.string(),
  width: z.number(),
  height: z.number(),
  framesPerSecond: z.number().nullable(),
  audioCodec: z.string().nullable(),
  pictureBase64: z.string().nullable(),
});
export const deviceProbe = z.object({
  ok: z.literal(true),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  firmware: z.string().nullable(),
  serial: z.string().nullable(),
  clockOffsetMs: z.number().nullable(),
  profiles: z.array(
    z.object({
      token: z.string(),
      name: z.string(),
      codec: z.string().nullable(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      framesPerSecond: z.number().nullable(),
      bitrateKbps: z.number().nullable(),
      gopFrames: z.number().nullable(),
      url: z.string(),
    }),
  ),
  mainToken: z.string().nullable(),
  subToken: z.string().nullable(),
});
export const discoveredDevice = z.object({
  address: z.string(),
  port: z.number(),
  name: z.string().nullable(),
  hardware: z.string().nullable(),
  xaddr: z.string(),
  /** The camera already in the catalogue with this address, if any. */
  knownCameraId: cameraId.nullable(),
});

const cameraParam = z.object({ cameraId });

export const cameraEndpoints = endpoints({
  listCameras: {
    method: "GET",
    path: "/api/cameras",
    access: "session",
    summary: "The cameras that the user may see, with their states.",
    query: z.object({ removed: z.enum(["0", "1"]).default("0") }),
    answer: z.array(cameraView),
  },
  listCameraSettings: {
    method: "GET",
    path: "/api/settings/cameras",
    access: ADMIN,
    summary: "All cameras with their settings, without passwords.",
    answer: z.array(cameraSettings),
  },
  addCamera: {
    method: "POST",
    path: "/api/settings/cameras",
    access: ADMIN,
    summary: "Adds a camera.",
    body: cameraInput,
    answer: cameraSettings,
  },
  changeCamera: {
    method: "PUT",
    path: "/api/settings/cameras/:cameraId",
    access: ADMIN,
    summary: "Changes a camera; a version seen by another admin's change is a conflict.",
    params: cameraParam,
    body: cameraInput.extend({ version }),
    answer: cameraSettings,
  },
  removeCamera: {
    method: "DELETE",
    path: "/api/settings/cameras/:cameraId",
    access: ADMIN,
    summary: "Removes a camera; its footage stays until retention takes it, held footage stays.",
    params: cameraParam,
    answer: done,
  },
  orderCameras: {
    method: "POST",
    path: "/api/settings/cameras/order",
    access: ADMIN,
    summary: "Sets the order of the cameras on the wall.",
    body: z.object({ cameraIds: z.array(cameraId).max(1000) }),
    answer: done,
  },
  importCameras: {
    method: "POST",
    path: "/api/settings/cameras/import",
    access: ADMIN,
    summary: "Adds cameras from a YAML or CSV list; nothing is added if a line is bad.",
    body: z.object({ format: z.enum(["yaml", "csv"]), text: z.string().max(500_000) }),
    answer: z.object({ added: z.array(cameraSettings) }),
  },
  testStream: {
    method: "POST",
    path: "/api/settings/test-stream",
    access: ADMIN,
    summary:
      "Opens a stream and shows a picture, saving nothing. Without a password, that of `cameraId` is used.",
    body: z.object({
      url: streamUrl,
      username: z.string().max(200).nullable().default(null),
      password: z.string().max(200).nullable().default(null),
      transport: z.enum(["tcp", "udp"]).default("tcp"),
      cameraId: cameraId.nullable().default(null),
    }),
    answer: z.union([streamProbe, probeFailure]),
  },
  discoverDevices: {
    method: "POST",
    path: "/api/settings/discover",
    access: ADMIN,
    summary: "Looks for ONVIF cameras on every network interface of the recorder.",
    answer: z.array(discoveredDevice),
  },
  probeDevice: {
    method: "POST",
    path: "/api/settings/probe-device",
    access: ADMIN,
    summary: "Logs in to an ONVIF camera and proposes its main and sub stream.",
    body: z.object({
      address: z.string().trim().min(1).max(255),
      port: z.number().int().min(1).max(65535).default(80),
      username: z.string().max(200).nullable().default(null),
      password: z.string().max(200).nullable().default(null),
    }),
    answer: z.union([deviceProbe, probeFailure]),
  },
});
