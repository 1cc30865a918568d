/** The contract between server and viewer, exported by name; `API` is every endpoint there is. */
import { authEndpoints } from "./auth.ts";
import { cameraEndpoints } from "./cameras.ts";
import { incidentEndpoints } from "./incidents.ts";
import { placeEndpoints } from "./places.ts";
import { playbackEndpoints } from "./playback.ts";
import { previewEndpoints } from "./previews.ts";
import { systemEndpoints } from "./system.ts";

export { login, type Me, me, password, type UserView, userView } from "./auth.ts";
export {
  type CameraInput,
  type CameraSettings,
  type CameraStatusView,
  type CameraView,
  cameraInput,
  cameraSettings,
  cameraView,
} from "./cameras.ts";
export type { Access, Endpoint, Method, Role } from "./endpoint.ts";
export { type IncidentKind, type IncidentView, incidentKind, incidentView } from "./incidents.ts";
export { type PlaceView, placeView } from "./places.ts";
export { LIVE_CLOSE, LIVE_PATH, type TimelineView, timelineView } from "./playback.ts";
export { type PreviewSheetView, previewSheetView } from "./previews.ts";
export { type Problem, problem } from "./problem.ts";
export type { NewsToViewer } from "./realtime.ts";
export {
  type AuditView,
  auditView,
  type SiteSettings,
  type SystemView,
  siteSettings,
  systemView,
} from "./system.ts";

export const API = {
  ...authEndpoints,
  ...cameraEndpoints,
  ...placeEndpoints,
  ...playbackEndpoints,
  ...previewEndpoints,
  ...incidentEndpoints,
  ...systemEndpoints,
} as const;
export type ApiName = keyof typeof API;
