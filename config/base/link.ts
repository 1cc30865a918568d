/**
 * The messages between recorder and server (Socket.IO, namespace `/recorder`, token in the
 * handshake's `auth.token`). The recorder connects; states flow up, commands flow down and are
 * acknowledged. All types are plain JSON; times are epoch UTC milliseconds.
 */

import type { Box } from "./grid.ts";

export const LINK_NAMESPACE = "/recorder";

export type StreamKind = "main" | "sub";

/**
 * Why a camera does not record, or records badly; also the cause of a gap. Each has a sentence in
 * Vietnamese and English in the viewer (`cause.<name>`).
 */
export const CAUSES = [
  "starting", // first connection under way
  "unreachable", // no route, refused, timed out: camera off or cable out
  "wrong_password", // 401
  "not_found", // 404: the address of the stream is wrong
  "not_a_stream", // something else answers there, e.g. a web page
  "bad_data", // garbage, unreadable stream
  "codec_unsupported", // MP4 cannot carry it
  "stalled", // connected, but nothing comes
  "too_slow", // hardly any frames
  "camera_closed", // the camera ended the connection
  "stream_changed", // resolution or codec changed in mid-stream; reconnecting
  "push_waiting", // a camera that pushes has not come yet
  "storage_full", // no space that may be freed
  "write_failed", // disk error, folder not writable
  "recorder_stopped", // stopped in good order
  "recorder_crashed", // ended without saying so
  "switched_off", // by a person, in the settings
  "settings_changed", // reconnecting with new settings
  "deleted", // by retention
  "missing", // a file is gone or damaged
  "unknown",
] as const;
export type Cause = (typeof CAUSES)[number];

/** `recording` = frames arrive and reach the disk; `connecting` = first try; `down` = retrying. */
export type StreamPhase = "off" | "connecting" | "recording" | "down";

export interface StreamStatus {
  readonly stream: StreamKind;
  readonly phase: StreamPhase;
  readonly cause: Cause | null;
  /** Plain English detail for the admin, secrets masked. */
  readonly detail: string | null;
  /** Since when it has been in this phase with this cause. */
  readonly sinceMs: number;
  /** End of the newest GOP on disk (wall time), null before the first. */
  readonly lastRecordedMs: number | null;
  readonly bitrateKbps: number | null;
  readonly framesPerSecond: number | null;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly audioCodec: string | null;
  /** Camera clock minus host clock, from RTCP sender reports; null if the camera sends none. */
  readonly cameraClockOffsetMs: number | null;
  /** Next try, when `down`. */
  readonly retryAtMs: number | null;
}

/**
 * What deserves a look although the stream is fine; each has a sentence in the viewer. The last ones
 * tell how the picture was tampered with, and that the camera refuses to tell its own events.
 */
export const CAMERA_WARNINGS = [
  "clock_odd",
  "no_sub",
  "long_gop",
  "b_frames",
  "timestamps_bad",
  "covered",
  "blurred",
  "turned",
  "frozen",
  "dark",
  "events_refused",
] as const;
export type CameraWarning = (typeof CAMERA_WARNINGS)[number];

export interface CameraStatus {
  readonly cameraId: string;
  /** What a tile shows: the worst that matters of both streams. */
  readonly phase: StreamPhase;
  readonly cause: Cause | null;
  readonly sinceMs: number;
  readonly main: StreamStatus | null;
  readonly sub: StreamStatus | null;
  /** Set when the stream itself is fine but something deserves a look, e.g. camera clock far off. */
  readonly warnings: readonly CameraWarning[];
}

export interface SegmentClosed {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly sizeBytes: number;
}

/** An event as the recorder has written it into the catalogue, told within a second. */
export interface EventNews {
  readonly id: number;
  readonly cameraId: string;
  readonly kind:
    | "motion"
    | "object_left"
    | "object_removed"
    | "tamper"
    | "line_crossed"
    | "offline";
  readonly source: "vision" | "camera" | "recorder";
  readonly startMs: number;
  /** null while it lasts. */
  readonly endMs: number | null;
  readonly bestMs: number;
  readonly box: Box | null;
  readonly strength: number;
  readonly confidence: number | null;
  readonly mover: { readonly startMs: number; readonly ms: number; readonly box: Box } | null;
  readonly zoneIds: readonly string[];
  readonly detail: string | null;
  readonly hasStill: boolean;
  readonly hasMoverStill: boolean;
  readonly hasPreview: boolean;
}

