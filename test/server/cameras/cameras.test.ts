/** Cameras, places and the map over HTTP: settings, rights, conflicts, secrets, imports. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Client, ServerRig } from "../server-rig.ts";

const SECRET = "Bí-mật#1@2%";

let rig: ServerRig;
let admin: Client;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
});
afterEach(() => rig.close());

const add = (body: object) => admin.post("/api/settings/cameras", body);
const MAIN = "rtsp://10.0.0.5:554/main";

describe("adding and changing", () => {
  it("numbers the cameras, and never gives a number twice", async () => {
    expect((await add({ name: "Cổng đông", mainUrl: MAIN })).json.id).toBe("cam-01");
    expect((await add({ name: "Cổng tây", mainUrl: MAIN })).json.id).toBe("cam-02");
    await admin.delete("/api/settings/cameras/cam-02");
    expect((await add({ name: "Chợ", mainUrl: MAIN })).json.id).toBe("cam-03");
  });

  it("takes login and password out of an address and shows neither password nor key ever", async () => {
    const url = `rtsp://quan%20tri:${encodeURIComponent(SECRET)}@10.0.0.5:554/Streaming/101?x=1&y=%2f`;
    const added = (await add({ name: "Cổng", mainUrl: url })).json;
    expect(added).toMatchObject({
      mainUrl: "rtsp://10.0.0.5:554/Streaming/101?x=1&y=%2f",
      username: "quan tri",
      hasPassword: true,
    });
    const texts = [
      JSON.stringify(added),
      (await admin.get("/api/settings/cameras")).text,
      (await admin.get("/api/cameras")).text,
      (await admin.get("/api/audit?limit=500")).text,
      rig.logLines.join("\n"),
      await readFile(rig.folder.cataloguePath, "latin1"),
    ];
    for (const text of texts) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(encodeURIComponent(SECRET));
      expect(text).not.toContain("_sealed");
    }
  });

  it("keeps the password of a camera with two streams where a change says nothing of it, and removes it on request", async () => {
    const camera = (
      await add({ name: "Cổng", mainUrl: MAIN, subUrl: MAIN, username: "u", password: SECRET })
    ).json;
    const path = `/api/settings/cameras/${camera.id}`;
    const kept = (
      await admin.put(path, {
        name: "Cổng 2",
        mainUrl: MAIN,
        subUrl: MAIN,
        username: "u",
        version: 1,
      })
    ).json;
    expect(kept).toMatchObject({ name: "Cổng 2", hasPassword: true, version: 2 });
    const removed = (
      await admin.put(path, {
        name: "Cổng 2",
        mainUrl: MAIN,
        subUrl: MAIN,
        password: null,
        version: 2,
      })
    ).json;
    expect(removed.hasPassword).toBe(false);
  });

  it("of two admins who change one camera at once, the second hears of the first", async () => {
    const camera = await rig.camera();
    const other = await rig.user("admin");
    const path = `/api/settings/cameras/${camera.id}`;
    const [a, b] = await Promise.all([
      admin.put(path, { name: "A", mainUrl: MAIN, version: camera.version }),
      other.put(path, { name: "B", mainUrl: MAIN, version: camera.version }),
    ]);
    expect([a.status, b.status].sort()).toEqual([200, 409]);
    const loser = a.status === 409 ? a : b;
    expect(loser.json.reason).toBe("camera.changed_meanwhile");
    const winner = a.status === 200 ? "A" : "B";
    expect((await admin.get("/api/settings/cameras")).json[0].name).toBe(winner);
  });

  it("keeps a name of 200 Vietnamese characters letter by letter", async () => {
    const name = "Ngã ba đường Nguyễn Thị Minh Khai — trước nhà văn hoá thôn Đồng Tâm "
      .repeat(3)
      .slice(0, 199)
      .trim()
      .padEnd(200, "ữ");
    expect((await add({ name, mainUrl: MAIN })).json.name).toBe(name);
    expect(
      (await add({ name: name.normalize("NFD").slice(0, 150), mainUrl: MAIN })).json.name,
    ).toBe(name.normalize("NFD").slice(0, 150).normalize("NFC").trim());
  });

  it.each([
    ["no address", { name: "x" }, "camera.no_url", "mainUrl"],
    [
      "an address without host",
      { name: "x", mainUrl: "rtsp:///main" },
      "camera.bad_url",
      "mainUrl",
    ],
    ["a web page", { name: "x", mainUrl: "http://10.0.0.5/" }, "input.invalid", "mainUrl"],
    ["a file", { name: "x", mainUrl: "file:///etc/passwd" }, "input.invalid", "mainUrl"],
    [
      "a place that is not",
      { name: "x", mainUrl: MAIN, placeId: "plc-000000000000" },
      "place.not_found",
      "placeId",
    ],
    ["zero days", { name: "x", mainUrl: MAIN, retentionDays: 0 }, "input.invalid", "retentionDays"],
    ["a blank name", { name: "   ", mainUrl: MAIN }, "input.invalid", "name"],
    ["off the map", { name: "x", mainUrl: MAIN, mapX: 1.2 }, "input.invalid", "mapX"],
  ])("refuses %s and names the field", async (_title, body, reason, field) => {
    const answer = await add(body);
    expect([answer.status, answer.json.reason, answer.json.fields[0].path]).toEqual([
      400,
      reason,
      field,
    ]);
  });

  it("gives a camera that pushes a secret of its own, shown as address while the door is open", async () => {
    const camera = (await add({ name: "4G", source: "push" })).json;
    expect(camera).toMatchObject({ source: "push", pushUrls: null, hasSub: true });
    rig.app.recorder.hello(
      { request: async () => ({ ok: true }) },
      report({ push: { enabled: true, port: 21935 } }),
      [],
    );
    const urls = (await admin.get("/api/settings/cameras")).json[0].pushUrls;
    expect(urls.main).toMatch(/^rtmp:\/\/[\d.]+:21935\/push\/cam-01-main-[0-9a-f]{32}$/);
    expect(urls.sub.replace("-sub-", "-main-")).toBe(urls.main);
  });

  it("removes a camera: it is gone from the wall, stays findable, and forgets its password", async () => {
    const camera = (await add({ name: "Cổng", mainUrl: MAIN, password: SECRET })).json;
    expect((await admin.delete(`/api/settings/cameras/${camera.id}`)).json).toEqual({ ok: true });
    expect((await admin.get("/api/cameras")).json).toEqual([]);
    expect((await admin.get("/api/cameras?removed=1")).json[0].removedMs).toBe(rig.clock.nowMs());
    expect((await rig.catalogue.cameras.get(camera.id)).password_sealed).toBeNull();
    expect((await admin.delete(`/api/settings/cameras/${camera.id}`)).status).toBe(404);
    const change = await admin.put(`/api/settings/cameras/${camera.id}`, {
      name: "x",
      mainUrl: MAIN,
      version: 2,
    });
    expect(change.status).toBe(404);
  });

  it("orders the wall; cameras that are not named follow in their order", async () => {
    for (const name of ["a", "b", "c"]) await add({ name, mainUrl: MAIN });
    expect(
      (await admin.post("/api/settings/cameras/order", { cameraIds: ["cam-03"] })).status,
    ).toBe(200);
    const ids = (await admin.get("/api/cameras")).json.map((camera: { id: string }) => camera.id);
    expect(ids).toEqual(["cam-03", "cam-01", "cam-02"]);
    expect(
      (await admin.post("/api/settings/cameras/order", { cameraIds: ["cam-99"] })).status,
    ).toBe(400);
  });
});

describe("rights", () => {
  it("a user sees only his cameras, without their settings", async () => {
    await add({ name: "a", mainUrl: MAIN, username: "u" });
    await add({ name: "b", mainUrl: MAIN });
    const duty = await rig.user("duty", ["cam-02"]);
    const seen = (await duty.get("/api/cameras")).json;
    expect(seen.map((camera: { id: string }) => camera.id)).toEqual(["cam-02"]);
    expect(Object.keys(seen[0])).not.toContain("mainUrl");
    expect((await duty.get("/api/settings/cameras")).status).toBe(403);
  });
});

describe("the import", () => {
  const importText = (format: string, text: string) =>
    admin.post("/api/settings/cameras/import", { format, text });

  it("adds a CSV list as a spreadsheet saves it, with its places", async () => {
    const text =
      '\uFEFFTên;Địa chỉ;Tài khoản;Mật khẩu;Vị trí\r\n"Cổng; đông";rtsp://10.0.0.5/1;admin;a"b;Chợ\r\n';
    const answer = await importText("csv", text);
    expect(answer.json.added ?? answer.text).toMatchObject([
      { name: "Cổng; đông", username: "admin", hasPassword: true },
    ]);
    const places = (await admin.get("/api/places")).json;
    expect(places.map((place: { name: string }) => place.name)).toEqual(["Chợ"]);
    expect(answer.json.added[0].placeId).toBe(places[0].id);
  });

  it("adds a YAML list", async () => {
    const text =
      "- name: Cổng\n  mainUrl: rtsp://u:p@10.0.0.5/1\n- name: Chợ\n  mainUrl: rtsp://10.0.0.6/1\n";
    const { added } = (await importText("yaml", text)).json;
    expect(added.map((camera: { id: string }) => camera.id)).toEqual(["cam-01", "cam-02"]);
  });

  it.each([
    ["yaml", "- name: Cổng\n  mainUrl: rtsp://10.0.0.5/1\n- name: Chợ\n  mainUrl: nonsense\n"],
    ["yaml", "{{{{"],
    ["yaml", "- name: Web\n  mainUrl: http://10.0.0.5/\n"],
    ["csv", "foo,bar\n1,2\n"],
    ["csv", ""],
  ])("adds nothing if a line is bad (%s: %j)", async (format, text) => {
    const answer = await importText(format, text);
    expect([answer.status, answer.json.reason]).toEqual([400, "camera_list.invalid"]);
    expect(answer.json.details.problems.length).toBeGreaterThan(0);
    expect((await admin.get("/api/cameras")).json).toEqual([]);
    expect((await admin.get("/api/places")).json).toEqual([]);
  });
});

describe("tests and probes without a recorder", () => {
  it.each([
    ["/api/settings/test-stream", { url: MAIN }],
    ["/api/settings/discover", undefined],
    ["/api/settings/probe-device", { address: "10.0.0.5" }],
  ])("%s says that the recorder is not running", async (path, body) => {
    const answer = await admin.post(path, body);
    expect([answer.status, answer.json.reason]).toEqual([503, "recorder.down"]);
  });
});

describe("places and the map", () => {
  it("adds, changes and removes a place; its cameras stay", async () => {
    const place = (await admin.post("/api/settings/places", { name: "Chợ", mapX: 0.5 })).json;
    await add({ name: "a", mainUrl: MAIN, placeId: place.id });
    const changed = (await admin.put(`/api/settings/places/${place.id}`, { name: "Chợ mới" })).json;
    expect(changed).toMatchObject({ name: "Chợ mới", mapX: null });
    await admin.delete(`/api/settings/places/${place.id}`);
    expect((await admin.get("/api/places")).json).toEqual([]);
    expect((await admin.get("/api/cameras")).json[0].placeId).toBeNull();
    expect((await admin.delete(`/api/settings/places/${place.id}`)).status).toBe(404);
  });

  it("draws an uploaded map anew as WebP of at most 4096 pixels", async () => {
    expect((await admin.get("/api/map")).json.reason).toBe("map.none");
    const picture = await sharp({
      create: { width: 5000, height: 100, channels: 3, background: "#7a5" },
    })
      .png()
      .toBuffer();
    expect(
      (await admin.send("PUT", "/api/settings/map", picture, { "content-type": "image/png" }))
        .status,
    ).toBe(200);
    const response = await fetch(`${rig.url}/api/map`, { headers: { cookie: admin.cookie } });
    expect(response.headers.get("content-type")).toBe("image/webp");
    const { format, width } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect([format, width]).toEqual(["webp", 4096]);
  });

  it.each([
    ["a text", Buffer.from("không phải ảnh")],
    ["nothing", Buffer.alloc(0)],
    ["half a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ])("refuses %s as a map and keeps the old one", async (_title, bytes) => {
    const answer = await admin.send("PUT", "/api/settings/map", bytes, {
      "content-type": "image/png",
    });
    expect([answer.status, answer.json.reason]).toEqual([400, "map.bad_picture"]);
    await expect(readFile(join(rig.folder.mapsPath, "map.webp"))).rejects.toThrow(/ENOENT/);
  });

  it("refuses a map beyond 20 MB", async () => {
    const answer = await admin.send("PUT", "/api/settings/map", Buffer.alloc(21 * 1024 * 1024), {
      "content-type": "image/png",
    });
    expect([answer.status, answer.json.reason]).toEqual([400, "input.too_large"]);
  });
});

function report(change: object) {
  return {
    atMs: 0,
    startedAtMs: 0,
    version: "0",
    ffmpegVersion: "5.1",
    pid: 1,
    relay: { up: true, pid: 2, restarts: 0 },
    disk: { totalBytes: 1000, freeBytes: 500, state: "ok" as const },
    writtenBytesPerSecond: 1,
    push: { enabled: false, port: null },
    ...change,
  };
}
