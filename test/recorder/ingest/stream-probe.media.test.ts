/** Trying a stream against real sockets: what a person is told about each kind of wrong address. */
import { execSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#base/clock";
import type { StreamProbeRequest } from "#base/link";
import { type Simulator, startSimulator, tinyCameras } from "#simulator";
import { probeStream } from "../../../recorder/ingest/stream-probe.ts";

const PASSWORD = "mật khẩu @:/?'";
const folder = mkdtempSync(join(tmpdir(), "probe-"));
const servers: Server[] = [];
let simulator: Simulator;
let ports: { web: number; silent: number; garbage: number };

function listen(server: Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function request(url: string, change: Partial<StreamProbeRequest> = {}): StreamProbeRequest {
  return { url, username: "admin", password: PASSWORD, transport: "tcp", ...change };
}

beforeAll(async () => {
  simulator = await startSimulator({
    cameras: tinyCameras(1),
    clipSet: "tiny",
    authMode: "digest",
    cacheFolder: join(folder, "clips"),
    credentials: { user: "admin", password: PASSWORD },
  });
  ports = {
    web: await listen(createHttpServer((_request, response) => response.end("<html>hello</html>"))),
    silent: await listen(createServer()),
    garbage: await listen(createServer((socket) => socket.end(Buffer.alloc(5000, 0x5a)))),
  };
});

afterAll(async () => {
  await simulator.close();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a good stream", () => {
  it("is described with a picture, and its password is in no process list", async () => {
    const pending = probeStream(
      request(`rtsp://127.0.0.1:${simulator.rtspPort}/cam01/main`),
      systemClock,
    );
    let lists = "";
    // The new process shows its own command line a moment after it was started.
    while (!lists.includes("concat\0")) {
      lists = execSync("cat /proc/[0-9]*/cmdline 2>/dev/null || true").toString();
    }
    const result = await pending;
    if (!result.ok) throw new Error(`${result.cause}: ${result.detail}`);
    expect(result.codec).toBe("h264");
    expect(result.width).toBeGreaterThan(0);
    expect(Buffer.from(result.pictureBase64 ?? "", "base64").subarray(0, 2)).toEqual(
      Buffer.from([0xff, 0xd8]),
    );
    expect(lists).not.toContain(encodeURIComponent(PASSWORD));
  });
});

describe("what a person is told", () => {
  it.each([
    [
      "a wrong password",
      () => request(`rtsp://127.0.0.1:${simulator.rtspPort}/cam01/main`, { password: "x" }),
      "wrong_password",
    ],
    [
      "a wrong path",
      () => request(`rtsp://127.0.0.1:${simulator.rtspPort}/nothing/here`),
      "not_found",
    ],
    ["a host where nobody listens", () => request("rtsp://127.0.0.1:1/cam"), "unreachable"],
    ["a host name that is not there", () => request("rtsp://camera.invalid/cam"), "unreachable"],
    ["a web page", () => request(`rtsp://127.0.0.1:${ports.web}/`), "not_a_stream"],
    ["something that says nothing", () => request(`rtsp://127.0.0.1:${ports.silent}/`), "stalled"],
    [
      "something that talks garbage",
      () => request(`rtsp://127.0.0.1:${ports.garbage}/`),
      "bad_data",
    ],
    [
      "a camera that takes the connection and sends no picture",
      () => {
        simulator.camera("cam-01").freeze(undefined);
        return request(`rtsp://127.0.0.1:${simulator.rtspPort}/cam01/main`);
      },
      "stalled",
    ],
  ])("%s", async (_title, make, cause) => {
    const result = await probeStream(make(), systemClock);
    expect(result).toMatchObject({ ok: false, cause });
    expect(JSON.stringify(result)).not.toContain(encodeURIComponent(PASSWORD));
  });
});
