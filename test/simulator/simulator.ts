/**
 * The simulated cameras as a whole: clips from the cache (drawn at first start), RTSP, faults over
 * HTTP, ONVIF and discovery. Serves the demo in a process of its own and tests in theirs.
 */

import { makeAudio } from "./clips/audio-clips.ts";
import { type BuildProgress, buildClips, loadClips } from "./clips/build-clips.ts";
import type { ClipSet } from "./clips/clip-catalogue.ts";
import { preciseNowMs } from "./clips/media-clock.ts";
import { HttpControl } from "./control/http-control.ts";
import type { DemoCamera } from "./demo-cameras.ts";
import type { CameraNotification } from "./onvif/event-answers.ts";
import { OnvifService } from "./onvif/onvif-service.ts";
import { WsDiscovery } from "./onvif/ws-discovery.ts";
import type { AudioTrack } from "./rtsp/audio-stream.ts";
import type { AuthMode, Credentials } from "./rtsp/digest.ts";
import { RtspServer } from "./rtsp/rtsp-server.ts";
import { type CameraStatus, SimCamera } from "./rtsp/sim-camera.ts";
import { takeSnapshot } from "./snapshot.ts";

/** Cameras that share a clip are this far apart in it. */
const SHIFT_STEP_MS = 7370;

export interface SimulatorOptions {
  readonly cameras: readonly DemoCamera[];
  /** Clips are kept here; made when missing. */
  readonly cacheFolder: string;
  readonly clipSet?: ClipSet;
  /** 0, the default, chooses free ports. */
  readonly rtspPort?: number;
  readonly httpPort?: number;
  readonly onvifPort?: number;
  readonly onvifPortPerCamera?: boolean;
  readonly discovery?: boolean;
  /** RTSP and ONVIF listen here; the fault commands on loopback always. */
  readonly host?: string;
  readonly credentials?: Credentials;
  readonly authMode?: AuthMode;
  readonly driftPpm?: number;
  readonly ntpOffsetMs?: number;
  /** With `latest-keyframe` a new client gets the open GOP at once. */
  readonly startAt?: "next-keyframe" | "latest-keyframe";
  readonly onProgress?: BuildProgress;
}

export interface SimulatorStatus {
  readonly nowMs: number;
  readonly cameras: readonly CameraStatus[];
}

export interface Simulator {
  readonly rtspPort: number;
  readonly httpPort: number;
  readonly onvifPort: number;
  /** Whether WS-Discovery answers. */
  readonly discovers: boolean;
  /** A camera by id, for faults without HTTP. */
  camera(id: string): SimCamera;
  /** Address without credentials. */
  url(id: string, stream: "main" | "sub"): string;
  onvifUrl(id: string): string;
  /** A camera tells an event of its own over ONVIF to whoever listens. */
  tellEvent(id: string, message: CameraNotification): void;
  /** How many listen to a camera's events. */
  eventListeners(id: string): number;
  /** A camera forgets who listened, as after a reboot. */
  forgetListeners(id: string): void;
  status(): SimulatorStatus;
  close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const host = options.host ?? "127.0.0.1";
  const cameras = await makeCameras(options);
  const rtsp = new RtspServer(new Map(cameras.map((camera) => [camera.plan.path, camera])));
  const control = new HttpControl(cameras, (id, message) => onvif.tell(id, message));
  const rtspPort = await rtsp.start(host, options.rtspPort ?? 0);
  const httpPort = await control.start(options.httpPort ?? 0);
  const onvif = new OnvifService({
    cameras: cameras.map((camera, i) => onvifCamera(camera, options.cameras[i] as DemoCamera)),
    host,
    rtspPort,
    portPerCamera: options.onvifPortPerCamera ?? false,
    snapshot: takeSnapshot,
  });
  const onvifPort = await onvif.start(options.onvifPort ?? 0);
  const discovery = new WsDiscovery(
    cameras.map((camera, i) => ({
      id: camera.plan.id,
      name: options.cameras[i]?.nameEn ?? camera.plan.id,
      model: options.cameras[i]?.model ?? "",
      deviceUrl: onvif.deviceUrl(camera.plan.id),
      isOff: () => camera.isOff(),
    })),
  );
  const discovers = options.discovery === true && (await discovery.start());
  const byId = (id: string): SimCamera => {
    const camera = cameras.find(({ plan }) => plan.id === id);
    if (!camera) throw new Error(`no simulated camera "${id}"`);
    return camera;
  };
  return {
    rtspPort,
    httpPort,
    onvifPort,
    discovers,
    camera: byId,
    url: (id, stream) => `rtsp://${host}:${rtspPort}/${byId(id).plan.path}/${stream}`,
    onvifUrl: (id) => onvif.deviceUrl(id),
    tellEvent: (id, message) => onvif.tell(byId(id).plan.id, message),
    eventListeners: (id) => onvif.listeners(byId(id).plan.id),
    forgetListeners: (id) => onvif.forgetListeners(byId(id).plan.id),
    status: () => control.status(),
    close: async () => {
      await Promise.all([discovery.close(), onvif.close(), control.close(), rtsp.close()]);
    },
  };
}

async function makeCameras(options: SimulatorOptions): Promise<SimCamera[]> {
  const set = options.clipSet ?? "full";
  const wanted = new Set(options.cameras.map(({ clip }) => clip));
  await buildClips(options.cacheFolder, set, wanted, options.onProgress ?? (() => undefined));
  const clips = await loadClips(options.cacheFolder, set, wanted);
  const audio = new Map<string, AudioTrack>();
  for (const { audio: codec } of options.cameras)
    if (codec && !audio.has(codec)) audio.set(codec, await makeAudio(codec));
  const startMs = preciseNowMs();
  return options.cameras.map((each, i) => {
    const clip = clips.get(each.clip);
    if (!clip) throw new Error(`no clip "${each.clip}"`);
    return new SimCamera(
      {
        id: each.id,
        path: each.path,
        credentials: options.credentials ?? { user: "admin", password: "camera" },
        authMode: options.authMode ?? "both",
        main: clip.main,
        sub: clip.sub,
        // The small rendition as main: another size and other parameter sets of the same place.
        mainAfterReboot: clip.sub,
        audio: each.audio ? audio.get(each.audio) : undefined,
        shiftMs: i * SHIFT_STEP_MS,
        driftPpm: options.driftPpm ?? 0,
        ntpOffsetMs: options.ntpOffsetMs ?? 0,
        startAt: options.startAt ?? "next-keyframe",
      },
      startMs,
    );
  });
}

function onvifCamera(camera: SimCamera, each: DemoCamera) {
  return { camera, name: each.nameEn, manufacturer: each.manufacturer, model: each.model };
}
