/**
 * The only door to socket.io. Namespace `/`: open pages, let in by their session's cookie, hear only
 * of cameras that their user may see. Namespace `/recorder`: the recorder, let in by the token of
 * the data folder. Decides nothing about rights; the guard and `maySee` do.
 */
import { timingSafeEqual } from "node:crypto";
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { type Namespace, Server, type Socket } from "socket.io";
import type { Clock } from "#base/clock";
import { toVmsError } from "#base/errors";
import { LINK_NAMESPACE, type LinkDown, type LinkUp } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { IncidentView } from "#contract";
import { toStatusView } from "../cameras/camera-view.ts";
import { newsToView } from "../events/event-view.ts";
import type { SessionService } from "../users/session-service.ts";
import { maySee, type Who } from "../users/who.ts";
import { MotionRooms, type ViewerSocket, type ViewerSpace } from "./motion-rooms.ts";
import type { RecorderChannel, RecorderLink } from "./recorder-link.ts";

type RecorderSocket = Socket<LinkUp, LinkDown>;

/** An open page keeps its session alive, and hears within a minute when another process ended it. */
const SESSION_CHECK_MS = 60_000;
/** A stream's test carries a picture; nothing larger ever comes. */
const LARGEST_MESSAGE_BYTES = 2_000_000;
/** Sockets whose user may see every camera. */
const ALL_CAMERAS = "all";

