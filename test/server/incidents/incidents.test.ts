/** Incidents and their holds over HTTP: tagging, rights, conflicts, paging, release. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Client, ServerRig } from "../server-rig.ts";

let rig: ServerRig;
let admin: Client;
let nowMs: number;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
  for (const name of ["a", "b", "c"]) await rig.camera(name);
  nowMs = rig.clock.nowMs();
});
afterEach(() => rig.close());

const tag = (client: Client, more: object = {}) =>
  client.post("/api/incidents", { kind: "littering", atMs: nowMs, cameraIds: ["cam-01"], ...more });
const holds = async () =>
  (await rig.catalogue.holds.list({ active: true })).map((hold) => [
    hold.camera_id,
    hold.start_ms - nowMs,
    hold.end_ms - nowMs,
  ]);

it("one tap holds two minutes before to three after on each camera", async () => {
  const { json } = await tag(admin, {
    cameraIds: ["cam-01", "cam-02", "cam-01"],
    note: "Đổ rác bờ suối",
  });
  expect(json).toMatchObject({
    held: true,
    state: "open",
    authorName: "Quản trị",
    cameraIds: ["cam-01", "cam-02"],
  });
  expect(await holds()).toEqual(
    [
      ["cam-01", -120_000, 180_000],
      ["cam-02", -120_000, 180_000],
    ].sort(),
  );
});

it("the hold follows a wider range and more cameras, and never shrinks", async () => {
  const { json } = await tag(admin);
  const change = (more: object, version: number) =>
    admin.put(`/api/incidents/${json.id}`, {
      kind: "theft",
      startMs: nowMs - 120_000,
      endMs: nowMs + 180_000,
      cameraIds: ["cam-01"],
      note: "",
      placeId: null,
      state: "open",
      version,
      ...more,
    });
  await change({ startMs: nowMs - 600_000, cameraIds: ["cam-01", "cam-02"] }, 1);
  const wide = (await holds()).sort();
  expect(wide).toEqual([
    ["cam-01", -120_000, 180_000],
    ["cam-01", -600_000, -120_000],
    ["cam-02", -600_000, 180_000],
  ]);
  const narrow = await change({ startMs: nowMs - 1_000, endMs: nowMs, state: "closed" }, 2);
  expect(narrow.json).toMatchObject({ held: true, state: "closed" });
  expect((await holds()).sort()).toEqual(wide);
});

it("an officer releases the hold with a reason; editing holds nothing again", async () => {
  const { json } = await tag(admin);
  const officer = await rig.user("officer");
  const path = `/api/incidents/${json.id}/release-hold`;
  expect((await officer.post(path, { reason: " x " })).status).toBe(400);
  expect((await officer.post(path, { reason: "Đã bàn giao hồ sơ" })).json).toEqual({ ok: true });
  expect(await holds()).toEqual([]);
  expect((await officer.post(path, { reason: "again" })).json.reason).toBe("hold.none");
  const body = {
    kind: "theft",
    startMs: nowMs - 900_000,
    endMs: nowMs,
    cameraIds: ["cam-01"],
    note: "",
    placeId: null,
    state: "closed",
    version: json.version,
  };
  expect((await officer.put(`/api/incidents/${json.id}`, body)).json.held).toBe(false);
  const { entries } = (await admin.get("/api/audit?action=hold")).json;
  expect(entries[0]).toMatchObject({
    action: "hold.released",
    target: json.id,
    detail: { reason: "Đã bàn giao hồ sơ" },
  });
});

it("on duty one tags and changes the own incidents, and releases nothing", async () => {
  const duty = await rig.user("duty");
  const own = (await tag(duty)).json;
  const others = (await tag(admin)).json;
  const body = {
    kind: "other",
    startMs: nowMs - 1_000,
    endMs: nowMs,
    cameraIds: ["cam-01"],
    note: "x",
    placeId: null,
    state: "open",
    version: 1,
  };
  expect((await duty.put(`/api/incidents/${own.id}`, body)).status).toBe(200);
  const refused = await duty.put(`/api/incidents/${others.id}`, body);
  expect([refused.status, refused.json.reason]).toEqual([403, "incident.not_own"]);
  expect(
    (await duty.post(`/api/incidents/${own.id}/release-hold`, { reason: "xong" })).status,
  ).toBe(403);
});

it("a user without a right on the cameras neither tags nor sees", async () => {
  const officer = await rig.user("officer", ["cam-02"]);
  expect((await tag(officer)).json.reason).toBe("camera.no_right");
  const hidden = (await tag(admin)).json;
  const shared = (await tag(admin, { cameraIds: ["cam-01", "cam-02"] })).json;
  const seen = (await officer.get("/api/incidents")).json.incidents;
  expect(seen.map((incident: { id: string }) => incident.id)).toEqual([shared.id]);
  expect((await officer.get(`/api/incidents/${hidden.id}`)).status).toBe(403);
  expect((await officer.get(`/api/incidents/${shared.id}`)).status).toBe(200);
  expect((await officer.get("/api/incidents?cameraId=cam-01")).status).toBe(403);
  expect(
    (await officer.post(`/api/incidents/${shared.id}/release-hold`, { reason: "xong" })).status,
  ).toBe(403);
});

it("of two who change one incident at once, the second hears of the first", async () => {
  const { json } = await tag(admin);
  const body = {
    kind: "other",
    startMs: nowMs - 1_000,
    endMs: nowMs,
    cameraIds: ["cam-01"],
    note: "x",
    placeId: null,
    state: "open",
    version: 1,
  };
  const answers = await Promise.all([1, 2].map(() => admin.put(`/api/incidents/${json.id}`, body)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
});

it("pages newest first without losing or repeating one, also at equal times", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1)
    ids.push((await tag(admin, { atMs: nowMs - (n % 3) * 1_000 })).json.id);
  const seen: string[] = [];
  let before = "";
  for (let page = 0; page < 10; page += 1) {
    const { incidents, next } = (await admin.get(`/api/incidents?limit=2${before}`)).json;
    seen.push(...incidents.map((incident: { id: string }) => incident.id));
    if (next === null) break;
    before = `&before=${encodeURIComponent(next)}`;
  }
  expect(seen.length).toBe(7);
  expect([...seen].sort()).toEqual([...ids].sort());
});

it("finds by words of the note without their accents, by kind, state and time", async () => {
  await tag(admin, { note: "Đổ rác bờ suối Nậm Trà", kind: "littering" });
  await tag(admin, { note: "Mất xe máy", kind: "theft", atMs: nowMs - 3_600_000 });
  const notes = async (query: string) =>
    (await admin.get(`/api/incidents?${query}`)).json.incidents.map(
      (incident: { note: string }) => incident.note,
    );
  expect(await notes("text=nam%20tra")).toEqual(["Đổ rác bờ suối Nậm Trà"]);
  expect(await notes("kind=theft")).toEqual(["Mất xe máy"]);
  expect(await notes("state=closed")).toEqual([]);
  expect(await notes(`to=${nowMs - 1_800_000}`)).toEqual(["Mất xe máy"]);
});

it.each([
  ["in the future", { atMs: 61_000 }, "incident.in_future"],
  ["of an empty range", { startMs: 0, endMs: 0 }, "range.empty"],
  ["of more than a day", { startMs: -86_400_001 }, "range.too_long"],
  ["outside its range", { startMs: -5_000, endMs: -1_000 }, "incident.outside"],
])("refuses an incident %s", async (_title, shift, reason) => {
  const times = Object.fromEntries(Object.entries(shift).map(([key, ms]) => [key, nowMs + ms]));
  const answer = await tag(admin, times);
  expect([answer.status, answer.json.reason]).toEqual([400, reason]);
});

it.each([
  [{ cameraIds: ["cam-99"] }, "camera.unknown"],
  [{ placeId: "plc-000000000000" }, "place.not_found"],
  [{ cameraIds: [] }, "input.invalid"],
  [{ kind: "murder" }, "input.invalid"],
  [{ note: "x".repeat(4001) }, "input.invalid"],
  [{ atMs: null }, "input.invalid"],
  [{ atMs: "" }, "input.invalid"],
])("refuses %j", async (more, reason) => {
  const answer = await tag(admin, more);
  expect([answer.status, answer.json.reason]).toEqual([400, reason]);
  expect((await admin.get("/api/incidents")).json.incidents).toEqual([]);
});

it("an unknown incident is 404, a made-up page mark is bad input", async () => {
  expect((await admin.get("/api/incidents/inc-000000000000")).status).toBe(404);
  expect((await admin.get("/api/incidents?before=xyz")).status).toBe(400);
});
