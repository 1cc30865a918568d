/** The part of node-media-server 4 that the relay uses; the package ships no types. */
declare module "node-media-server" {
  import type { Server } from "node:net";

  interface MediaSession {
    readonly id: string;
    /** `address:port` of the peer. */
    readonly ip: string;
    /** `/app/name`. */
    readonly streamPath: string;
    close(): void;
    readonly socket?: { destroy(): void };
  }

  class NodeMediaServer {
    constructor(config: object, configPath?: string);
    readonly httpServer: { readonly httpServer?: Server };
    readonly rtmpServer: { readonly tcpServer?: Server };
    on(event: "prePublish" | "prePlay", listener: (session: MediaSession) => void): void;
    run(): Promise<void>;
    stop(): Promise<void>;
  }

  export type { MediaSession };
  export default NodeMediaServer;
}
