/**
 * One simulated camera: its streams, clock, password and faults, and what can be done to it. Owns
 * which rendition plays under which path; does not own sockets (they register so that a reboot or a
 * switch-off can cut them).
 */
import { mediaAtWall, preciseNowMs, wallAtMedia, withDrift } from "../clips/media-clock.ts";
import type { Rendition } from "../clips/rendition.ts";
import { AudioStream, type AudioTrack } from "./audio-stream.ts";
import { CameraFaults, type GarbageKind } from "./camera-faults.ts";
import { CameraStream, type CameraTiming, type TimedStream } from "./camera-stream.ts";
import type { AuthMode, Credentials } from "./digest.ts";

const FOREVER_MS = Number.POSITIVE_INFINITY;
const REBOOT_MS = 3000;

export type StreamName = "main" | "sub";

export interface CameraPlan {
  readonly id: string;
  /** First part of the RTSP path: `cam01` answers at `/cam01/main` and `/cam01/sub`. */
  readonly path: string;
  readonly credentials: Credentials;
  readonly authMode: AuthMode;
  readonly main: Rendition;
  readonly sub: Rendition | undefined;
  /** What `main` becomes at a reboot (another size, other parameter sets), and back at the next. */
  readonly mainAfterReboot: Rendition | undefined;
  readonly audio: AudioTrack | undefined;
  /** How far into the clip the camera stands at `startMs`. */
  readonly shiftMs: number;
  readonly driftPpm: number;
  readonly ntpOffsetMs: number;
  readonly startAt: "next-keyframe" | "latest-keyframe";
}

interface Cuttable {
  destroy(): void;
}

export class SimCamera {
  readonly plan: CameraPlan;
  readonly timing: CameraTiming;
  readonly connections = new Set<Cuttable>();
  credentials: Credentials;
  #streams = new Map<StreamName, CameraStream>();
  #audio: AudioStream | undefined;
  #boots = 0;

  constructor(plan: CameraPlan, startMs: number) {
    this.plan = plan;
    this.credentials = plan.credentials;
    const clock = {
      epochMs: startMs - plan.shiftMs / (1 + plan.driftPpm / 1e6),
      driftPpm: plan.driftPpm,
    };
    this.timing = {
      clock,
      ntpOffsetMs: plan.ntpOffsetMs,
      faults: new CameraFaults(),
      startAt: plan.startAt,
    };
    this.#boot(startMs);
  }

  stream(name: StreamName): CameraStream | undefined {
    return this.#streams.get(name);
  }

  get audio(): AudioStream | undefined {
    return this.#audio;
  }

  *timedStreams(): Iterable<TimedStream> {
    yield* this.#streams.values();
    if (this.#audio) yield this.#audio;
  }

  isOff(): boolean {
    return this.timing.faults.isOff(preciseNowMs());
  }

  switchOff(seconds: number | undefined): void {
    this.timing.faults.switchOff(untilMs(seconds));
    this.#cut();
  }

  freeze(seconds: number | undefined): void {
    this.timing.faults.freeze(untilMs(seconds));
  }

  sendGarbage(kind: GarbageKind, seconds: number | undefined): void {
    this.timing.faults.sendGarbage(kind, untilMs(seconds));
  }

  slowDown(factor: number): void {
    this.timing.faults.slowFactor = factor;
  }

  /** Ends every fault; the password stays what it is. */
  recover(): void {
    this.timing.faults.clear();
  }

  setPassword(password: string): void {
    this.credentials = { ...this.credentials, password };
  }

  setDrift(driftPpm: number): void {
    this.timing.clock = withDrift(this.timing.clock, driftPpm, preciseNowMs());
  }

  setNtpOffset(seconds: number): void {
    this.timing.ntpOffsetMs = seconds * 1000;
  }

  /** Cuts everybody, stays dark for a few seconds, comes back with a new SDP, SSRC and time base. */
  reboot(seconds = REBOOT_MS / 1000): void {
    const nowMs = preciseNowMs();
    this.timing.faults.clear();
    this.timing.faults.switchOff(nowMs + seconds * 1000);
    this.#cut();
    this.#boots++;
    this.#boot(nowMs);
  }

  /** See `clips/timecode.ts` for how the formula is used. */
  status() {
    const nowMs = preciseNowMs();
    const { clock, faults, ntpOffsetMs } = this.timing;
    const main = this.#streams.get("main");
    return {
      id: this.plan.id,
      path: this.plan.path,
      off: faults.isOff(nowMs),
      frozen: faults.isFrozen(nowMs),
      garbage: faults.garbageAt(nowMs) ?? null,
      slowFactor: faults.slowFactor,
      boots: this.#boots,
      ntpOffsetMs,
      clock: {
        epochMs: clock.epochMs,
        driftPpm: clock.driftPpm,
        loopMs: main?.loopMs ?? 0,
        mediaMs: mediaAtWall(clock, nowMs),
        loopStartedMs: wallAtMedia(clock, loopStart(mediaAtWall(clock, nowMs), main?.loopMs ?? 1)),
      },
      streams: [...this.#streams].map(([name, stream]) => ({
        name,
        codec: stream.rendition.index.codec,
        width: stream.rendition.index.width,
        height: stream.rendition.index.height,
        fps: stream.rendition.index.fps,
        clients: stream.clients.size,
        framesSent: stream.framesSent,
      })),
    };
  }

  #boot(nowMs: number): void {
    const { main, sub, mainAfterReboot, audio } = this.plan;
    const shown = this.#boots % 2 === 1 ? (mainAfterReboot ?? main) : main;
    this.#streams = new Map([["main", new CameraStream(shown, this.timing)]]);
    if (sub) this.#streams.set("sub", new CameraStream(sub, this.timing));
    this.#audio = audio ? new AudioStream(audio, this.timing) : undefined;
    for (const stream of this.#streams.values()) stream.seek(nowMs);
    this.#audio?.seek(nowMs);
  }

  #cut(): void {
    for (const connection of [...this.connections]) connection.destroy();
  }
}

export type CameraStatus = ReturnType<SimCamera["status"]>;

function untilMs(seconds: number | undefined): number {
  return seconds === undefined ? FOREVER_MS : preciseNowMs() + seconds * 1000;
}

function loopStart(mediaMs: number, loopMs: number): number {
  return Math.floor(mediaMs / loopMs) * loopMs;
}
