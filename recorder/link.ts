/**
 * The recorder's end of the link to the server: connects, says who it is, tells states and news,
 * answers commands. The server may be away for hours: nothing is queued, the whole state is told
 * again at each connection. Owns no camera; the door to socket.io-client on this floor.
 */
import { io, type Socket } from "socket.io-client";
import type {
  CameraStatus,
  EventNews,
  LinkDown,
  LinkUp,
  MotionView,
  RecorderReport,
  SegmentClosed,
} from "#base/link";
import { LINK_NAMESPACE } from "#base/link";
import type { Log } from "#base/log";

export interface LinkOptions {
  /** The server's address, e.g. `http://127.0.0.1:8080`. */
  readonly serverUrl: string;
  /** Hex of the key file `link.token`. */
  readonly token: string;
  readonly log: Log;
  /** What is told at each connection. */
  readonly report: () => RecorderReport;
  readonly states: () => readonly CameraStatus[];
  readonly commands: LinkDown;
}

export class RecorderLink {
  readonly #options: LinkOptions;
  #socket: Socket<LinkDown, LinkUp> | undefined;
  #wasRefused = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  start(): void {
    if (this.#socket) return;
    const { serverUrl, token, log, commands } = this.#options;
    const socket: Socket<LinkDown, LinkUp> = io(`${serverUrl}${LINK_NAMESPACE}`, {
      auth: { token },
      transports: ["websocket"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
    });
    this.#socket = socket;
    socket.on("connect", () => {
      this.#wasRefused = false;
      log.info({ serverUrl }, "linked to the server");
      socket.emit("hello", this.#options.report(), this.#options.states());
    });
    socket.on("disconnect", (reason) => {
      log.warn({ reason }, "link to the server lost; recording goes on");
      // Socket.IO does not come back by itself when the other side said goodbye.
      if (reason === "io server disconnect") socket.connect();
    });
    socket.on("connect_error", (error) => this.#refused(socket, error));
    socket.on("catalogueChanged", commands.catalogueChanged);
    socket.on("liveWanted", commands.liveWanted);
    socket.on("motionViewWanted", commands.motionViewWanted);
    socket.on("probeStream", commands.probeStream);
    socket.on("discover", commands.discover);
    socket.on("probeDevice", commands.probeDevice);
  }

  tellReport(report: RecorderReport): void {
    this.#connected()?.emit("report", report);
  }

  tellCamera(state: CameraStatus): void {
    this.#connected()?.emit("cameraState", state);
  }

  tellCameraRemoved(cameraId: string): void {
    this.#connected()?.emit("cameraRemoved", cameraId);
  }

  tellSegment(segment: SegmentClosed): void {
    this.#connected()?.emit("segmentClosed", segment);
  }

  tellEvent(event: EventNews): void {
    this.#connected()?.emit("eventChanged", event);
  }

  /** Only the newest view counts: none is kept for a line that is slow. */
  tellMotionView(view: MotionView): void {
    this.#connected()?.volatile.emit("motionView", view);
  }

  async close(): Promise<void> {
    this.#socket?.disconnect();
    this.#socket = undefined;
  }

  /** Nothing is buffered while the server is away: `hello` brings it up to date. */
  #connected(): Socket<LinkDown, LinkUp> | undefined {
    return this.#socket?.connected ? this.#socket : undefined;
  }

  /** A refusal by the server (wrong token) ends Socket.IO's own retries; we go on slowly. */
  #refused(socket: Socket<LinkDown, LinkUp>, error: Error): void {
    if (!this.#wasRefused) {
      this.#options.log.warn(
        { reason: error.message },
        "no link to the server yet; recording goes on",
      );
    }
    this.#wasRefused = true;
    if (!socket.active) setTimeout(() => socket.connect(), 5000).unref();
  }
}
