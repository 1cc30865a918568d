/** Zones, masks and sensitivity over HTTP: kept, refused, told, and "ignore this region". */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_MOTION_SETTINGS } from "#base/zones";
import { FakeRecorder } from "../fake-recorder.ts";
import { type Client, LINK_TOKEN, ServerRig } from "../server-rig.ts";
import { addEvent } from "./event-rig.ts";

const PATH = "/api/settings/cameras/cam-01/motion";
const SQUARE = [
  [0.1, 0.1],
  [0.5, 0.1],
  [0.5, 0.5],
  [0.1, 0.5],
];

let rig: ServerRig;
let admin: Client;
let recorder: FakeRecorder;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
  await rig.camera("Cổng đông");
  await rig.camera("Chợ");
  recorder = new FakeRecorder(rig.url, LINK_TOKEN);
  await recorder.hello();
  await vi.waitFor(() => expect(rig.app.recorder.isUp).toBe(true));
});
afterEach(async () => {
  recorder.close();
  await rig.close();
});

function settings(change: object = {}, zone: object = {}) {
  return {
    zones: [{ name: "Bãi rác", kind: "watch", polygon: SQUARE, ...zone }],
    sensitivity: "high",
    dwellSeconds: 10,
    version: 0,
    ...change,
  };
}

it("are the defaults at first, and kept with ids and a version when changed", async () => {
  expect((await admin.get(PATH)).json).toEqual({
    cameraId: "cam-01",
    ...DEFAULT_MOTION_SETTINGS,
    version: 0,
  });
  const { json: first } = await admin.put(PATH, settings());
  const id = first.zones[0].id;
  expect(id).toMatch(/^zon-/);
  expect(first.version).toBe(1);
  const { json: second } = await admin.put(PATH, settings({ version: 1 }, { id, name: "Cổng" }));
  expect(second.zones[0]).toMatchObject({ id, name: "Cổng", sensitivity: null });
  expect((await admin.get(PATH)).json).toEqual(second);
  const duty = await rig.user("duty", ["cam-01"]);
  expect((await duty.get("/api/zones")).json).toEqual([{ id, name: "Cổng", cameraId: "cam-01" }]);
  expect((await (await rig.user("duty", ["cam-02"])).get("/api/zones")).json).toEqual([]);
});

it("reach the recorder, and the audit log says what was changed", async () => {
  await admin.put(PATH, settings());
  await vi.waitFor(() => expect(recorder.heard).toContain("motion"));
  const { entries } = (await admin.get("/api/audit?action=motion.changed")).json;
  expect(entries[0]).toMatchObject({
    target: "cam-01",
    detail: {
      before: { zones: 0, sensitivity: "normal" },
      after: { zones: 1, sensitivity: "high" },
    },
  });
});

it("changed by two admins at once are a conflict for the later", async () => {
  await admin.put(PATH, settings());
  const answer = await admin.put(PATH, settings());
  expect([answer.status, answer.json.reason]).toEqual([409, "motion.changed_meanwhile"]);
});

describe("polygons", () => {
  it.each([
    [
      "three equal points",
      [
        [0.1, 0.1],
        [0.1, 0.1],
        [0.1, 0.1],
      ],
      "too_few",
    ],
    [
      "two points",
      [
        [0.1, 0.1],
        [0.2, 0.2],
      ],
      "too_few",
    ],
    ["none", [], "too_few"],
    [
      "a point outside the picture",
      [
        [0.1, 0.1],
        [1.2, 0.1],
        [0.5, 0.5],
      ],
      "outside",
    ],
    [
      "points on a line",
      [
        [0.1, 0.1],
        [0.2, 0.2],
        [0.3, 0.3],
      ],
      "no_area",
    ],
    [
      "crossing edges",
      [
        [0.1, 0.1],
        [0.5, 0.5],
        [0.5, 0.1],
        [0.1, 0.5],
      ],
      "crosses_itself",
    ],
    ["too many corners", Array.from({ length: 65 }, (_, i) => [i / 70, (i % 2) / 2]), "too_many"],
  ])("with %s are refused by name, and nothing is changed", async (_title, polygon, fault) => {
    const zones = [settings().zones[0], { name: "x", kind: "mask", polygon }];
    const { status, json } = await admin.put(PATH, settings({ zones }));
    expect([status, json.reason]).toEqual([400, "motion.bad_polygon"]);
    expect(json.fields).toEqual([{ path: "zones.1.polygon", message: fault }]);
    expect(json.details.zones).toEqual([{ index: 1, name: "x", fault }]);
    expect((await admin.get(PATH)).json.version).toBe(0);
  });

  it.each([
    [
      "three numbers a corner",
      {
        polygon: [
          [0, 0, 0],
          [1, 0, 0],
          [1, 1, 0],
        ],
      },
    ],
    [
      "texts",
      {
        polygon: [
          ["0", "0"],
          ["1", "0"],
          ["1", "1"],
        ],
      },
    ],
    ["another kind", { kind: "trap" }],
    ["a dwell time of nothing", { dwellSeconds: 0 }],
    ["a sensitivity in numbers", { sensitivity: 3 }],
    ["a foreign id", { id: "../../etc" }],
  ])("of a zone with %s are bad input", async (_title, zone) => {
    const { status, json } = await admin.put(PATH, settings({}, zone));
    expect([status, json.reason]).toEqual([400, "input.invalid"]);
  });
});

it("a camera that is not there has none", async () => {
  const path = "/api/settings/cameras/cam-77/motion";
  expect((await admin.get(path)).status).toBe(404);
  expect((await admin.put(path, settings())).status).toBe(404);
});

describe("ignoring the region of an event", () => {
  it("adds a mask a little larger than its box", async () => {
    const event = await addEvent(rig, 60);
    const { json } = await admin.post(`/api/events/${event.id}/ignore`);
    expect(json).toMatchObject({ version: 1, zones: [{ kind: "mask" }] });
    const [[left, top], , [right, bottom]] = json.zones[0].polygon;
    expect([left, top].map((value) => value.toFixed(3))).toEqual(["0.240", "0.490"]);
    expect([right, bottom].map((value) => value.toFixed(3))).toEqual(["0.510", "0.760"]);
    await vi.waitFor(() => expect(recorder.heard).toContain("motion"));
  });

  it.each([
    ["that has none", { box: null }, 409, "event.no_region"],
    ["that is not there", undefined, 404, "event.not_found"],
  ])("of one %s is refused", async (_title, change, status, reason) => {
    const id = change ? (await addEvent(rig, 60, change)).id : 4_711;
    const answer = await admin.post(`/api/events/${id}/ignore`);
    expect([answer.status, answer.json.reason]).toEqual([status, reason]);
  });
});
