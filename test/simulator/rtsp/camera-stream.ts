/**
 * One video stream of one camera: which frame is due, its sequence number and RTP time, and the
 * clients that get it. All clients of a stream share sequence, time stamps and SSRC, so a frame is
 * stamped once and the same bytes go to everybody. The clip loops without a jump in either.
 */
import { randomBytes, randomInt } from "node:crypto";
import type { ClockFormula } from "../clips/media-clock.ts";
import { mediaAtWall, wallAtMedia } from "../clips/media-clock.ts";
import { type Rendition, RTP_UNITS_PER_TICK, TICKS_PER_SECOND } from "../clips/rendition.ts";
import type { CameraFaults } from "./camera-faults.ts";
import { stampPackets } from "./packetise.ts";
import { senderReport } from "./rtcp.ts";

const MS_PER_TICK = 1000 / TICKS_PER_SECOND;
const REPORT_INTERVAL_MS = 5000;
const MAX_BACKLOG_BYTES = 3 * 1024 * 1024;
/** Behind by more than this (the process was suspended), the missed frames are left out. */
const MAX_LATE_MS = 1000;

/** Where packets go: a TCP connection's channels or a pair of UDP ports. */
export interface RtpClient {
  waitsForKey: boolean;
  send(wire: Buffer, offsets: readonly number[]): void;
  sendControl(packet: Buffer): void;
  sendRaw(bytes: Buffer): void;
  backlogBytes(): number;
}

export interface TimedStream {
  nextDueMs(): number;
  sendDue(nowMs: number): void;
}

export interface CameraTiming {
  clock: ClockFormula;
  ntpOffsetMs: number;
  readonly faults: CameraFaults;
  readonly startAt: "next-keyframe" | "latest-keyframe";
}

export class CameraStream implements TimedStream {
  readonly rendition: Rendition;
  readonly clients = new Set<RtpClient>();
  readonly ssrc = randomBytes(4).readUInt32BE(0);
  framesSent = 0;
  #octets = 0;
  #packets = 0;
  #sequence = randomInt(65_536);
  readonly #rtpBase = randomBytes(4).readUInt32BE(0);
  readonly #timing: CameraTiming;
  readonly #frameMs: number;
  readonly #loopMs: number;
  /** Frames since media time 0, over all loops. */
  #frameNumber = 0;
  #keyNumber: number | undefined;
  #keySequence = 0;
  #lastReportMs = 0;
  #lastSentMs = Number.NEGATIVE_INFINITY;

  constructor(rendition: Rendition, timing: CameraTiming) {
    this.rendition = rendition;
    this.#timing = timing;
    this.#frameMs = 1000 / rendition.index.fps;
    this.#loopMs = (rendition.index.ticksPerLoop * 1000) / TICKS_PER_SECOND;
  }

