/**
 * The faults one camera currently has, each with the wall time at which it ends by itself. Decides
 * only; the stream and the server act. All times are epoch milliseconds.
 */
import { randomFillSync } from "node:crypto";
import { RTP_HEADER_BYTES } from "./packetise.ts";

export type GarbageKind = "payload" | "stream";

export class CameraFaults {
  #offUntilMs = 0;
  #frozenUntilMs = 0;
  #garbageUntilMs = 0;
  #garbageKind: GarbageKind = "payload";
  slowFactor = 1;

  switchOff(untilMs: number): void {
    this.#offUntilMs = untilMs;
  }

  freeze(untilMs: number): void {
    this.#frozenUntilMs = untilMs;
  }

  sendGarbage(kind: GarbageKind, untilMs: number): void {
    this.#garbageKind = kind;
    this.#garbageUntilMs = untilMs;
  }

  clear(): void {
    this.#offUntilMs = 0;
    this.#frozenUntilMs = 0;
    this.#garbageUntilMs = 0;
    this.slowFactor = 1;
  }

  isOff(nowMs: number): boolean {
    return nowMs < this.#offUntilMs;
  }

  isFrozen(nowMs: number): boolean {
    return nowMs < this.#frozenUntilMs;
  }

  /** No frame leaves the camera, whatever the reason. */
  isSilent(nowMs: number): boolean {
    return this.isOff(nowMs) || this.isFrozen(nowMs);
  }

  garbageAt(nowMs: number): GarbageKind | undefined {
    return nowMs < this.#garbageUntilMs ? this.#garbageKind : undefined;
  }

  /**
   * A slow camera sends keyframes only, the first that comes `slowFactor` frame times after the one
   * before, so whatever it sends can be decoded and carries the right time.
   */
  isTooSoon(isKey: boolean, sinceLastMs: number, frameMs: number): boolean {
    if (this.slowFactor <= 1) return false;
    return !isKey || sinceLastMs < this.slowFactor * frameMs - frameMs / 2;
  }

  /** Random bytes where the payload was; the RTP headers stay whole. */
  spoil(wire: Buffer, offsets: readonly number[]): void {
    for (const [i, offset] of offsets.entries()) {
      const from = offset + 4 + RTP_HEADER_BYTES;
      randomFillSync(wire, from, (offsets[i + 1] ?? wire.length) - from);
    }
  }
}
