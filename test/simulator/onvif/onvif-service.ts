/**
 * The ONVIF side of all simulated cameras over HTTP: one port with a path a camera
 * (`/cam01/onvif/device_service`), and where asked a port a camera, whose path is the usual
 * `/onvif/device_service`. Checks the WS-Security digest really, against the camera's password of
 * the moment; only the time of day is told to strangers (ONVIF Core section 5.9.4).
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { preciseNowMs } from "../clips/media-clock.ts";
import { cameraWallMs } from "../rtsp/camera-stream.ts";
import type { SimCamera, StreamName } from "../rtsp/sim-camera.ts";
import {
  capabilities,
  type DeviceFacts,
  deviceInformation,
  networkInterfaces,
  scopes,
  services,
  systemDateAndTime,
} from "./device-answers.ts";
import { type CameraNotification, eventProperties } from "./event-answers.ts";
import { answerEvents } from "./event-questions.ts";
import {
  mediaUri,
  profiles,
  type StreamFacts,
  videoEncoderConfigurations,
  videoSources,
} from "./media-answers.ts";
import { PullPoints } from "./pull-points.ts";
import { envelope, fault, isTokenValid, operationOf, textOf } from "./soap.ts";

const MAX_BODY_BYTES = 256 * 1024;
const OPEN_OPERATIONS = new Set(["GetSystemDateAndTime"]);

export interface OnvifCamera {
  readonly camera: SimCamera;
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
}

export interface OnvifSetting {
  readonly cameras: readonly OnvifCamera[];
  readonly host: string;
  readonly rtspPort: number;
  readonly portPerCamera: boolean;
  /** A still picture of a camera, for its snapshot address. */
  readonly snapshot: (camera: SimCamera) => Promise<Buffer>;
}

export class OnvifService {
  readonly #setting: OnvifSetting;
  readonly #servers: Server[] = [];
  readonly #ownPorts = new Map<string, number>();
  readonly #pullPoints = new Map<string, PullPoints>();
  #port = 0;

  constructor(setting: OnvifSetting) {
    this.#setting = setting;
  }

  async start(port: number): Promise<number> {
    this.#port = await this.#listen(port, undefined);
    if (this.#setting.portPerCamera) {
      for (const [i, each] of this.#setting.cameras.entries()) {
        const own = await this.#listen(port === 0 ? 0 : port + 1 + i, each);
        this.#ownPorts.set(each.camera.plan.id, own);
      }
    }
    return this.#port;
  }

  async close(): Promise<void> {
    const servers = this.#servers.splice(0);
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** Where the camera's device service is, for discovery. */
  deviceUrl(id: string): string {
    const each = this.#setting.cameras.find(({ camera }) => camera.plan.id === id);
    if (!each) throw new Error(`no camera "${id}"`);
    return `${this.#serviceUrl(each)}/device_service`;
  }

  /** The camera tells something to whoever listens. */
  tell(id: string, message: CameraNotification): void {
    this.#pullPointsOf(id).tell(message);
  }

  /** How many listen to the camera. */
  listeners(id: string): number {
    return this.#pullPointsOf(id).count;
  }

  /** The camera forgets who listened. */
  forgetListeners(id: string): void {
    this.#pullPointsOf(id).clear();
  }

  #pullPointsOf(id: string): PullPoints {
    const known = this.#pullPoints.get(id) ?? new PullPoints();
    this.#pullPoints.set(id, known);
    return known;
  }

  ownPort(id: string): number | undefined {
    return this.#ownPorts.get(id);
  }

