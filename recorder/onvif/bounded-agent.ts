/**
 * HTTP(S) connections to one device that can all be cut at once, and that end when the device sends
 * more than any ONVIF answer needs: what answers there may be anything. A certificate that the device
 * signed itself is accepted, as cameras have no other.
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";

/** `close()` cuts every connection under way. */
export interface BoundedAgent {
  readonly agent: HttpAgent | HttpsAgent;
  close(): void;
}

export function openBoundedAgent(secure: boolean, maxBytes: number): BoundedAgent {
  const agent = secure ? new HttpsAgent({ rejectUnauthorized: false }) : new HttpAgent();
  const sockets = new Set<Duplex>();
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = open(options, callback);
    if (socket) watch(socket, maxBytes, sockets);
    return socket;
  };
  return {
    agent,
    close() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
    },
  };
}

function watch(socket: Duplex, maxBytes: number, sockets: Set<Duplex>): void {
  sockets.add(socket);
  let receivedBytes = 0;
  socket.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.length;
    if (receivedBytes > maxBytes) socket.destroy(new Error("Wrong ONVIF SOAP response: too long"));
  });
  socket.once("close", () => sockets.delete(socket));
}
