/**
 * The WebSocket path of live streams (`LIVE_PATH`): reads camera and stream out of the address, has
 * the session checked, and hands the connection to live viewing. A browser cannot see the status of
 * a refused upgrade, so refusals are told by close code after the handshake; only a page of another
 * site is refused before it.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { toVmsError, type VmsError } from "#base/errors";
import { isCameraId } from "#base/ids";
import type { StreamKind } from "#base/link";
import type { Log } from "#base/log";
import { LIVE_CLOSE } from "#contract";
import type { LiveService } from "../live/live-service.ts";
import type { ViewerPort } from "../live/live-viewer.ts";
import type { LiveSockets } from "../realtime/live-socket.ts";
import type { SessionGuard } from "./session-guard.ts";
import { refuseUpgrade, type UpgradeHandler } from "./upgrade-router.ts";

export const LIVE_PREFIX = "/live/";

export interface LiveUpgradeDeps {
  readonly guard: Pick<SessionGuard, "admitUpgrade">;
  readonly live: LiveService;
  readonly sockets: LiveSockets;
  readonly log: Log;
}

/** The handler for `upgrades.add(LIVE_PREFIX, …)`. */
export function liveUpgrade(deps: LiveUpgradeDeps): UpgradeHandler {
  return (req, socket, head) => {
    admit(deps, req, socket, head).catch((thrown: unknown) => {
      deps.log.error({ err: thrown }, "live upgrade failed");
      socket.destroy();
    });
  };
}

async function admit(
  deps: LiveUpgradeDeps,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const wanted = parseLivePath(req.url ?? "");
  const ip = req.socket.remoteAddress ?? "";
  const admitted = await deps.guard
    .admitUpgrade(req, ip)
    .catch((thrown: unknown) => toVmsError(thrown));
  if (socket.destroyed) return;
  if (isError(admitted) && admitted.reason === "origin.foreign") {
    refuseUpgrade(socket, 403);
    return;
  }
  deps.sockets.accept(req, socket, head, (port, closed) => {
    if (isError(admitted)) port.close(closeCode(admitted), admitted.reason);
    else if (!wanted) port.close(LIVE_CLOSE.notFound, "live.not_found");
    else watch(deps, admitted, wanted, port, closed);
  });
}

function watch(
  deps: LiveUpgradeDeps,
  who: Exclude<Awaited<ReturnType<SessionGuard["admitUpgrade"]>>, null>,
  wanted: { cameraId: string; stream: StreamKind },
  port: ViewerPort,
  closed: Promise<void>,
): void {
  deps.live
    .watch(who, wanted.cameraId, wanted.stream, port)
    .then((leave) => closed.then(leave))
    .catch((thrown: unknown) => {
      deps.log.error({ err: thrown, cameraId: wanted.cameraId }, "live viewing failed");
      port.close(LIVE_CLOSE.unavailable, "unknown");
    });
}

/** Camera and stream of `/live/<camera>/<stream>`, or undefined. */
export function parseLivePath(url: string): { cameraId: string; stream: StreamKind } | undefined {
  const path = url.split("?", 1)[0] ?? "";
  const match = /^\/live\/([^/]+)\/(main|sub)$/.exec(path);
  const cameraId = match?.[1];
  if (!cameraId || !isCameraId(cameraId)) return undefined;
  return { cameraId, stream: match[2] as StreamKind };
}

function isError(value: object): value is VmsError {
  return value instanceof Error;
}

function closeCode(error: VmsError): number {
  if (error.code === "unauthenticated") return LIVE_CLOSE.unauthenticated;
  return error.code === "forbidden" ? LIVE_CLOSE.forbidden : LIVE_CLOSE.unavailable;
}
