/**
 * Pages that watch what the analysis sees of a camera (the tuning view): a room a camera, asked of
 * the recorder again and again while somebody is in it. Only admins who may see the camera get in;
 * a page is in one room at a time and leaves it with its connection, or after half an hour.
 */
import type { Namespace, Socket } from "socket.io";
import type { Clock } from "#base/clock";
import type { MotionView } from "#base/link";
import type { Log } from "#base/log";
import { PeriodicJob } from "#base/periodic-job";
import type { NewsToViewer, ViewerAsks, WatchMotionAnswer } from "#contract";
import { maySee, type Who } from "../users/who.ts";
import type { RecorderLink } from "./recorder-link.ts";

export interface ViewerData {
  who: Who;
  /** Until when the page watches (monotonic). */
  motionUntilMs?: number;
}
type NoNews = Record<string, never>;
export type ViewerSpace = Namespace<ViewerAsks, NewsToViewer, NoNews, ViewerData>;
export type ViewerSocket = Socket<ViewerAsks, NewsToViewer, NoNews, ViewerData>;

export interface MotionRoomsOptions {
  readonly recorder: RecorderLink;
  readonly viewers: () => ViewerSpace;
  readonly clock: Clock;
  readonly log: Log;
}

const ASK_AGAIN_MS = 10_000;
/** A page that was left open must not keep the recorder at it for days. */
const LONGEST_MS = 1_800_000;
const PREFIX = "motion:";

export class MotionRooms {
  readonly #options: MotionRoomsOptions;
  readonly #asking: PeriodicJob;

  constructor(options: MotionRoomsOptions) {
    this.#options = options;
    const { clock, log } = options;
    const run = async () => this.#askAgain();
    this.#asking = new PeriodicJob({
      name: "motion-views",
      everyMs: ASK_AGAIN_MS,
      clock,
      log,
      run,
    });
  }

  start(): void {
    this.#asking.start();
  }

  close(): Promise<void> {
    return this.#asking.close();
  }

  /** Serves a page's `watchMotion`. */
  serve(socket: ViewerSocket): void {
    socket.on("watchMotion", (cameraId, answer) => {
      const result = this.#watch(socket, cameraId);
      if (typeof answer === "function") answer(result);
    });
  }

  tell(view: MotionView): void {
    const boxes = view.boxes.map(({ x, y, width, height }) => ({ x, y, width, height }));
    const room = `${PREFIX}${view.cameraId}`;
    this.#options
      .viewers()
      .to(room)
      .volatile.emit("motionView", { ...view, boxes });
  }

  #watch(socket: ViewerSocket, cameraId: unknown): WatchMotionAnswer {
    const { who } = socket.data;
    leave(socket);
    if (cameraId === null) return { ok: true };
    if (typeof cameraId !== "string" || cameraId.length > 40)
      return { ok: false, reason: "input.invalid" };
    if (who.role !== "admin") return { ok: false, reason: "role.not_allowed" };
    if (!maySee(who, cameraId)) return { ok: false, reason: "camera.no_right" };
    if (!this.#options.recorder.isUp) return { ok: false, reason: "recorder.down" };
    socket.data.motionUntilMs = this.#options.clock.monotonicMs() + LONGEST_MS;
    void socket.join(`${PREFIX}${cameraId}`);
    this.#ask(cameraId);
    return { ok: true };
  }

  #askAgain(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const wanted = new Set<string>();
    for (const socket of this.#options.viewers().sockets.values()) {
      if ((socket.data.motionUntilMs ?? 0) <= nowMs) leave(socket);
      for (const room of socket.rooms) if (room.startsWith(PREFIX)) wanted.add(room);
    }
    for (const room of wanted) this.#ask(room.slice(PREFIX.length));
  }

  #ask(cameraId: string): void {
    const { recorder, log } = this.#options;
    recorder.motionViewWanted(cameraId).catch((thrown: unknown) => {
      log.debug(
        { err: thrown, camera: cameraId },
        "the recorder did not hear that motion is watched",
      );
    });
  }
}

function leave(socket: Pick<ViewerSocket, "rooms" | "leave">): void {
  for (const room of [...socket.rooms]) if (room.startsWith(PREFIX)) void socket.leave(room);
}
