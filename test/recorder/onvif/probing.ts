/** What the tests of probing share: servers that are closed again, and a probe that leaks nothing. */
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, expect } from "vitest";
import { systemClock } from "#base/clock";
import type { DeviceProbe, ProbeFailure } from "#base/link";
import { silentLog } from "#base/log";
import { probeDevice } from "../../../recorder/onvif/probe-device.ts";
import { type FakeDeviceOptions, listen, startFakeDevice, stop } from "./fake-device.ts";

export const PASSWORD = "s3cret";
export const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

export async function device(options: FakeDeviceOptions = {}) {
  const started = await startFakeDevice(options);
  closers.push(started.close);
  return started;
}

export async function httpServer(handle: RequestListener): Promise<number> {
  const server = createHttpServer(handle);
  closers.push(() => stop(server));
  return listen(server);
}

export async function tcpServer(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as { port: number }).port;
}

export async function probe(
  port: number,
  login: { username: string | null; password: string | null } = {
    username: "admin",
    password: PASSWORD,
  },
  deadlineMs = 5_000,
): Promise<DeviceProbe | ProbeFailure> {
  const request = { address: "127.0.0.1", port, ...login };
  const options = { clock: systemClock, log: silentLog, deadlineMs };
  const result = await probeDevice(request, options);
  expect(JSON.stringify(result)).not.toContain(PASSWORD);
  return result;
}

export async function probeGood(port: number): Promise<DeviceProbe> {
  const result = await probe(port);
  if (!result.ok) throw new Error(`${result.cause}: ${result.detail}`);
  return result;
}

export async function failure(
  port: number,
  login?: { username: string | null; password: string | null },
) {
  const result = await probe(port, login, 1_500);
  if (result.ok) throw new Error("the probe succeeded");
  return result;
}
