/**
 * Looking at cameras that are not saved yet: a stream's test, discovery, an ONVIF device's probe.
 * The recorder does the work (it is the one that reaches the cameras); nothing is stored.
 */
import type { DeviceProbe, DiscoveredDevice, ProbeFailure, StreamProbe } from "#base/link";
import type { Catalogue } from "#storage";
import type { RecorderLink } from "../realtime/recorder-link.ts";
import { splitAddress } from "./camera-address.ts";
import type { CameraService } from "./camera-service.ts";

const DISCOVERY_MS = 4_000;

export interface CameraProbeOptions {
  readonly catalogue: Catalogue;
  readonly recorder: RecorderLink;
  readonly cameras: CameraService;
}

export interface StreamTest {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly transport: "tcp" | "udp";
  /** Whose stored login is used where none is given. */
  readonly cameraId: string | null;
}

export interface FoundDevice extends DiscoveredDevice {
  readonly knownCameraId: string | null;
}

export class CameraProbe {
  readonly #options: CameraProbeOptions;

  constructor(options: CameraProbeOptions) {
    this.#options = options;
  }

  /** @throws VmsError invalid_input, not_found, unavailable `recorder.down`, timeout. */
  async testStream(test: StreamTest): Promise<StreamProbe | ProbeFailure> {
    const { recorder, cameras, catalogue } = this.#options;
    const address = splitAddress(test.url, "url");
    const known = test.cameraId === null ? null : await catalogue.cameras.get(test.cameraId);
    const given = test.password ?? address.password;
    const stored = given === null && known ? await cameras.storedPassword(known.id) : null;
    return recorder.probeStream({
      url: address.url,
      username: test.username ?? address.username ?? known?.username ?? null,
      password: given ?? stored,
      transport: test.transport,
    });
  }

  /** Cameras that answer WS-Discovery, those already in the catalogue marked. */
  async discover(): Promise<FoundDevice[]> {
    const { recorder, catalogue } = this.#options;
    const devices = await recorder.discover(DISCOVERY_MS);
    const cameras = await catalogue.cameras.list();
    return devices.map((device) => {
      const known = cameras.find((camera) =>
        camera.onvif_url === null
          ? hostOf(camera.main_url) === device.address
          : camera.onvif_url === device.xaddr,
      );
      return { ...device, knownCameraId: known?.id ?? null };
    });
  }

  /** Logs in to an ONVIF device. */
  probeDevice(request: {
    readonly address: string;
    readonly port: number;
    readonly username: string | null;
    readonly password: string | null;
  }): Promise<DeviceProbe | ProbeFailure> {
    return this.#options.recorder.probeDevice(request);
  }
}

function hostOf(url: string | null): string | undefined {
  return url !== null && URL.canParse(url) ? new URL(url).hostname : undefined;
}
