/**
 * Shares the HTTP server's `upgrade` event between WebSocket paths: the handler with the longest
 * matching prefix gets the socket, unknown paths are refused. A handler owns its socket from then on.
 */
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "#base/log";

export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

export class UpgradeRouter {
  readonly #handlers = new Map<string, UpgradeHandler>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `prefix` like `/live/`. */
  add(prefix: string, handler: UpgradeHandler): void {
    this.#handlers.set(prefix, handler);
  }

  attach(server: Server): void {
    server.on("upgrade", (req, socket, head) => {
      socket.on("error", (error) => this.#log.debug({ err: error }, "upgraded socket failed"));
      const path = new URL(req.url ?? "/", "http://localhost").pathname;
      const prefixes = [...this.#handlers.keys()].filter((prefix) => path.startsWith(prefix));
      const longest = prefixes.sort((a, b) => b.length - a.length)[0];
      const handler = longest === undefined ? undefined : this.#handlers.get(longest);
      if (handler) handler(req, socket, head);
      else refuseUpgrade(socket, 404);
    });
  }
}

/** Answers an upgrade with a plain HTTP status and closes. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
