/** What the viewer hears over Socket.IO (namespace `/`, the session's cookie decides); it sends nothing. */
import type { CameraStatusView } from "./cameras.ts";
import type { IncidentView } from "./incidents.ts";

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
  /** The session ended or the rights changed: reload. */
  sessionEnded(reason: string): void;
}
