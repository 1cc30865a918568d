/** The WebSocket address of a live stream, after the contract's LIVE_PATH. */
import type { LIVE_PATH } from "#contract";

export type StreamKind = "main" | "sub";

/** Typed as the contract's own constant: a change there does not compile here. */
const PATH: typeof LIVE_PATH = "/live/:cameraId/:stream";

export function liveAddress(
  page: { readonly protocol: string; readonly host: string },
  cameraId: string,
  stream: StreamKind,
): string {
  const path = PATH.replace(":cameraId", encodeURIComponent(cameraId)).replace(":stream", stream);
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${path}`;
}
