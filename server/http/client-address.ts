/** Where a request comes from, also for WebSocket upgrades, which Express does not see. */
import type { IncomingMessage } from "node:http";
import type { Request } from "express";

/** The client's address; behind `n` trusted proxies the n-th last entry of `X-Forwarded-For`. */
export function clientAddress(req: IncomingMessage, trustProxy: boolean | number): string {
  const forwarded = trustProxy ? String(req.headers["x-forwarded-for"] ?? "") : "";
  const entry = forwarded.split(",").at(-Number(trustProxy))?.trim();
  return entry || (req.socket.remoteAddress ?? "");
}

/** Whether a program on this very host asks: a request that a proxy passed on is not one. */
export function isLoopback(req: Request): boolean {
  const address = req.socket.remoteAddress ?? "";
  const local = address === "::1" || /^(::ffff:)?127\./.test(address);
  return (
    local && req.headers["x-forwarded-for"] === undefined && req.headers.forwarded === undefined
  );
}
