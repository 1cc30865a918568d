/**
 * One client connection of the RTSP server (RFC 2326): reads requests, checks the password, keeps
 * the session between SETUP and TEARDOWN. A connection has at most one session, which ends with it.
 */
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { AudioStream } from "./audio-stream.ts";
import type { CameraStream, RtpClient } from "./camera-stream.ts";
import { challenges, isAuthorised } from "./digest.ts";
import { chooseTransport, type UdpPorts } from "./rtp-transport.ts";
import { formatAnswer, RtspReader, type RtspRequest } from "./rtsp-message.ts";
import { AUDIO_CONTROL, describe, VIDEO_CONTROL } from "./sdp.ts";
import type { SimCamera, StreamName } from "./sim-camera.ts";
import { webPageAnswer } from "./web-page.ts";

const METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN";

interface Target {
  readonly camera: SimCamera;
  readonly stream: CameraStream;
  readonly streamName: StreamName;
  readonly control: string;
}

interface Track {
  readonly source: CameraStream | AudioStream;
  readonly control: string;
  readonly client: RtpClient;
}

type Answer = { status: number; headers?: [string, string][]; body?: string };

export interface ConnectionSetting {
  readonly socket: Socket;
  readonly cameras: ReadonlyMap<string, SimCamera>;
  readonly udp: UdpPorts | undefined;
}

export class RtspConnection {
  readonly #socket: Socket;
  readonly #setting: ConnectionSetting;
  readonly #reader = new RtspReader();
  readonly #nonce = randomBytes(16).toString("hex");
  #camera: SimCamera | undefined;
  #sessionId: string | undefined;
  #tracks: Track[] = [];

  constructor(setting: ConnectionSetting) {
    this.#setting = setting;
    this.#socket = setting.socket;
  }

  start(): void {
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.on("close", () => this.#leave());
  }

  #onData(chunk: Buffer): void {
    let requests: RtspRequest[];
    try {
      requests = this.#reader.push(chunk);
    } catch (thrown) {
      this.#socket.end(formatAnswer(400, undefined, [["Warning", String(thrown)]]));
      return;
    }
    for (const request of requests) this.#handle(request);
  }

  #handle(request: RtspRequest): void {
    const path = pathOf(request.url);
    if (request.version.startsWith("HTTP/") || path[0] === "page") {
      this.#socket.end(webPageAnswer());
      return;
    }
    const camera = this.#setting.cameras.get(path[0] ?? "");
    if (camera?.isOff()) {
      this.#socket.destroy();
      return;
    }
    const answer = this.#answer(request, camera, path);
    const headers = [...(answer.headers ?? [])];
    if (this.#sessionId) headers.push(["Session", `${this.#sessionId};timeout=60`]);
    const cseq = request.headers.get("cseq");
    this.#socket.write(formatAnswer(answer.status, cseq, headers, answer.body ?? ""));
    if (answer.status === 200 && request.method === "PLAY") this.#play();
    if (answer.status === 200 && request.method === "TEARDOWN") this.#leave();
  }

  #answer(request: RtspRequest, camera: SimCamera | undefined, path: readonly string[]): Answer {
    const { method } = request;
    if (method === "OPTIONS") return { status: 200, headers: [["Public", METHODS]] };
    if (!camera) return { status: 404 };
    const authorization = request.headers.get("authorization");
    const mode = camera.plan.authMode;
    if (!isAuthorised(mode, this.#nonce, method, authorization, camera.credentials)) {
      const headers = challenges(mode, this.#nonce).map((value): [string, string] => [
        "WWW-Authenticate",
        value,
      ]);
      return { status: 401, headers };
    }
    const target = findTarget(camera, path);
    if (!target) return { status: 404 };
    this.#watch(camera);
    switch (method) {
      case "DESCRIBE":
        return this.#describe(request, target);
      case "SETUP":
        return this.#setup(request, target);
      case "PLAY":
        return this.#tracks.length > 0
          ? { status: 200, headers: this.#rtpInfo(request) }
          : { status: 455 };
      case "PAUSE":
        this.#pause();
        return this.#sessionId ? { status: 200 } : { status: 454 };
      case "GET_PARAMETER":
      case "SET_PARAMETER":
      case "TEARDOWN":
        return { status: 200 };
      default:
        return { status: 405, headers: [["Allow", METHODS]] };
    }
  }

  #describe(request: RtspRequest, target: Target): Answer {
    const base = request.url.endsWith("/") ? request.url : `${request.url}/`;
    return {
      status: 200,
      headers: [
        ["Content-Base", base],
        ["Content-Type", "application/sdp"],
      ],
      body: describe(target.stream, target.camera.audio?.track),
    };
  }

  #setup(request: RtspRequest, target: Target): Answer {
    const source = target.control === AUDIO_CONTROL ? target.camera.audio : target.stream;
    if (!source) return { status: 404 };
    const header = request.headers.get("transport") ?? "";
    const free = this.#tracks.length * 2;
    const transport = chooseTransport(header, this.#socket, this.#setting.udp, free, source.ssrc);
    if (!transport) return { status: 461 };
    this.#sessionId ??= randomBytes(6).toString("hex");
    this.#tracks.push({ source, control: target.control, client: transport.client });
    return { status: 200, headers: [["Transport", transport.answer]] };
  }

  #rtpInfo(request: RtspRequest): [string, string][] {
    const base = request.url.replace(/\/$/, "");
    const parts = this.#tracks.map(({ source, control }) => {
      const { sequence, rtpTime } = source.firstFrame();
      return `url=${base}/${control};seq=${sequence};rtptime=${rtpTime}`;
    });
    return [
      ["Range", "npt=now-"],
      ["RTP-Info", parts.join(",")],
    ];
  }

  #play(): void {
    for (const { source, client } of this.#tracks)
      if (!source.clients.has(client)) source.addClient(client);
  }

  #pause(): void {
    for (const { source, client } of this.#tracks) source.clients.delete(client);
  }

  #watch(camera: SimCamera): void {
    this.#camera = camera;
    camera.connections.add(this.#socket);
  }

  #leave(): void {
    this.#pause();
    this.#tracks = [];
    this.#sessionId = undefined;
    this.#camera?.connections.delete(this.#socket);
  }
}

function pathOf(url: string): string[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  return path.split("/").filter((part) => part !== "");
}

function findTarget(camera: SimCamera, path: readonly string[]): Target | undefined {
  const streamName = path[1] ?? "main";
  if (streamName !== "main" && streamName !== "sub") return undefined;
  const stream = camera.stream(streamName);
  return stream && { camera, stream, streamName, control: path[2] ?? VIDEO_CONTROL };
}
