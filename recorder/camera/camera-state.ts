/**
 * What a camera's stream is doing and why: a state machine of values. Pure. Here is the answer to
 * "why is this camera offline?": `phase`, `cause` and `detail` of its stream.
 *
 *   off ──switch on──▶ connecting ──first GOP on disk──▶ recording
 *                          │                               │
 *                          └──run ended──▶ down ◀──run ended┘
 *                                           └──first GOP on disk──▶ recording
 */
import type { CameraStatus, Cause, StreamKind, StreamPhase, StreamStatus } from "#base/link";

/** Facts about a stream that say nothing of its phase. */
export type StreamNumbers = Pick<
  StreamStatus,
  | "bitrateKbps"
  | "framesPerSecond"
  | "codec"
  | "width"
  | "height"
  | "audioCodec"
  | "cameraClockOffsetMs"
>;

export type StreamEvent =
  | { readonly kind: "switchedOff"; readonly atMs: number }
  | { readonly kind: "switchedOn"; readonly atMs: number; readonly waitingForPush: boolean }
  /** A GOP that ends at `endMs` is on disk. */
  | { readonly kind: "recorded"; readonly atMs: number; readonly endMs: number }
  | { readonly kind: "measured"; readonly numbers: Partial<StreamNumbers> }
  | {
      readonly kind: "ended";
      readonly atMs: number;
      readonly cause: Cause;
      readonly detail: string | null;
    }
  | { readonly kind: "retryPlanned"; readonly retryAtMs: number };

const NO_NUMBERS: StreamNumbers = {
  bitrateKbps: null,
  framesPerSecond: null,
  codec: null,
  width: null,
  height: null,
  audioCodec: null,
  cameraClockOffsetMs: null,
};

export function initialStatus(
  stream: StreamKind,
  atMs: number,
  lastRecordedMs: number | null,
): StreamStatus {
  return {
    stream,
    phase: "off",
    cause: null,
    detail: null,
    sinceMs: atMs,
    lastRecordedMs,
    retryAtMs: null,
    ...NO_NUMBERS,
  };
}

/** The status after `event`. `sinceMs` moves only when phase or cause change. */
export function nextStatus(status: StreamStatus, event: StreamEvent): StreamStatus {
  switch (event.kind) {
    case "switchedOff":
      return { ...entered(status, "off", "switched_off", null, event.atMs), ...NO_NUMBERS };
    case "switchedOn":
      return entered(
        status,
        "connecting",
        event.waitingForPush ? "push_waiting" : "starting",
        null,
        event.atMs,
      );
    case "recorded":
      return {
        ...entered(status, "recording", null, null, event.atMs),
        lastRecordedMs: event.endMs,
      };
    case "measured":
      return { ...status, ...event.numbers };
    case "ended":
      return {
        ...entered(status, "down", event.cause, event.detail, event.atMs),
        bitrateKbps: null,
        framesPerSecond: null,
      };
    case "retryPlanned":
      return { ...status, retryAtMs: event.retryAtMs };
  }
}

function entered(
  status: StreamStatus,
  phase: StreamPhase,
  cause: Cause | null,
  detail: string | null,
  atMs: number,
): StreamStatus {
  const same = status.phase === phase && status.cause === cause;
  return {
    ...status,
    phase,
    cause,
    detail,
    sinceMs: same ? status.sinceMs : atMs,
    retryAtMs: null,
  };
}

/** Worse first. */
const SEVERITY: readonly StreamPhase[] = ["down", "connecting", "recording", "off"];

/**
 * What a tile shows: the main stream's state; a sub stream that is worse matters too, since the wall
 * shows it and motion comes from it.
 */
export function cameraStatus(
  cameraId: string,
  main: StreamStatus | null,
  sub: StreamStatus | null,
  warnings: CameraStatus["warnings"],
): CameraStatus {
  const streams = [main, sub].filter((status) => status !== null);
  const worst = [...streams].sort(
    (a, b) => SEVERITY.indexOf(a.phase) - SEVERITY.indexOf(b.phase),
  )[0];
  return {
    cameraId,
    phase: worst?.phase ?? "off",
    cause: worst?.cause ?? null,
    sinceMs: worst?.sinceMs ?? 0,
    main,
    sub,
    warnings,
  };
}
