/** The review queue over HTTP: what is listed, counted, marked, and to whom; pictures and their audit. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EVENT_PICTURES, type EventEntry, encodeBox, writeEventPicture } from "#storage";
import { type Client, ServerRig } from "../server-rig.ts";
import { addEvent } from "./event-rig.ts";

let rig: ServerRig;
let admin: Client;
let duty: Client;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
  const place = (await admin.post("/api/settings/places", { name: "Chợ" })).json;
  await rig.camera("Cổng đông");
  await rig.camera("Chợ", { placeId: place.id });
  duty = await rig.user("duty", ["cam-02"]);
});
afterEach(() => rig.close());

const idsOf = (answer: { json: { events: { id: number }[] } }) =>
  answer.json.events.map(({ id }) => id);
const list = async (client: Client, query = "") => idsOf(await client.get(`/api/events?${query}`));

describe("the list", () => {
  it("shows newest first what the user may see, and pages on", async () => {
    const old = await addEvent(rig, 90);
    const other = await addEvent(rig, 60, { camera_id: "cam-02" });
    const fresh = await addEvent(rig, 30);
    expect(await list(admin)).toEqual([fresh.id, other.id, old.id]);
    expect(await list(duty)).toEqual([other.id]);
    const first = await admin.get("/api/events?limit=2");
    expect(first.json.next).toBe(`${other.start_ms}:${other.id}`);
    const second = await admin.get(`/api/events?limit=2&before=${first.json.next}`);
    expect(idsOf(second)).toEqual([old.id]);
    expect(second.json.next).toBeNull();
  });

  it("filters by camera, place, kind, time, zone and strength", async () => {
    const zone = "zon-00000000000a";
    const market = await addEvent(rig, 90, { camera_id: "cam-02", kind: "object_left" });
    const gate = await addEvent(rig, 60, { strength: 0.9, zone_ids: `["${zone}"]` });
    const place = (await admin.get("/api/places")).json[0].id;
    expect(await list(admin, "cameraIds=cam-01")).toEqual([gate.id]);
    expect(await list(admin, "cameraIds=cam-01,cam-02")).toEqual([gate.id, market.id]);
    expect(await list(admin, `placeId=${place}`)).toEqual([market.id]);
    expect(await list(admin, "kinds=object_left,object_removed")).toEqual([market.id]);
    expect(await list(admin, `from=${gate.start_ms}`)).toEqual([gate.id]);
    expect(await list(admin, `to=${gate.start_ms}`)).toEqual([market.id]);
    expect(await list(admin, `zoneId=${zone}`)).toEqual([gate.id]);
    expect(await list(admin, "minStrength=0.6")).toEqual([gate.id]);
  });

  it("tells all of an event, with what to play of it", async () => {
    const event = await addEvent(rig, 60, {
      kind: "object_left",
      confidence: 0.8,
      mover_start_ms: rig.clock.nowMs() - 75_000,
      mover_ms: rig.clock.nowMs() - 62_000,
      mover_box: encodeBox({ x: 0, y: 0.5, width: 0.125, height: 0.5 }),
    });
    await rig.catalogue.events.addPictures(event.id, EVENT_PICTURES.still);
    const { json } = await admin.get(`/api/events/${event.id}`);
    expect(json).toMatchObject({
      id: event.id,
      cameraId: "cam-01",
      kind: "object_left",
      source: "vision",
      box: { x: 0.25, y: 0.5, width: 0.25, height: 0.25 },
      confidence: 0.8,
      mover: { startMs: event.mover_start_ms, box: { width: 0.125 } },
      seen: false,
      hasStill: true,
      hasMoverStill: false,
      playFromMs: (event.mover_start_ms ?? 0) - 5_000,
      playToMs: (event.end_ms ?? 0) + 5_000,
    });
  });

  it.each([
    ["a camera without right", "/api/events?cameraIds=cam-01", 403, "camera.no_right"],
    [
      "marks of a camera without right",
      "/api/events/timeline?cameraIds=cam-01&from=1&to=2",
      403,
      "camera.no_right",
    ],
    ["an event that is not there", "/api/events/99999", 404, "event.not_found"],
    ["a picture of none", "/api/events/99999/still", 404, "event.not_found"],
    ["no camera", "/api/events?cameraIds=", 400, "input.invalid"],
    ["an unknown kind", "/api/events?kinds=motion,ghost", 400, "input.invalid"],
    ["too much strength", "/api/events?minStrength=1.5", 400, "input.invalid"],
    ["a page too long", "/api/events?limit=201", 400, "input.invalid"],
    ["an empty range", "/api/events/timeline?cameraIds=cam-02&from=2&to=2", 400, "range.empty"],
  ])("refuses %s", async (_title, path, status, reason) => {
    const answer = await duty.get(path);
    expect([answer.status, answer.json.reason]).toEqual([status, reason]);
  });

  it("hides a single event of a camera without right", async () => {
    const event = await addEvent(rig, 60);
    for (const part of ["", "/still", "/mover-still", "/preview"])
      expect((await duty.get(`/api/events/${event.id}${part}`)).status).toBe(403);
  });
});

describe("seen and unseen", () => {
  it("is each user's own, one by one or all at once", async () => {
    const [a, b] = [await addEvent(rig, 90), await addEvent(rig, 60)];
    const c = await addEvent(rig, 30, { kind: "tamper" });
    const chief = await rig.user("officer");
    expect((await admin.post("/api/events/seen", { eventIds: [b.id] })).status).toBe(200);
    expect(await list(admin, "seen=0")).toEqual([c.id, a.id]);
    expect(await list(admin, "seen=1")).toEqual([b.id]);
    expect(await list(chief, "seen=0")).toEqual([c.id, b.id, a.id]);
    const counts = async (client: Client) => (await client.get("/api/events/counts")).json.unseen;
    expect(await counts(admin)).toMatchObject({ motion: 1, tamper: 1, offline: 0 });
    await admin.post("/api/events/seen", { upToMs: b.start_ms, kinds: ["motion"] });
    expect(await list(admin, "seen=0")).toEqual([c.id]);
    await admin.post("/api/events/seen", { upToMs: c.start_ms, minStrength: 0.1 });
    expect(await counts(admin)).toMatchObject({ motion: 0, tamper: 0 });
    expect(await counts(chief)).toMatchObject({ motion: 2, tamper: 1 });
    expect((await admin.get(`/api/events/${a.id}`)).json.seen).toBe(true);
  });

  it("cannot be marked on cameras without right", async () => {
    const event = await addEvent(rig, 60);
    expect((await duty.post("/api/events/seen", { eventIds: [event.id] })).status).toBe(200);
    const user = (await duty.get("/api/me")).json;
    expect(await rig.catalogue.eventsSeen.listSeen(user.id, [event])).toEqual(new Set());
    const refused = await duty.post("/api/events/seen", { upToMs: 1, cameraIds: ["cam-01"] });
    expect(refused.status).toBe(403);
  });

  it.each([
    ["nothing", {}],
    ["both ways", { eventIds: [1], upToMs: 1 }],
    ["no event", { eventIds: [] }],
    ["a broken id", { eventIds: [1.5] }],
    ["too many", { eventIds: Array.from({ length: 501 }, (_, i) => i + 1) }],
    ["an unknown kind", { upToMs: 1, kinds: ["ghost"] }],
  ])("refuses %s", async (_title, body) => {
    const answer = await admin.post("/api/events/seen", body);
    expect([answer.status, answer.json.reason]).toEqual([400, "input.invalid"]);
  });
});

it("marks for the time line come camera by camera, joined where there are many", async () => {
  const events: EventEntry[] = [];
  for (let n = 0; n < 30; n += 1) events.push(await addEvent(rig, 300 - n * 10));
  const lasting = await addEvent(rig, 100, { camera_id: "cam-02", kind: "tamper", end_ms: null });
  const from = (events[0]?.start_ms ?? 0) - 1;
  const nowMs = rig.clock.nowMs();
  const ask = async (most: number) =>
    (
      await admin.get(
        `/api/events/timeline?cameraIds=cam-02,cam-01&from=${from}&to=${nowMs}&most=${most}`,
      )
    ).json.cameras;
  const [market, gate] = await ask(100);
  expect(market).toEqual({
    cameraId: "cam-02",
    marks: [
      { kind: "tamper", startMs: lasting.start_ms, endMs: nowMs, count: 1, eventId: lasting.id },
    ],
  });
  expect(gate.marks).toHaveLength(30);
  const [, joined] = await ask(10);
  expect(joined.marks.length).toBeLessThanOrEqual(10);
  expect(joined.marks.reduce((sum: number, mark: { count: number }) => sum + mark.count, 0)).toBe(
    30,
  );
  expect(joined.marks[0].eventId).toBeNull();
});

describe("pictures", () => {
  it("are served to who may see the camera, written down as a viewing, and not sent twice", async () => {
    const event = await addEvent(rig, 60, { camera_id: "cam-02" });
    const place = { id: event.id, cameraId: "cam-02", startMs: event.start_ms };
    await writeEventPicture(rig.folder, place, "still", Buffer.from("a jpeg"));
    await writeEventPicture(rig.folder, place, "preview", Buffer.from("a webp"));
    const still = await duty.get(`/api/events/${event.id}/still`);
    expect(still.text).toBe("a jpeg");
    expect(still.headers.get("content-type")).toBe("image/jpeg");
    const preview = await duty.get(`/api/events/${event.id}/preview`);
    expect(preview.headers.get("content-type")).toBe("image/webp");
    const etag = still.headers.get("etag") ?? "";
    const again = await duty.send("GET", `/api/events/${event.id}/still`, undefined, {
      "if-none-match": etag,
    });
    expect(again.status).toBe(304);
    const missing = await duty.get(`/api/events/${event.id}/mover-still`);
    expect([missing.status, missing.json.reason]).toEqual([404, "event.no_picture"]);
    const { entries } = (await admin.get("/api/audit?action=playback.viewed")).json;
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ target: "cam-02", detail: { stream: "event" } });
  });
});
