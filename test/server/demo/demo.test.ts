/** When the demo is wanted, and what becomes of its cameras. */
import { afterEach, expect, it } from "vitest";
import { demoEntries } from "../../../server/demo/demo-cameras.ts";
import type { ServerRig as Rig } from "../server-rig.ts";
import { ServerRig } from "../server-rig.ts";

const PORTS = { rtspPort: 18554, httpPort: 18556, onvifPort: 18555 };
const SIMULATED = [1, 2].map((n) => ({ nameVi: `Cổng ${n}`, placeVi: "Chợ", path: `cam0${n}` }));

let rig: Rig;
afterEach(() => rig.close());

async function start(enabled: boolean | "auto"): Promise<void> {
  rig = new ServerRig();
  await rig.start({
    demo: {
      enabled,
      count: 2,
      listCameras: async (count, ports) => demoEntries(SIMULATED.slice(0, count), ports),
    },
  });
}

it("is wanted where there was never a camera, and inserts its cameras once", async () => {
  await start("auto");
  const { demo } = rig.app;
  expect(await demo.wanted()).toEqual({ ports: undefined });
  expect(await demo.isActive()).toBe(false);
  expect(await demo.ready(PORTS)).toBe(true);
  expect(await demo.ready(PORTS)).toBe(false);
  const admin = await rig.admin();
  const cameras = (await admin.get("/api/settings/cameras")).json;
  expect(cameras).toHaveLength(2);
  expect(cameras[0]).toMatchObject({
    name: "Cổng 1",
    mainUrl: "rtsp://127.0.0.1:18554/cam01/main",
    hasSub: true,
    hasPassword: true,
  });
  expect((await admin.get("/api/setup")).json.demo).toBe(true);
  expect((await admin.get("/api/places")).json).toHaveLength(1);
  expect(await demo.wanted()).toEqual({ ports: PORTS });
});

it("follows the simulator to another port and touches no real camera", async () => {
  await start("auto");
  await rig.app.demo.ready(PORTS);
  await rig.camera("Thật", { mainUrl: "rtsp://127.0.0.1:18554/real" });
  await rig.app.demo.ready({ ...PORTS, rtspPort: 20001 });
  const cameras = (await (await rig.admin()).get("/api/settings/cameras")).json;
  expect(cameras.map((camera: { mainUrl: string }) => camera.mainUrl)).toEqual([
    "rtsp://127.0.0.1:20001/cam01/main",
    "rtsp://127.0.0.1:20001/cam02/main",
    "rtsp://127.0.0.1:18554/real",
  ]);
  expect(cameras[0].hasPassword).toBe(true);
});

it("is over for good once its cameras are removed", async () => {
  await start("auto");
  await rig.app.demo.ready(PORTS);
  expect(await rig.app.demo.remove()).toBe(2);
  expect(await rig.app.demo.wanted()).toBeUndefined();
  expect((await rig.client().get("/api/setup")).json.demo).toBe(false);
});

it.each([
  ["auto", undefined],
  [true, { ports: undefined }],
  [false, undefined],
] as const)("beside a real camera, `%s` means %j", async (enabled, wanted) => {
  await start(enabled);
  await rig.camera();
  expect(await rig.app.demo.wanted()).toEqual(wanted);
});
