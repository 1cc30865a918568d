/** What the recorder and its relay child say to each other over the child's IPC channel. */

export interface RelaySetup {
  readonly kind: "setup";
  /** `live` = HTTP-FLV on loopback; `push` = RTMP for cameras that push, may listen beyond it. */
  readonly door: "live" | "push";
  readonly host: string;
  readonly port: number;
  /** node-media-server keeps its (here empty) store in this folder. */
  readonly storePath: string;
}

/** Stream names (`<cameraId>-<stream>-<secret>`) that may be pushed; replaces the former list. */
export interface RelayKeys {
  readonly kind: "keys";
  readonly names: readonly string[];
}

export type RelayCommand = RelaySetup | RelayKeys;

export type RelayNews =
  | { readonly kind: "ready" }
  | { readonly kind: "pushStarted" | "pushRefused"; readonly from: string };

export const PUSH_APP = "push";
export const LIVE_APP = "live";
