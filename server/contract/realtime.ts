/** What the viewer hears and asks over Socket.IO (namespace `/`, the session's cookie decides). */
import type { CameraStatusView } from "./cameras.ts";
import type { EventView } from "./events.ts";
import type { IncidentView } from "./incidents.ts";
import type { MotionViewNews, WatchMotionAnswer } from "./motion.ts";

export interface NewsToViewer {
  /** All states of cameras that the user may see, at connect. */
  cameraStates(states: readonly CameraStatusView[]): void;
  cameraState(state: CameraStatusView): void;
  /** The list of cameras or their settings changed: fetch again. */
  camerasChanged(): void;
  recorderUp(up: boolean): void;
  segmentClosed(news: {
    cameraId: string;
    stream: "main" | "sub";
    startMs: number;
    endMs: number;
  }): void;
  incidentChanged(incident: IncidentView): void;
  /** An event began, grew, got its pictures or ended; `seen` is always false here. */
  eventChanged(event: EventView): void;
  /** Zones, masks or sensitivity of a camera changed: fetch again. */
  motionSettingsChanged(cameraId: string): void;
  /** A few times a second to pages that asked by `watchMotion`. */
  motionView(view: MotionViewNews): void;
  /** The session ended or the rights changed: reload. */
  sessionEnded(reason: string): void;
}

export interface ViewerAsks {
  /**
   * Begins to watch what the analysis sees of a camera (admins only), null = no more. A page watches
   * one camera at a time; it ends with the connection.
   */
  watchMotion(cameraId: string | null, answer?: (result: WatchMotionAnswer) => void): void;
}