export interface SocketHubOptions {
  readonly recorder: RecorderLink;
  readonly sessions: SessionService;
  /** Who a page's connection belongs to; rejects where there is no right to connect. */
  readonly admit: (req: IncomingMessage) => Promise<Who>;
  /** The recorder's token, in hex. */
  readonly linkToken: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class SocketHub {
  readonly #options: SocketHubOptions;
  readonly #sessionCheck: PeriodicJob;
  readonly #motion: MotionRooms;
  readonly #unsubscribe: (() => void)[] = [];
  #server: Server | undefined;

  constructor(options: SocketHubOptions) {
    this.#options = options;
    const run = () => this.#checkSessions();
    const { clock, log } = options;
    this.#sessionCheck = new PeriodicJob({
      name: "socket-sessions",
      everyMs: SESSION_CHECK_MS,
      clock,
      log,
      run,
    });
    this.#motion = new MotionRooms({ ...options, viewers: () => this.#viewers() });
  }

  /** Attaches to the HTTP server, after its request handler is set. */
  start(httpServer: HttpServer): void {
    if (this.#server) return;
    this.#server = new Server(httpServer, {
      serveClient: false,
      // Other WebSocket paths share the server; refusing unknown ones is the upgrade router's task.
      destroyUpgrade: false,
      maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
    });
    this.#openViewerDoor(this.#viewers());
    this.#openRecorderDoor(this.#server.of(LINK_NAMESPACE));
    this.#passNewsOn();
    this.#sessionCheck.start();
    this.#motion.start();
  }

  /** Disconnects all. The HTTP server is closed by its owner. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    await this.#sessionCheck.close();
    await this.#motion.close();
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.disconnectSockets(true);
    server.of(LINK_NAMESPACE).disconnectSockets(true);
    server.engine.close();
  }

  /** The list of cameras, their settings, places or the map changed. */
  tellCamerasChanged(): void {
    if (this.#server) this.#viewers().emit("camerasChanged");
  }

  tellIncidentChanged(incident: IncidentView): void {
    if (!this.#server) return;
    const rooms = [ALL_CAMERAS, ...incident.cameraIds.map(roomOf)];
    this.#viewers().to(rooms).emit("incidentChanged", incident);
  }

  /** Zones, masks or sensitivity of a camera changed. */
  tellMotionSettingsChanged(cameraId: string): void {
    if (!this.#server) return;
    const rooms = [ALL_CAMERAS, roomOf(cameraId)];
    this.#viewers().to(rooms).emit("motionSettingsChanged", cameraId);
  }

  #viewers(): ViewerSpace {
    if (!this.#server) throw new Error("the socket hub is not started");
    return this.#server.of("/") as unknown as ViewerSpace;
  }

  #openViewerDoor(viewers: ViewerSpace): void {
    const { admit, recorder } = this.#options;
    viewers.use((socket, next) => {
      admit(socket.request).then(
        (who) => {
          socket.data.who = who;
          next();
        },
        (thrown: unknown) => next(new Error(toVmsError(thrown).reason)),
      );
    });
    viewers.on("connection", (socket) => {
      const { who } = socket.data;
      void socket.join(who.cameraIds === null ? [ALL_CAMERAS] : who.cameraIds.map(roomOf));
      const states = [...recorder.states.values()].filter((state) => maySee(who, state.cameraId));
      socket.emit("recorderUp", recorder.isUp);
      socket.emit("cameraStates", states.map(toStatusView));
      this.#motion.serve(socket);
    });
  }

  #openRecorderDoor(space: Namespace): void {
    const { linkToken, log } = this.#options;
    space.use((socket, next) => {
      const token: unknown = socket.handshake.auth.token;
      if (typeof token === "string" && sameText(token, linkToken)) next();
      else {
        log.warn({ ip: socket.handshake.address }, "a recorder with a wrong token was refused");
        next(new Error("link.bad_token"));
      }
    });
    space.on("connection", (socket) => this.#serveRecorder(socket as unknown as RecorderSocket));
  }

  #serveRecorder(socket: RecorderSocket): void {
    const { recorder } = this.#options;
    const channel: RecorderChannel = {
      request: (name, args, timeoutMs) =>
        socket.timeout(timeoutMs).emitWithAck(name as keyof LinkDown, ...(args as never)),
    };
    socket.on("hello", (report, states) => recorder.hello(channel, report, states));
    socket.on("report", (report) => recorder.reported(report));
    socket.on("cameraState", (state) => recorder.cameraState(state));
    socket.on("cameraRemoved", (cameraId) => recorder.cameraRemoved(cameraId));
    socket.on("segmentClosed", (segment) => recorder.segmentClosed(segment));
    socket.on("eventChanged", (event) => recorder.eventChanged(event));
    socket.on("motionView", (view) => recorder.motionView(view));
    socket.on("disconnect", () => recorder.gone(channel));
  }

  #passNewsOn(): void {
    const { recorder, sessions } = this.#options;
    const viewers = this.#viewers();
    const about = (cameraId: string) => viewers.to([ALL_CAMERAS, roomOf(cameraId)]);
    this.#unsubscribe.push(
      recorder.on("up", (up) => viewers.emit("recorderUp", up)),
      recorder.on("cameraState", (state) =>
        about(state.cameraId).emit("cameraState", toStatusView(state)),
      ),
      recorder.on("segmentClosed", ({ cameraId, stream, startMs, endMs }) =>
        about(cameraId).emit("segmentClosed", { cameraId, stream, startMs, endMs }),
      ),
      recorder.on("eventChanged", (event) =>
        about(event.cameraId).emit("eventChanged", newsToView(event)),
      ),
      recorder.on("motionView", (view) => this.#motion.tell(view)),
      sessions.on("ended", ({ sessionHash, reason }) => this.#endSession(sessionHash, reason)),
    );
  }

  #endSession(sessionHash: string, reason: string): void {
    for (const socket of this.#viewerSockets()) {
      if (socket.data.who.sessionHash !== sessionHash) continue;
      socket.emit("sessionEnded", reason);
      socket.disconnect(true);
    }
  }

  async #checkSessions(): Promise<void> {
    const hashes = new Map(
      this.#viewerSockets().map(({ data }) => [data.who.sessionHash, data.who.ip] as const),
    );
    for (const [sessionHash, ip] of hashes) {
      const who = await this.#options.sessions.findByHash(sessionHash, ip);
      if (!who) this.#endSession(sessionHash, "expired");
    }
  }

  #viewerSockets(): ViewerSocket[] {
    return this.#server ? [...this.#viewers().sockets.values()] : [];
  }
}

function roomOf(cameraId: string): string {
  return `camera:${cameraId}`;
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