  /** Stands at the frame due at `nowMs`; to be called when the camera starts. */
  seek(nowMs: number): void {
    const sinceMs = mediaAtWall(this.#timing.clock, nowMs) - this.#delayMs();
    this.#frameNumber = Math.max(0, Math.ceil(sinceMs / this.#frameMs));
    this.#keyNumber = undefined;
  }

  nextDueMs(): number {
    return wallAtMedia(this.#timing.clock, this.#frameNumber * this.#frameMs + this.#delayMs());
  }

  sendDue(nowMs: number): void {
    if (nowMs - this.nextDueMs() > MAX_LATE_MS) {
      this.seek(nowMs);
      for (const client of this.clients) client.waitsForKey = true;
    }
    while (this.nextDueMs() <= nowMs) {
      this.#sendFrame(nowMs);
      this.#frameNumber++;
    }
    if (nowMs - this.#lastReportMs >= REPORT_INTERVAL_MS) this.#sendReports(nowMs);
  }

  addClient(client: RtpClient): void {
    client.waitsForKey = true;
    this.clients.add(client);
    if (this.#timing.startAt === "latest-keyframe") this.#replaySinceKey(client);
    this.#lastReportMs = 0;
  }

  /** Sequence and RTP time of the first frame a client gets that plays from now. */
  firstFrame(): { sequence: number; rtpTime: number } {
    let sequence = this.#sequence;
    const frames = this.rendition.frames;
    for (let n = this.#frameNumber; n < this.#frameNumber + frames.length; n++) {
      const frame = frames[n % frames.length];
      if (frame?.isKey) return { sequence: sequence & 0xffff, rtpTime: this.#rtpTime(n) };
      sequence += frame?.offsets.length ?? 0;
    }
    return { sequence: sequence & 0xffff, rtpTime: this.#rtpTime(this.#frameNumber) };
  }

  #delayMs(): number {
    return this.rendition.reorderTicks * MS_PER_TICK;
  }

  #rtpTime(frameNumber: number): number {
    const { frames, index } = this.rendition;
    const loops = Math.floor(frameNumber / frames.length);
    const tick = frames[frameNumber % frames.length]?.tick ?? 0;
    const units = (loops * index.ticksPerLoop + tick) * RTP_UNITS_PER_TICK;
    return (this.#rtpBase + units) % 2 ** 32;
  }

  #sendFrame(nowMs: number): void {
    const { frames } = this.rendition;
    const frame = frames[this.#frameNumber % frames.length];
    if (!frame) return;
    const { faults } = this.#timing;
    if (
      faults.isSilent(nowMs) ||
      faults.isTooSoon(frame.isKey, nowMs - this.#lastSentMs, this.#frameMs)
    ) {
      for (const client of this.clients) client.waitsForKey = true;
      this.#keyNumber = undefined;
      return;
    }
    if (frame.isKey) {
      this.#keyNumber = this.#frameNumber;
      this.#keySequence = this.#sequence;
    }
    const sequence = this.#sequence;
    this.#sequence = (sequence + frame.offsets.length) & 0xffff;
    this.framesSent++;
    this.#lastSentMs = nowMs;
    this.#octets += frame.wire.length;
    this.#packets += frame.offsets.length;
    if (this.clients.size === 0) return;
    const wire = stampPackets(frame, sequence, this.#rtpTime(this.#frameNumber), this.ssrc);
    const garbage = faults.garbageAt(nowMs);
    if (garbage === "payload") faults.spoil(wire, frame.offsets);
    for (const client of this.clients) {
      if (garbage === "stream") client.sendRaw(randomBytes(2048));
      else this.#offer(client, frame.isKey, wire, frame.offsets);
    }
  }

  #offer(client: RtpClient, isKey: boolean, wire: Buffer, offsets: readonly number[]): void {
    if (client.backlogBytes() > MAX_BACKLOG_BYTES) client.waitsForKey = true;
    else if (isKey) client.waitsForKey = false;
    if (!client.waitsForKey) client.send(wire, offsets);
  }

  #replaySinceKey(client: RtpClient): void {
    if (this.#keyNumber === undefined) return;
    const { frames } = this.rendition;
    let sequence = this.#keySequence;
    for (let n = this.#keyNumber; n < this.#frameNumber; n++) {
      const frame = frames[n % frames.length];
      if (!frame) continue;
      client.send(stampPackets(frame, sequence, this.#rtpTime(n), this.ssrc), frame.offsets);
      sequence = (sequence + frame.offsets.length) & 0xffff;
    }
    client.waitsForKey = false;
  }

  #sendReports(nowMs: number): void {
    this.#lastReportMs = nowMs;
    if (this.clients.size === 0 || this.#timing.faults.isSilent(nowMs)) return;
    const mediaMs = mediaAtWall(this.#timing.clock, nowMs);
    const report = senderReport({
      ssrc: this.ssrc,
      ntpMs: cameraWallMs(this.#timing, nowMs),
      rtpTime: (this.#rtpBase + Math.round(mediaMs * 90)) % 2 ** 32,
      packets: this.#packets,
      octets: this.#octets,
    });
    for (const client of this.clients) client.sendControl(report);
  }

  /** For the status page: the loop's length on the wall is `loopMs / (1 + ppm)`. */
  get loopMs(): number {
    return this.#loopMs;
  }
}

/** What the camera believes the time is: its set clock, running on its own oscillator. */
export function cameraWallMs(timing: CameraTiming, nowMs: number): number {
  const { clock } = timing;
  return clock.epochMs + mediaAtWall(clock, nowMs) + timing.ntpOffsetMs;
}
