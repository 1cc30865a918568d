/**
 * Where a stream comes from: a camera's settings as an input script for ffmpeg. Owns how addresses
 * and credentials become one URL; that URL exists only in memory and on ffmpeg's standard input.
 */
import type { StreamKind } from "#base/link";
import { inputScript } from "#storage";

export interface StreamSource {
  readonly cameraId: string;
  readonly stream: StreamKind;
  /** `rtsp` is pulled from the camera; `push` is read from the push door, where the camera brings it. */
  readonly kind: "rtsp" | "push";
  /** Without credentials. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly transport: "tcp" | "udp";
  readonly audio: "auto" | "off";
  /** `arrival` = frames are stamped when they come, for cameras whose own stamps are broken. */
  readonly timestamps: "camera" | "arrival";
}

/** A socket that says nothing for this long while connecting is given up. */
export const SOCKET_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_US = SOCKET_TIMEOUT_MS * 1000;
/** How long ffmpeg may look at a stream before it knows it; ends earlier as soon as it does. */
const ANALYZE_US = 5_000_000;

/**
 * The address with its credentials percent-encoded. Credentials that already stand in the address
 * give way to the given ones. What is no URL comes back as it is; ffmpeg will say so.
 */
export function streamUrl(url: string, username: string | null, password: string | null): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#]*@)?(.*)$/is.exec(url.trim());
  if (!parts || !username) return url.trim();
  const secret = password ? `:${encodeURIComponent(password)}` : "";
  return `${parts[1]}${encodeURIComponent(username)}${secret}@${parts[2]}`;
}

/** The ffconcat script that opens the source. Contains the password: for ffmpeg's standard input only. */
export function sourceScript(source: StreamSource): string {
  const url = streamUrl(source.url, source.username, source.password);
  if (/^rtsps?:/i.test(url)) {
    return inputScript(url, {
      rtsp_transport: source.transport,
      timeout: SOCKET_TIMEOUT_US,
      analyzeduration: ANALYZE_US,
      fpsprobesize: 0,
    });
  }
  return inputScript(url, {
    rw_timeout: SOCKET_TIMEOUT_US,
    analyzeduration: ANALYZE_US,
    fpsprobesize: 0,
  });
}

/**
 * How many frames after a frame has begun to arrive ffmpeg hands it to us: its fragment is written
 * when the next frame is known (1), and its RTP parser sees a frame's end only in the next one (1 more).
 */
export function deliveryDelayFrames(source: Pick<StreamSource, "kind" | "url">): number {
  return /^rtsps?:/i.test(source.url) ? 2 : 1;
}
