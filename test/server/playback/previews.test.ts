/** Preview sheets over HTTP: the list, the pictures, single tiles, rights, the audit log, bad input. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreviewStore } from "#storage";
import { type Client, ServerRig } from "../server-rig.ts";

const t0 = Date.UTC(2026, 0, 15, 2, 10);
const size = { width: 32, height: 18 };
const rig = new ServerRig();
let admin: Client;
let officer: Client;
let store: PreviewStore;

beforeAll(async () => {
  await rig.start();
  admin = await rig.admin();
  for (const name of ["a", "b"]) await rig.camera(name);
  officer = await rig.user("officer", ["cam-01"]);
  store = new PreviewStore(rig.folder.previewsPath);
  const tiles = [0, 10_000, 20_500].map((offsetMs) => ({
    offsetMs,
    picture: { ...size, i420: new Uint8Array((32 * 18 * 3) / 2).fill(120) },
  }));
  await store.append("cam-01", t0, size, tiles, true);
  await store.finish("cam-01", t0);
  await store.append("cam-01", t0 + 600_000, size, tiles.slice(0, 2), true);
});
afterAll(() => rig.close());

const list = (camera: string, fromMs: number, toMs: number) =>
  `/api/playback/${camera}/previews?from=${fromMs}&to=${toMs}`;

it("the sheets of a range say which tile shows what", async () => {
  const { json } = await officer.get(list("cam-01", t0 + 300_000, t0 + 700_000));
  expect(json.sheets).toEqual([
    {
      sheet: "20260115T0210",
      startMs: t0,
      endMs: t0 + 600_000,
      columns: 3,
      tileWidth: 32,
      tileHeight: 18,
      tiles: [0, 10_000, 20_500],
      finished: true,
      url: "/api/playback/cam-01/previews/20260115T0210?v=3",
    },
    expect.objectContaining({ sheet: "20260115T0220", tiles: [0, 10_000], finished: false }),
  ]);
  expect((await admin.get(list("cam-02", t0, t0 + 1000))).json.sheets).toEqual([]);
});

async function fetchPicture(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(rig.url + path, { headers: { cookie: officer.cookie, ...headers } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { response, bytes };
}

describe("the picture", () => {
  it("of a finished sheet may be kept by the browser, and by it alone", async () => {
    const { response, bytes } = await fetchPicture(
      "/api/playback/cam-01/previews/20260115T0210?v=3",
    );
    expect(response.headers.get("cache-control")).toBe("private, max-age=86400, immutable");
    const { width, height, format } = await sharp(bytes).metadata();
    expect([width, height, format]).toEqual([96, 18, "webp"]);
    const etag = response.headers.get("etag") ?? "";
    const again = await fetchPicture("/api/playback/cam-01/previews/20260115T0210", {
      "if-none-match": etag,
    });
    expect(again.response.status).toBe(304);
  });

  it("of a sheet that has grown since is asked for anew", async () => {
    const { response } = await fetchPicture("/api/playback/cam-01/previews/20260115T0220?v=1");
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
  });

  it("of one tile is that tile alone", async () => {
    const { bytes } = await fetchPicture("/api/playback/cam-01/previews/20260115T0210?v=3&tile=2");
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([32, 18]);
  });
});

it("looking at previews is in the audit log, once for ten minutes", async () => {
  const viewer = await rig.user("officer", ["cam-01"], "xem-nho");
  for (let i = 0; i < 3; i += 1) await viewer.get("/api/playback/cam-01/previews/20260115T0210");
  const { entries } = (await admin.get("/api/audit")).json;
  const mine = entries.filter((entry: { login: string }) => entry.login === "xem-nho");
  expect(
    mine.filter((entry: { action: string }) => entry.action === "playback.viewed"),
  ).toHaveLength(1);
});

describe("bad input", () => {
  const sheet = "/api/playback/cam-01/previews";
  it.each([
    ["empty range", list("cam-01", t0, t0), 400, "range.empty"],
    ["too long a range", list("cam-01", t0, t0 + 49 * 3_600_000), 400, "range.too_long"],
    ["no range", sheet, 400, "input.invalid"],
    ["no such camera", list("cam-77", t0, t0 + 1), 404, "camera.not_found"],
    ["no name of a sheet", `${sheet}/..%2f..%2fkeys`, 400, "input.invalid"],
    ["a time at which no sheet begins", `${sheet}/20260115T0211`, 404, "preview.not_found"],
    ["no such day", `${sheet}/20261315T0210`, 404, "preview.not_found"],
    ["no such sheet", `${sheet}/20250115T0210`, 404, "preview.not_found"],
    ["no such tile", `${sheet}/20260115T0210?tile=3`, 404, "preview.not_found"],
    ["a tile that is no number", `${sheet}/20260115T0210?tile=x`, 400, "input.invalid"],
  ])("%s", async (_, path, status, reason) => {
    const answer = await admin.get(path);
    expect([answer.status, answer.json.reason]).toEqual([status, reason]);
  });

  it.each([list("cam-02", t0, t0 + 1), "/api/playback/cam-02/previews/20260115T0210"])(
    "nobody without the camera's right sees %s",
    async (path) => {
      const answer = await officer.get(path);
      expect([answer.status, answer.json.reason]).toEqual([403, "camera.no_right"]);
      expect((await rig.client().get(path)).status).toBe(401);
    },
  );
});
