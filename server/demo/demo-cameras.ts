/** The simulator's cameras as entries of a camera list, so that the demo comes like any import. */
import type { CameraListEntry } from "#config";
import type { SimulatorPorts } from "./demo-service.ts";

/** What of a simulated camera matters here. */
export interface SimulatedCamera {
  readonly nameVi: string;
  readonly placeVi: string;
  readonly path: string;
}

/** The simulator's own default login. */
const CREDENTIALS = { username: "admin", password: "camera" };

export function demoEntries(
  cameras: readonly SimulatedCamera[],
  ports: Pick<SimulatorPorts, "rtspPort">,
): CameraListEntry[] {
  return cameras.map((camera) => {
    const base = `rtsp://127.0.0.1:${ports.rtspPort}/${camera.path}`;
    return {
      name: camera.nameVi,
      place: camera.placeVi,
      mainUrl: `${base}/main`,
      subUrl: `${base}/sub`,
      ...CREDENTIALS,
      retentionDays: null,
      transport: "tcp",
    };
  });
}
