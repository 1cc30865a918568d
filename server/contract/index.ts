/** The contract between server and viewer, exported by name; `API` is every endpoint there is. */
import { authEndpoints } from "./auth.ts";
import { cameraEndpoints } from "./cameras.ts";
import { eventEndpoints } from "./events.ts";
import { incidentEndpoints } from "./incidents.ts";
import { motionEndpoints } from "./motion.ts";
import { placeEndpoints } from "./places.ts";
import { playbackEndpoints } from "./playback.ts";
import { previewEndpoints } from "./previews.ts";
import { searchEndpoints } from "./search.ts";
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
export {
  type EventKind,
  type EventMark,
  type EventView,
  eventKind,
  eventMark,
  eventView,
  MOST_COUNTED,
} from "./events.ts";
export { type IncidentKind, type IncidentView, incidentKind, incidentView } from "./incidents.ts";
export {
  type MotionSettingsView,
  type MotionViewNews,
  motionSettingsView,
  type WatchMotionAnswer,
  type ZoneView,
} from "./motion.ts";
export { type PlaceView, placeView } from "./places.ts";
export { LIVE_CLOSE, LIVE_PATH, type TimelineView, timelineView } from "./playback.ts";
export { type PreviewSheetView, previewSheetView } from "./previews.ts";
export { type Problem, problem } from "./problem.ts";
export type { NewsToViewer, ViewerAsks } from "./realtime.ts";
export {
  type BisectChange,
  type BisectLine,
  type BisectSearch,
  bisectLine,
  type DensityView,
  NDJSON,
  type RegionSearch,
  type RegionSearchLine,
  regionSearchLine,
  type SearchHit,
  type SearchRegion,
} from "./search.ts";
export {
  type AuditView,
  auditView,
  type SiteSettings,
  type SiteSettingsChange,
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
  ...eventEndpoints,
  ...motionEndpoints,
  ...searchEndpoints,
  ...systemEndpoints,
} as const;
export type ApiName = keyof typeof API;
