/** The simulated cameras over ONVIF: found, probed, password checked, address of the stream right. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { type Simulator, startSimulator, tinyCameras } from "#simulator";
import { discoverDevices } from "../../../recorder/onvif/discovery.ts";
import { probeDevice } from "../../../recorder/onvif/probe-device.ts";

const folder = mkdtempSync(join(tmpdir(), "cong-lang-onvif-"));
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    cameras: tinyCameras(2),
    clipSet: "tiny",
    cacheFolder: folder,
    onvifPortPerCamera: true,
    discovery: true,
    credentials: { user: "admin", password: "s3cret" },
    ntpOffsetMs: 3_600_000,
  });
});

afterAll(async () => {
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

function probe(index: number, password: string) {
  const id = tinyCameras(2)[index]?.id ?? "";
  const { hostname, port } = new URL(simulator.onvifUrl(id));
  const request = { address: hostname, port: Number(port), username: "admin", password };
  return probeDevice(request, { clock: systemClock, log: silentLog });
}

test("all are found on loopback under the addresses they have", async () => {
  expect(simulator.discovers).toBe(true);
  const found = await discoverDevices({ waitMs: 800, log: silentLog, loopback: true });
  const urls = found.map((device) => device.xaddr);
  for (const { id } of tinyCameras(2)) expect(urls).toContain(simulator.onvifUrl(id));
});

test("a probe with the right password gives main and sub at the simulator's own addresses", async () => {
  const result = await probe(0, "s3cret");
  if (!result.ok) throw new Error(result.detail);
  const id = tinyCameras(2)[0]?.id ?? "";
  const urlOf = (token: string | null) => result.profiles.find((it) => it.token === token)?.url;
  expect(urlOf(result.mainToken)).toBe(simulator.url(id, "main"));
  expect(Math.abs((result.clockOffsetMs ?? 0) - 3_600_000)).toBeLessThan(2_000);
});

test("a wrong password is told as such", async () => {
  expect(await probe(0, "wrong")).toMatchObject({ ok: false, cause: "wrong_password" });
});

test("a camera that is switched off is unreachable", async () => {
  simulator.camera(tinyCameras(2)[1]?.id ?? "").switchOff(undefined);
  expect(await probe(1, "s3cret")).toMatchObject({ ok: false, cause: "unreachable" });
});