  async #listen(port: number, only: OnvifCamera | undefined): Promise<number> {
    const server = createServer((request, response) => {
      this.#handle(request, response, only).catch(() => response.destroy());
    });
    this.#servers.push(server);
    server.listen(port, this.#setting.host);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  #serviceUrl(each: OnvifCamera): string {
    const own = this.#ownPorts.get(each.camera.plan.id);
    const { host } = this.#setting;
    return own
      ? `http://${host}:${own}/onvif`
      : `http://${host}:${this.#port}/${each.camera.plan.path}/onvif`;
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
    only: OnvifCamera | undefined,
  ): Promise<void> {
    const url = new URL(request.url ?? "/", "http://camera");
    const path = url.pathname.split("/").filter((part) => part !== "");
    const each = only ?? this.#setting.cameras.find(({ camera }) => camera.plan.path === path[0]);
    if (!each || !path.includes("onvif")) {
      response.writeHead(404).end();
      return;
    }
    if (each.camera.isOff()) {
      response.destroy();
      return;
    }
    if (request.method === "GET" && path.at(-1) === "snapshot.jpg") {
      const picture = await this.#setting.snapshot(each.camera);
      response
        .writeHead(200, { "content-type": "image/jpeg", "content-length": picture.length })
        .end(picture);
      return;
    }
    const xml = await readBody(request);
    const operation = operationOf(xml) ?? "";
    if (!OPEN_OPERATIONS.has(operation) && !isTokenValid(xml, each.camera.credentials)) {
      send(response, 400, fault("ter:NotAuthorized", "Sender not authorized"));
      return;
    }
    const pullPoint = Number(url.searchParams.get("subscription"));
    const body =
      (await answerEvents({
        points: this.#pullPointsOf(each.camera.plan.id),
        facts: this.#deviceFacts(each),
        operation,
        xml,
        pullPoint,
      })) ?? this.#answer(each, operation, xml);
    if (each.camera.isOff()) {
      response.destroy();
      return;
    }
    if (body === undefined)
      send(
        response,
        500,
        fault("ter:ActionNotSupported", "Optional action not implemented", "Receiver"),
      );
    else send(response, 200, envelope(body));
  }

  #answer(each: OnvifCamera, operation: string, xml: string): string | undefined {
    const facts = this.#deviceFacts(each);
    const streams = this.#streamFacts(each.camera);
    switch (operation) {
      case "GetSystemDateAndTime":
        return systemDateAndTime(facts);
      case "GetDeviceInformation":
        return deviceInformation(facts);
      case "GetServices":
        return services(facts);
      case "GetCapabilities":
        return capabilities(facts);
      case "GetNetworkInterfaces":
        return networkInterfaces(facts);
      case "GetScopes":
        return scopes(facts);
      case "GetProfiles":
        return profiles(streams);
      case "GetVideoSources":
        return videoSources(streams[0]);
      case "GetVideoEncoderConfigurations":
        return videoEncoderConfigurations(streams);
      case "GetStreamUri":
      case "GetSnapshotUri":
        return this.#mediaUri(each, operation, streams, textOf(xml, "ProfileToken"));
      case "GetEventProperties":
        return eventProperties();
      default:
        return undefined;
    }
  }

  #mediaUri(
    each: OnvifCamera,
    operation: "GetStreamUri" | "GetSnapshotUri",
    streams: readonly StreamFacts[],
    token: string | undefined,
  ): string | undefined {
    const stream = streams.find((known) => known.token === token) ?? streams[0];
    if (!stream) return undefined;
    return mediaUri(
      operation,
      operation === "GetStreamUri" ? stream.uri : `${this.#serviceUrl(each)}/snapshot.jpg`,
    );
  }

  #deviceFacts(each: OnvifCamera): DeviceFacts {
    const { plan, timing } = each.camera;
    const number = plan.path.replace(/\D/g, "").padStart(2, "0");
    return {
      manufacturer: each.manufacturer,
      model: each.model,
      serial: `GP${number}20240611`,
      name: each.name,
      wallMs: cameraWallMs(timing, preciseNowMs()),
      serviceUrl: this.#serviceUrl(each),
      macAddress: `02:00:5e:10:00:${number}`,
      ipAddress: this.#setting.host,
    };
  }

  #streamFacts(camera: SimCamera): StreamFacts[] {
    const facts: StreamFacts[] = [];
    for (const name of ["main", "sub"] as const satisfies readonly StreamName[]) {
      const index = camera.stream(name)?.rendition.index;
      if (!index) continue;
      const bytes = index.frames.reduce((sum, [sizeBytes]) => sum + sizeBytes, 0);
      const seconds = index.frames.length / index.fps;
      const keys = index.frames.filter(([, , isKey]) => isKey === 1).length;
      facts.push({
        token: `profile_${name}`,
        name: `${name}Stream`,
        codec: index.codec,
        width: index.width,
        height: index.height,
        fps: index.fps,
        bitrateKbps: Math.round((bytes * 8) / seconds / 1000),
        gopFrames: Math.round(index.frames.length / Math.max(1, keys)),
        uri: `rtsp://${this.#setting.host}:${this.#setting.rtspPort}/${camera.plan.path}/${name}`,
      });
    }
    return facts;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error("request too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, {
    "content-type": "application/soap+xml; charset=utf-8",
    "content-length": Buffer.byteLength(xml),
  });
  response.end(xml);
}
