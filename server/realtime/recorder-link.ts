/**
 * The server's view of the recorder: whether it speaks, its last report, each camera's state, and
 * commands to it. Knows no socket: the hub attaches a channel. States stay after the recorder has
 * gone (`isUp` says that they are old); a new recorder replaces them all.
 */
import { VmsError } from "#base/errors";
import type {
  CameraStatus,
  DeviceProbe,
  DeviceProbeRequest,
  DiscoveredDevice,
  EventNews,
  LiveAnswer,
  LiveRefusal,
  MotionView,
  ProbeFailure,
  RecorderReport,
  SegmentClosed,
  StreamKind,
  StreamProbe,
  StreamProbeRequest,
} from "#base/link";
import type { Log } from "#base/log";
import { type Listener, TypedEmitter } from "#base/typed-emitter";

/** One connected recorder; `request` rejects when the answer does not come in time. */
export interface RecorderChannel {
  request(name: string, args: readonly unknown[], timeoutMs: number): Promise<unknown>;
}

export interface RecorderEvents {
  /** The recorder came (true) or went (false). */
  up: boolean;
  report: RecorderReport;
  cameraState: CameraStatus;
  cameraRemoved: string;
  segmentClosed: SegmentClosed;
  eventChanged: EventNews;
  motionView: MotionView;
}

const ANSWER_MS = 5_000;
/** A live stream's first answer may wait for the relay to start. */
const LIVE_ANSWER_MS = 8_000;
const PROBE_ANSWER_MS = 25_000;

export class RecorderLink {
  readonly #log: Log;
  readonly #events: TypedEmitter<RecorderEvents>;
  readonly #states = new Map<string, CameraStatus>();
  #channel: RecorderChannel | undefined;
  #report: RecorderReport | null = null;

  constructor(log: Log) {
    this.#log = log;
    this.#events = new TypedEmitter((thrown) =>
      log.error({ err: thrown }, "listener of recorder news failed"),
    );
  }

  /** Hears the recorder's news; the answer removes the listener. */
  on<K extends keyof RecorderEvents>(name: K, listener: Listener<RecorderEvents[K]>): () => void {
    return this.#events.on(name, listener);
  }

  get isUp(): boolean {
    return this.#channel !== undefined;
  }

  /** The last report, also after the recorder has gone; null before the first. */
  get report(): RecorderReport | null {
    return this.#report;
  }

  get states(): ReadonlyMap<string, CameraStatus> {
    return this.#states;
  }

  /** The recorder said hello over this channel; an older channel counts as gone. */
  hello(channel: RecorderChannel, report: RecorderReport, states: readonly CameraStatus[]): void {
    this.#channel = channel;
    this.#report = report;
    this.#states.clear();
    for (const state of states) this.#states.set(state.cameraId, state);
    this.#log.info(
      { recorderVersion: report.version, cameras: states.length },
      "recorder connected",
    );
    this.#events.emit("up", true);
    for (const state of states) this.#events.emit("cameraState", state);
  }

  /** The channel's connection ended; news from a replaced channel are ignored. */
  gone(channel: RecorderChannel): void {
    if (this.#channel !== channel) return;
    this.#channel = undefined;
    this.#log.warn({}, "recorder disconnected");
    this.#events.emit("up", false);
  }

  reported(report: RecorderReport): void {
    this.#report = report;
    this.#events.emit("report", report);
  }

  cameraState(state: CameraStatus): void {
    this.#states.set(state.cameraId, state);
    this.#events.emit("cameraState", state);
  }

  cameraRemoved(cameraId: string): void {
    this.#states.delete(cameraId);
    this.#events.emit("cameraRemoved", cameraId);
  }

  segmentClosed(segment: SegmentClosed): void {
    this.#events.emit("segmentClosed", segment);
  }

  eventChanged(event: EventNews): void {
    this.#events.emit("eventChanged", event);
  }

  motionView(view: MotionView): void {
    this.#events.emit("motionView", view);
  }

  /**
   * Tells the recorder to read the catalogue again. Never fails: a recorder that is down reads it
   * when it starts.
   */
  tellCatalogueChanged(what: "cameras" | "settings" | "motion"): void {
    if (!this.#channel) return;
    this.#channel.request("catalogueChanged", [what], ANSWER_MS).catch((thrown: unknown) => {
      this.#log.warn({ err: thrown, what }, "recorder did not confirm a change of the catalogue");
    });
  }

  /** Asks for a live stream; to be repeated every 10 s while somebody watches. @throws VmsError unavailable `recorder.down`, timeout. */
  liveWanted(cameraId: string, stream: StreamKind): Promise<LiveAnswer | LiveRefusal> {
    return this.#ask("liveWanted", [cameraId, stream], LIVE_ANSWER_MS) as Promise<
      LiveAnswer | LiveRefusal
    >;
  }

  /** Asks for the tuning view of a camera; to be repeated every 10 s while somebody watches. @throws VmsError unavailable `recorder.down`, timeout. */
  async motionViewWanted(cameraId: string): Promise<void> {
    await this.#ask("motionViewWanted", [cameraId], ANSWER_MS);
  }

  /** Opens a stream once, saving nothing. @throws VmsError unavailable `recorder.down`, timeout. */
  probeStream(request: StreamProbeRequest): Promise<StreamProbe | ProbeFailure> {
    return this.#ask("probeStream", [request], PROBE_ANSWER_MS) as Promise<
      StreamProbe | ProbeFailure
    >;
  }

  /** WS-Discovery for `waitMs`. @throws VmsError unavailable `recorder.down`, timeout. */
  discover(waitMs: number): Promise<readonly DiscoveredDevice[]> {
    const answer = this.#ask("discover", [waitMs], waitMs + ANSWER_MS);
    return answer as Promise<readonly DiscoveredDevice[]>;
  }

  /** Logs in to an ONVIF device. @throws VmsError unavailable `recorder.down`, timeout. */
  probeDevice(request: DeviceProbeRequest): Promise<DeviceProbe | ProbeFailure> {
    return this.#ask("probeDevice", [request], PROBE_ANSWER_MS) as Promise<
      DeviceProbe | ProbeFailure
    >;
  }

  async #ask(name: string, args: readonly unknown[], timeoutMs: number): Promise<unknown> {
    const channel = this.#channel;
    if (!channel) throw new VmsError("unavailable", "recorder.down", "the recorder is not running");
    try {
      return await channel.request(name, args, timeoutMs);
    } catch (thrown) {
      if (this.#channel !== channel) {
        throw new VmsError("unavailable", "recorder.down", "the recorder went away", {
          cause: thrown,
        });
      }
      throw new VmsError(
        "timeout",
        "recorder.no_answer",
        `the recorder did not answer ${name} in time`,
        {
          cause: thrown,
        },
      );
    }
  }
}