/** What the analysis sees of a camera now, for the tuning view. */
export interface MotionView {
  readonly cameraId: string;
  readonly atMs: number;
  /** Base64 of GRID_CELLS bytes, one strength (0, 1, 2) a cell. */
  readonly cells: string;
  readonly boxes: readonly Box[];
  readonly stirs: boolean;
}

export interface RecorderReport {
  readonly atMs: number;
  readonly startedAtMs: number;
  readonly version: string;
  readonly ffmpegVersion: string;
  readonly pid: number;
  readonly relay: { readonly up: boolean; readonly pid: number | null; readonly restarts: number };
  readonly disk: {
    readonly totalBytes: number;
    readonly freeBytes: number;
    readonly state: "ok" | "low" | "full";
  };
  readonly writtenBytesPerSecond: number;
  readonly push: { readonly enabled: boolean; readonly port: number | null };
}

/** What a stream test or a device probe says when it failed. */
export interface ProbeFailure {
  readonly ok: false;
  readonly cause: Cause;
  readonly detail: string;
}

export interface StreamProbeRequest {
  /** Without credentials. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly transport: "tcp" | "udp";
}

export interface StreamProbe {
  readonly ok: true;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number | null;
  readonly audioCodec: string | null;
  /** JPEG, base64, at most 640 pixels wide; null when no picture could be decoded in time. */
  readonly pictureBase64: string | null;
}

export interface DiscoveredDevice {
  readonly address: string;
  readonly port: number;
  readonly name: string | null;
  readonly hardware: string | null;
  /** The device service's address, e.g. `http://192.168.1.20/onvif/device_service`. */
  readonly xaddr: string;
}

export interface DeviceProbeRequest {
  readonly address: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
}

export interface DeviceProfile {
  readonly token: string;
  readonly name: string;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly bitrateKbps: number | null;
  readonly gopFrames: number | null;
  /** Without credentials. */
  readonly url: string;
}

export interface DeviceProbe {
  readonly ok: true;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  /** Device clock minus host clock. */
  readonly clockOffsetMs: number | null;
  readonly profiles: readonly DeviceProfile[];
  readonly mainToken: string | null;
  readonly subToken: string | null;
}

export interface LiveAnswer {
  readonly ok: true;
  /** HTTP-FLV address of the relay on loopback, unguessable, valid while wanted. */
  readonly url: string;
}
export interface LiveRefusal {
  readonly ok: false;
  readonly cause: Cause;
}

/** Recorder → server. */
export interface LinkUp {
  hello(report: RecorderReport, states: readonly CameraStatus[]): void;
  report(report: RecorderReport): void;
  cameraState(state: CameraStatus): void;
  cameraRemoved(cameraId: string): void;
  segmentClosed(segment: SegmentClosed): void;
  eventChanged(event: EventNews): void;
  motionView(view: MotionView): void;
}

/** Server → recorder; each is acknowledged with the last callback. */
export interface LinkDown {
  /** Cameras, settings, retention or motion settings in the catalogue changed: read them again. */
  catalogueChanged(
    what: "cameras" | "settings" | "motion",
    answer: (done: { ok: true }) => void,
  ): void;
  /** Repeated every 10 s while somebody watches; silent for 30 s = no longer wanted. */
  liveWanted(
    cameraId: string,
    stream: StreamKind,
    answer: (result: LiveAnswer | LiveRefusal) => void,
  ): void;
  /** Repeated every 10 s while an admin watches; silent for 30 s = no longer wanted. */
  motionViewWanted(cameraId: string, answer: (done: { ok: true }) => void): void;
  probeStream(
    request: StreamProbeRequest,
    answer: (result: StreamProbe | ProbeFailure) => void,
  ): void;
  discover(waitMs: number, answer: (devices: readonly DiscoveredDevice[]) => void): void;
  probeDevice(
    request: DeviceProbeRequest,
    answer: (result: DeviceProbe | ProbeFailure) => void,
  ): void;
}
