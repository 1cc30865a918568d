/** The system page, the site's settings and the audit log. */
import { z } from "zod";
import { ADMIN, endpoints } from "./endpoint.ts";
import { cameraId, epochMs, rowId, wholeNumber } from "./values.ts";

export const systemView = z.object({
  atMs: epochMs,
  siteName: z.string(),
  version: z.string(),
  serverStartedMs: epochMs,
  /** false = the recorder does not speak with the server: the page says so in red. */
  recorderUp: z.boolean(),
  recorderSinceMs: epochMs.nullable(),
  recorderVersion: z.string().nullable(),
  ffmpegVersion: z.string().nullable(),
  relayUp: z.boolean(),
  disk: z.object({
    totalBytes: z.number(),
    freeBytes: z.number(),
    footageBytes: z.number(),
    state: z.enum(["ok", "low", "full", "unknown"]),
  }),
  writtenBytesPerSecond: z.number(),
  /** Days until the oldest footage has to go at this rate; null while unknown. */
  forecastDays: z.number().nullable(),
  oldestMs: epochMs.nullable(),
  cameras: z.array(
    z.object({
      cameraId,
      bytes: z.number(),
      oldestMs: epochMs.nullable(),
      newestMs: epochMs.nullable(),
      retentionDays: z.number(),
      forecastDays: z.number().nullable(),
    }),
  ),
});
export type SystemView = z.infer<typeof systemView>;

export const siteSettings = z.object({
  siteName: z.string().trim().min(1).max(200),
  parentName: z.string().trim().max(200),
  defaultRetentionDays: z.number().min(1).max(3650),
  /** Typed in by the admin: the document that sets the days; "" = none, shown as "default, not a rule". */
  retentionBasis: z.string().trim().max(1000),
});
export type SiteSettings = z.infer<typeof siteSettings>;
export type SiteSettingsChange = {
  readonly [K in keyof SiteSettings]?: SiteSettings[K] | undefined;
};

export const auditView = z.object({
  id: z.number(),
  atMs: epochMs,
  userId: rowId.nullable(),
  login: z.string().nullable(),
  userName: z.string().nullable(),
  ip: z.string().nullable(),
  action: z.string(),
  target: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditView = z.infer<typeof auditView>;

export const systemEndpoints = endpoints({
  system: {
    method: "GET",
    path: "/api/system",
    access: "session",
    summary: "Recorder, disk, forecast, each camera's stored footage.",
    answer: systemView,
  },
  siteSettings: {
    method: "GET",
    path: "/api/settings/site",
    access: "session",
    summary: "The site's name and default retention.",
    answer: siteSettings,
  },
  changeSiteSettings: {
    method: "PUT",
    path: "/api/settings/site",
    access: ADMIN,
    summary: "Changes the site's name and default retention; what is not given stays as it is.",
    body: siteSettings.partial().refine((change) => Object.keys(change).length > 0, {
      message: "nothing to change",
    }),
    answer: siteSettings,
  },
  audit: {
    method: "GET",
    path: "/api/audit",
    access: ADMIN,
    summary: "The audit log, newest first; `before` pages on.",
    query: z.object({
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
      limit: wholeNumber(1, 500).default(100),
      action: z.string().max(60).optional(),
      userId: rowId.optional(),
    }),
    answer: z.object({ entries: z.array(auditView), next: z.number().nullable() }),
  },
  openApi: {
    method: "GET",
    path: "/api/openapi.json",
    access: "session",
    summary: "This description.",
    answer: z.record(z.string(), z.unknown()),
  },
  health: {
    method: "GET",
    path: "/healthz",
    access: "none",
    summary:
      "200 while the server answers and the catalogue can be read; says whether the recorder speaks.",
    answer: z.object({ ok: z.boolean(), recorder: z.boolean() }),
  },
  metrics: {
    method: "GET",
    path: "/metrics",
    access: "none",
    summary: "Prometheus metrics; only from loopback or with an admin's session.",
    bytes: "text/plain",
  },
});
