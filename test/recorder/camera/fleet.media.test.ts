/** Cameras that fail in every way, and what the fleet makes of it: the cause, the gap, and no harm to others. */
import { readdir, readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tinyCameras } from "#simulator";
import { seal } from "#storage";
import { type FleetRig, LONG_WAIT, PASSWORD, startFleetRig } from "../helpers/fleet-rig.ts";

const STALL_MS = 4000;
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
let rig: FleetRig;

beforeAll(async () => {
  rig = await startFleetRig({ simulator: { cameras: tinyCameras(2) }, stallMs: STALL_MS });
  await rig.addCamera("cam-01");
  await rig.addCamera("cam-02", { sub_url: null });
  await rig.fleet.reload();
  await rig.untilPhase("cam-01", "main", "recording");
  await rig.untilPhase("cam-02", "main", "recording");
});
afterAll(() => rig.close());
afterEach(() => rig.simulator.camera("cam-01").recover());

/** Process ids of the ffmpegs that this test process has started. */
async function ffmpegPids(): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
      const [, name, , parent] = /^\d+ \((.*)\) (\S) (\d+)/.exec(stat) ?? [];
      return name === "ffmpeg" && Number(parent) === process.pid ? Number(pid) : undefined;
    }),
  );
  return found.filter((pid) => pid !== undefined);
}

async function gapsOf(id: string) {
  return rig.catalogue.gaps.listOverlapping(id, "main", ALL);
}

/** Runs a fault; afterwards camera 2 must not have lost anything. */
async function withOtherUnharmed(work: () => Promise<void>): Promise<void> {
  const before = await gapsOf("cam-02");
  await work();
  expect(await gapsOf("cam-02")).toEqual(before);
  expect(rig.status("cam-02", "main")?.phase).toBe("recording");
}

describe("a camera that", () => {
  it("freezes is found stalled though the socket lives, its gap has cause and length", async () => {
    await withOtherUnharmed(async () => {
      rig.simulator.camera("cam-01").freeze(undefined);
      const status = await rig.untilPhase("cam-01", "main", "down", "stalled");
      expect(status.detail).toMatch(/no frame for \d+ s/);
      rig.simulator.camera("cam-01").recover();
      await rig.untilPhase("cam-01", "main", "recording");
      await expect
        .poll(async () => (await gapsOf("cam-01")).at(-1)?.end_ms, LONG_WAIT)
        .toBeTypeOf("number");
      const gap = (await gapsOf("cam-01")).at(-1);
      expect((gap?.end_ms ?? 0) - (gap?.start_ms ?? 0)).toBeGreaterThan(STALL_MS - 2500);
    });
  });

  it("takes connections but ends them is told from one that cannot be reached, and recorded again when it is back", async () => {
    await withOtherUnharmed(async () => {
      rig.simulator.camera("cam-01").switchOff(undefined);
      await rig.untilPhase("cam-01", "main", "down", "camera_closed");
      rig.simulator.camera("cam-01").recover();
      await rig.untilPhase("cam-01", "main", "recording");
    });
  });

  it("reboots with another picture goes on in a new run with the new size", async () => {
    const before = rig.status("cam-01", "main")?.width;
    rig.simulator.camera("cam-01").reboot(1);
    await expect.poll(() => rig.status("cam-01", "main")?.width, LONG_WAIT).not.toBe(before);
    await rig.untilPhase("cam-01", "main", "recording");
    rig.simulator.camera("cam-01").reboot(1);
    await expect.poll(() => rig.status("cam-01", "main")?.width, LONG_WAIT).toBe(before);
    await rig.untilPhase("cam-01", "main", "recording");
  });

  it("loses its ffmpeg to kill -9 is back by itself, and no other stream loses anything", async () => {
    const streams = [
      ["cam-01", "main"],
      ["cam-01", "sub"],
      ["cam-02", "main"],
    ] as const;
    const counts = () =>
      Promise.all(
        streams.map(
          async ([id, stream]) =>
            (await rig.catalogue.gaps.listOverlapping(id, stream, ALL)).length,
        ),
      );
    const before = await counts();
    const [victim] = await ffmpegPids();
    process.kill(victim ?? 0, "SIGKILL");
    await expect.poll(counts, LONG_WAIT).not.toEqual(before);
    for (const [id, stream] of streams) await rig.untilPhase(id, stream, "recording");
    const more = (await counts()).map((count, i) => count - (before[i] ?? 0));
    expect(more.sort()).toEqual([0, 0, 1]);
  });
});

describe("a setting that is wrong is named", () => {
  it.each([
    ["wrong_password", { username: "admin", password: "wrong" }, "main"],
    ["not_found", { username: "admin", password: PASSWORD }, "other"],
    ["unreachable", { username: "admin", password: PASSWORD }, "nobody"],
    ["not_a_stream", { username: "admin", password: PASSWORD }, "web"],
  ] as const)("%s", async (cause, login, what) => {
    const port =
      what === "nobody" ? 9 : what === "web" ? rig.simulator.httpPort : rig.simulator.rtspPort;
    const url =
      what === "main"
        ? rig.simulator.url("cam-01", "main")
        : `rtsp://127.0.0.1:${port}/nothing/here`;
    const id = `bad-${cause.replaceAll("_", "-")}`;
    const secret = {
      username: login.username,
      password_sealed: seal(rig.secretKey, login.password),
    };
    await rig.catalogue.cameras.insert({
      ...(await rowLike("cam-01")),
      id,
      main_url: url,
      sub_url: null,
      ...secret,
    });
    await rig.fleet.reload();
    await rig.untilPhase(id, "main", "down", cause);
    await rig.catalogue.cameras.remove(id, Date.now());
    await rig.fleet.reload();
    expect(rig.fleet.has(id)).toBe(false);
  });
});

describe("a change in the catalogue", () => {
  it("of a camera's name restarts nothing", async () => {
    const before = await ffmpegPids();
    const camera = await rig.catalogue.cameras.get("cam-01");
    await rig.catalogue.cameras.update("cam-01", camera.version, { name: "another name" });
    await rig.fleet.reload();
    expect((await ffmpegPids()).sort()).toEqual(before.sort());
  });

  it("that switches a camera off stops that one and says so in its gap; on again, it records", async () => {
    await withOtherUnharmed(async () => {
      const camera = await rig.catalogue.cameras.get("cam-01");
      await rig.catalogue.cameras.update("cam-01", camera.version, { enabled: 0 });
      await rig.fleet.reload();
      expect(rig.fleet.find("cam-01", "main")).toBeUndefined();
      await expect
        .poll(async () => (await gapsOf("cam-01")).at(-1)?.cause, LONG_WAIT)
        .toBe("switched_off");
      const off = await rig.catalogue.cameras.get("cam-01");
      await rig.catalogue.cameras.update("cam-01", off.version, { enabled: 1 });
      await rig.fleet.reload();
      await rig.untilPhase("cam-01", "main", "recording");
      await expect
        .poll(async () => (await gapsOf("cam-01")).at(-1)?.end_ms, LONG_WAIT)
        .toBeTypeOf("number");
    });
  });

  it("never writes the password into the log", () => {
    const text = rig.logged.join("\n");
    expect(text).toContain("recording");
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(encodeURIComponent(PASSWORD));
  });
});

async function rowLike(id: string) {
  const { version: _version, ...row } = await rig.catalogue.cameras.get(id);
  return { ...row, version: 1 };
}
