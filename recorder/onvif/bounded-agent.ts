/**
 * HTTP(S) connections to one device that can all be cut at once, and that end when the device sends
 * more than any ONVIF answer needs, or what the package cannot read in bearable time: what answers there may be anything. A certificate that the device
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

/**
 * The package removes name spaces with an expression whose time grows with the square of what stands
 * between `xmlns` and the next `=`: some hundred kilobytes of it would stop this process for seconds.
 */
const FAR_FROM_EQUALS = /xmlns[^=]{500}/;
const TAIL_LENGTH = 505;

function watch(socket: Duplex, maxBytes: number, sockets: Set<Duplex>): void {
  sockets.add(socket);
  let receivedBytes = 0;
  let tail = "";
  socket.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.length;
    const text = tail + chunk.toString("latin1");
    tail = text.slice(-TAIL_LENGTH);
    const isHarmful = receivedBytes > maxBytes || FAR_FROM_EQUALS.test(text);
    if (isHarmful) socket.destroy(new Error("Wrong ONVIF SOAP response: not to be read"));
  });
  socket.once("close", () => sockets.delete(socket));
}
