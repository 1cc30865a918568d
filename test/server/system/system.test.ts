/** The system page, the site's settings and the viewer's files. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recorderReport } from "../fake-recorder.ts";
import { ServerRig } from "../server-rig.ts";

let rig: ServerRig;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
});
afterEach(() => rig.close());

it("works without a recorder, and says so", async () => {
  const { json } = await (await rig.admin()).get("/api/system");
  expect(json).toMatchObject({
    siteName: "Xã Thử",
    recorderUp: false,
    recorderSinceMs: null,
    relayUp: false,
    forecastDays: null,
    writtenBytesPerSecond: 0,
    version: "0.0.0-test",
  });
  expect(json.disk.totalBytes).toBeGreaterThan(json.disk.freeBytes);
});

it("forecasts from what is written: free and footage within the share, less the reserve", async () => {
  const day = 86_400;
  const disk = { totalBytes: 100 * day, freeBytes: 25 * day, state: "ok" as const };
  rig.app.recorder.hello(
    { request: async () => ({}) },
    recorderReport({ disk, writtenBytesPerSecond: 1 }),
    [],
  );
  await rig.camera("a", { retentionDays: 7 });
  await rig.camera("b");
  const { json } = await (await rig.admin()).get("/api/system");
  expect(json.forecastDays).toBeCloseTo(20);
  expect(
    json.cameras.map((camera: { forecastDays: number }) => Math.round(camera.forecastDays)),
  ).toEqual([7, 20]);
});

it("shows a user the cameras that he may see", async () => {
  await rig.camera("a");
  await rig.camera("b");
  const duty = await rig.user("duty", ["cam-02"]);
  const { json } = await duty.get("/api/system");
  expect(json.cameras.map((camera: { cameraId: string }) => camera.cameraId)).toEqual(["cam-02"]);
});

it("keeps the site's settings, and takes defaults where what is stored makes no sense", async () => {
  const admin = await rig.admin();
  const site = {
    siteName: "Xã Gia Phú",
    parentName: "",
    defaultRetentionDays: 14,
    retentionBasis: "Quyết định 12",
  };
  expect((await admin.put("/api/settings/site", site)).json).toEqual(site);
  expect((await admin.get("/api/settings/site")).json).toEqual(site);
  // Two admins at once: each changes what he changes.
  const changes = [{ siteName: "Xã Gia Phú 2" }, { defaultRetentionDays: 21 }];
  await Promise.all(changes.map((change) => admin.put("/api/settings/site", change)));
  expect((await admin.get("/api/settings/site")).json).toEqual({
    ...site,
    siteName: "Xã Gia Phú 2",
    defaultRetentionDays: 21,
  });
  await rig.catalogue.settings.set("site", { siteName: 7 });
  expect((await admin.get("/api/settings/site")).json.siteName).toBe("Xã Thử");
});

it("answers page addresses with the viewer, hashed files for ever, the page itself never from a cache", async () => {
  const web = join(rig.folder.path, "web");
  expect((await rig.client().get("/live")).json.reason).toBe("viewer.not_built");
  await mkdir(join(web, "assets"), { recursive: true });
  await writeFile(join(web, "index.html"), "<title>Cổng Làng</title>");
  await writeFile(join(web, "assets", "index-abc.js"), "1");
  for (const path of ["/", "/live/cam-01", "/settings/cameras"]) {
    const page = await rig.client().get(path);
    expect([page.status, page.text]).toEqual([200, "<title>Cổng Làng</title>"]);
    expect(page.headers.get("cache-control")).toBe("no-cache");
  }
  const asset = await rig.client().get("/assets/index-abc.js");
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await rig.client().get("/assets/../../catalogue.sqlite")).status).toBe(404);
  expect((await rig.client().get("/%2e%2e/catalogue.sqlite")).status).toBe(404);
});
