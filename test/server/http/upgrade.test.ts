/** WebSocket upgrades: unknown paths are refused, known ones reach their handler. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { silentLog } from "#base/log";
import { refuseUpgrade, UpgradeRouter } from "../../../server/http/upgrade-router.ts";

const server = createServer();
afterEach(() => void server.close());

it("the longest matching prefix gets the socket, an unknown path a 404", async () => {
  const router = new UpgradeRouter(silentLog);
  router.add("/live/", (_req, socket) => refuseUpgrade(socket, 401));
  router.add("/live/cam/", (_req, socket) => refuseUpgrade(socket, 403));
  router.attach(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const statusOf = async (path: string) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    const [error] = (await once(socket, "error")) as [Error];
    return error.message;
  };
  expect(await statusOf("/live/x")).toMatch(/401/);
  expect(await statusOf("/live/cam/x")).toMatch(/403/);
  expect(await statusOf("/nothing")).toMatch(/404/);
});
