/**
 * The RTSP listener for all cameras on one port, and the pair of UDP ports they send from. Cameras
 * are told apart by the first part of the path.
 */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { TimedStream } from "./camera-stream.ts";
import { FramePacer } from "./frame-pacer.ts";
import type { UdpPorts } from "./rtp-transport.ts";
import { RtspConnection } from "./rtsp-connection.ts";
import type { SimCamera, StreamName } from "./sim-camera.ts";

const UDP_ATTEMPTS = 40;

export class RtspServer {
  readonly #cameras: ReadonlyMap<string, SimCamera>;
  readonly #sockets = new Set<Socket>();
  readonly #pacer: FramePacer;
  #server: Server | undefined;
  #udp: UdpPorts | undefined;

  /** Cameras by path. */
  constructor(cameras: ReadonlyMap<string, SimCamera>) {
    this.#cameras = cameras;
    this.#pacer = new FramePacer(() => this.#allStreams());
  }

  /** Listens on `host:port` (0 chooses one) and answers the port. */
  async start(host: string, port: number): Promise<number> {
    this.#udp = await bindPair(host);
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    server.listen(port, host);
    await once(server, "listening");
    this.#pacer.start();
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#pacer.close();
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
    this.#udp?.rtp.close();
    this.#udp?.rtcp.close();
    this.#udp = undefined;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    new RtspConnection({ socket, cameras: this.#cameras, udp: this.#udp }).start();
  }

  *#allStreams(): Iterable<TimedStream> {
    for (const camera of this.#cameras.values()) yield* camera.timedStreams();
  }
}

/** An even port for RTP and the odd one above it for RTCP, as RFC 3550 section 11 asks. */
async function bindPair(host: string): Promise<UdpPorts> {
  for (let attempt = 0; attempt < UDP_ATTEMPTS; attempt++) {
    const rtpPort = 20_000 + 2 * Math.floor(Math.random() * 20_000);
    const rtp = await tryBind(host, rtpPort);
    const rtcp = rtp && (await tryBind(host, rtpPort + 1));
    if (rtp && rtcp) return { rtp, rtcp, rtpPort, rtcpPort: rtpPort + 1 };
    rtp?.close();
  }
  throw new Error("no free pair of UDP ports found for RTP");
}

async function tryBind(host: string, port: number): Promise<UdpSocket | undefined> {
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    socket.once("error", () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners("error");
      // A client that went away answers with ICMP errors; they concern nobody else.
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });
}

export type { StreamName };
