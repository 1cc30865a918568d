/**
 * The door to `ws`: turns an accepted HTTP upgrade into the port that live viewing writes to. Sends
 * only; what a browser sends is dropped. Pings find connections that died without a word.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Clock, Timer } from "#base/clock";
import type { ViewerPort } from "../live/live-viewer.ts";

const PING_MS = 20_000;
/** How long a closing handshake may take before the connection is cut. */
const CLOSE_MS = 2_000;
/** Longest reason a close frame carries (RFC 6455 section 5.5). */
const MAX_REASON_BYTES = 123;

export class LiveSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 1024,
  });
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Completes the handshake; `onClosed` listeners of the port hear the end, however it came. */
  accept(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onOpen: (port: ViewerPort, closed: Promise<void>) => void,
  ): void {
    this.#server.handleUpgrade(req, socket, head, (ws) => {
      let heard = true;
      let ping: Timer;
      const beat = () => {
        if (!heard) {
          ws.terminate();
          return;
        }
        heard = false;
        ws.ping();
        ping = this.#clock.after(PING_MS, beat);
      };
      ping = this.#clock.after(PING_MS, beat);
      ws.on("pong", () => {
        heard = true;
      });
      // A broken connection ends in "close" too; there is nothing else to do about it.
      ws.on("error", () => ws.terminate());
      const closed = new Promise<void>((resolve) => {
        ws.once("close", () => {
          ping.cancel();
          resolve();
        });
      });
      const port: ViewerPort = {
        send: (bytes) => {
          if (ws.readyState === ws.OPEN) ws.send(bytes, { binary: true });
        },
        bufferedBytes: () => ws.bufferedAmount,
        close: (code, reason) => {
          ws.close(code, reason.slice(0, MAX_REASON_BYTES));
          this.#clock.after(CLOSE_MS, () => ws.terminate());
        },
      };
      onOpen(port, closed);
    });
  }
}
