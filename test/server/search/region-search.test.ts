/** Region search through the API: what it finds, in which order, what it refuses. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { regionSearchLine } from "#contract";
import {
  cellAt,
  DAY,
  DAY_MS,
  END,
  HOUR_MS,
  LEFT_UPPER,
  linesOf,
  RIGHT_LOWER,
  SearchRig,
  START,
} from "./search-rig.ts";

const PATH = "/api/search/region";
const AREA = { from: START, to: END };
const OLD = START + 3 * HOUR_MS;
const NEW = END - 2 * HOUR_MS;
const WATCHED = [
  { startMs: START + 2 * HOUR_MS, endMs: START + 4 * HOUR_MS },
  { startMs: DAY - HOUR_MS, endMs: DAY + HOUR_MS },
  { startMs: END - 3 * HOUR_MS, endMs: END },
];

describe("region search", () => {
  const rig = new SearchRig();
  let leftId = 0;
  let takenId = 0;
  beforeAll(async () => {
    await rig.start();
    const upper = cellAt(0.1, 0.1);
    const lower = cellAt(0.85, 0.85);
    await rig.watch(["cam-1", "cam-2", "cam-3"], WATCHED, [
      { cameraId: "cam-1", startMs: OLD, seconds: 4, cell: upper },
      { cameraId: "cam-1", startMs: NEW, seconds: 20, cell: upper, strength: 2 },
      { cameraId: "cam-1", startMs: NEW + 60_000, seconds: 1, cell: lower },
      { cameraId: "cam-2", startMs: NEW + 30_000, seconds: 2, cell: upper },
      { cameraId: "cam-3", startMs: DAY - 2_000, seconds: 4, cell: upper },
    ]);
    leftId = await rig.event({ start_ms: NEW + 5_000, end_ms: NEW + 5_000 });
    takenId = await rig.event({
      kind: "object_removed",
      start_ms: OLD + 1_000,
      end_ms: OLD + 1_000,
    });
    await rig.event({ box: JSON.stringify([0.8, 0.8, 0.1, 0.1]) });
  }, 60_000);
  afterAll(() => rig.close());

  const search = async (body: object) => {
    const answer = await rig.admin.post(PATH, { ...AREA, ...body });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
    for (const line of answer.text.split("\n").filter(Boolean)) {
      expect(regionSearchLine.safeParse(JSON.parse(line)).error, line).toBeUndefined();
    }
    return linesOf(answer);
  };
  const starts = (hits: { cameraId: string; startMs: number }[] = []) =>
    hits.map(({ cameraId, startMs }) => [cameraId, startMs]);

  it("finds movements of a region on one camera, newest first", async () => {
    const { hit, done } = await search({
      regions: [{ cameraIds: ["cam-1"], polygon: LEFT_UPPER }],
    });
    expect(starts(hit)).toEqual([
      ["cam-1", NEW],
      ["cam-1", OLD],
    ]);
    expect(hit?.[0]).toMatchObject({ endMs: NEW + 20_000, kind: "moved", eventId: null });
    expect(hit?.[0].score).toBeGreaterThan(hit?.[1].score);
    expect(done?.[0]).toMatchObject({ hits: 2, truncated: false, doneToMs: START });
  });

  it("searches all cameras in the order of time, and joins movements across midnight", async () => {
    const { hit } = await search({ regions: [{ polygon: LEFT_UPPER }] });
    expect(starts(hit)).toEqual([
      ["cam-2", NEW + 30_000],
      ["cam-1", NEW],
      ["cam-3", DAY - 2_000],
      ["cam-1", OLD],
    ]);
  });

  it("searches the cameras of a place, and several regions at once", async () => {
    const { hit } = await search({
      regions: [
        { placeId: rig.placeId, polygon: LEFT_UPPER },
        { cameraIds: ["cam-1"], polygon: RIGHT_LOWER },
      ],
    });
    expect(starts(hit)).toEqual([
      ["cam-1", NEW + 60_000],
      ["cam-2", NEW + 30_000],
      ["cam-1", NEW],
      ["cam-1", OLD],
    ]);
  });

  it("searches the zones of cameras", async () => {
    const { json } = await rig.admin.put("/api/settings/cameras/cam-1/motion", {
      zones: [
        {
          id: null,
          name: "Góc",
          kind: "watch",
          polygon: RIGHT_LOWER,
          sensitivity: null,
          dwellSeconds: null,
        },
      ],
      sensitivity: "normal",
      dwellSeconds: 3,
      version: 0,
    });
    const zoneId = json?.zones?.[0]?.id as string;
    const { hit } = await search({ regions: [{ zoneId }] });
    expect(starts(hit)).toEqual([["cam-1", NEW + 60_000]]);
    const watch = await search({ regions: [{ cameraIds: ["cam-1", "cam-2"], zones: "watch" }] });
    expect(starts(watch.hit)).toEqual([
      ["cam-1", NEW + 60_000],
      ["cam-2", NEW + 30_000],
    ]);
  });

  it("leaves out movements shorter than asked", async () => {
    const { hit } = await search({ regions: [{ polygon: LEFT_UPPER }], minSeconds: 10 });
    expect(starts(hit)).toEqual([["cam-1", NEW]]);
  });

  it("finds what was left and what was taken in the region", async () => {
    const regions = [{ cameraIds: ["cam-1"], polygon: LEFT_UPPER }];
    const left = await search({ regions, what: "left" });
    expect(left.hit).toEqual([
      expect.objectContaining({ kind: "left", eventId: leftId, startMs: NEW + 5_000, score: 0.8 }),
    ]);
    const taken = await search({ regions, what: "taken" });
    expect(taken.hit?.map((hit) => hit.eventId)).toEqual([takenId]);
    const any = await search({ regions, what: "any" });
    expect(any.hit?.map((hit) => hit.kind)).toEqual(["left", "moved", "taken", "moved"]);
  });

  it("ends at the limit and says where to go on", async () => {
    const regions = [{ polygon: LEFT_UPPER }];
    const first = await search({ regions, limit: 3 });
    expect(first.done?.[0]).toMatchObject({ hits: 3, truncated: true, doneToMs: DAY - 2_000 });
    const rest = await search({ regions, to: first.done?.[0].doneToMs });
    expect(starts(rest.hit)).toEqual([["cam-1", OLD]]);
  });

  it("keeps the best when asked", async () => {
    const { hit, done } = await search({
      regions: [{ polygon: LEFT_UPPER }],
      order: "best",
      limit: 1,
    });
    expect(starts(hit?.slice(-1))).toEqual([["cam-1", NEW]]);
    expect(done?.[0].doneToMs).toBe(START);
  });

  it("tells how far it is and when nobody watched", async () => {
    const { progress, unwatched } = await search({
      regions: [{ cameraIds: ["cam-1"], polygon: LEFT_UPPER }],
    });
    expect(progress?.at(-1)).toMatchObject({ cameraId: "cam-1", doneToMs: START });
    expect(unwatched).toEqual([
      { cameraId: "cam-1", startMs: DAY + HOUR_MS, endMs: END - 3 * HOUR_MS },
      { cameraId: "cam-1", startMs: START + 4 * HOUR_MS, endMs: DAY - HOUR_MS },
      { cameraId: "cam-1", startMs: START, endMs: START + 2 * HOUR_MS },
    ]);
  });

  it("answers a span in which nobody watched with that alone", async () => {
    const span = { from: END + 5 * DAY_MS, to: END + 6 * DAY_MS };
    const { hit, unwatched, done } = await search({ regions: [{ cameraIds: ["cam-1"] }], ...span });
    expect(hit).toBeUndefined();
    expect(unwatched).toEqual([{ cameraId: "cam-1", startMs: span.from, endMs: span.to }]);
    expect(done?.[0].hits).toBe(0);
  });

  it("writes the search into the audit log", async () => {
    await search({ regions: [{ cameraIds: ["cam-1"], polygon: LEFT_UPPER }] });
    const { json } = await rig.admin.get("/api/audit?limit=1&action=search.region");
    expect(json.entries[0].detail).toMatchObject({ cameras: ["cam-1"], fromMs: START, toMs: END });
  });

  it("shows a user only the cameras that are his", async () => {
    const duty = await rig.server.user("duty", ["cam-2"]);
    const all = linesOf(await duty.post(PATH, { ...AREA, regions: [{ polygon: LEFT_UPPER }] }));
    expect(starts(all.hit)).toEqual([["cam-2", NEW + 30_000]]);
    const other = await duty.post(PATH, { ...AREA, regions: [{ cameraIds: ["cam-1"] }] });
    expect([other.status, other.json.reason]).toEqual([403, "camera.no_right"]);
  });

  const polygon = LEFT_UPPER;
  it.each<[string, object, number, string]>([
    ["an unknown camera", { regions: [{ cameraIds: ["cam-9"] }] }, 404, "camera.not_found"],
    [
      "a place without cameras",
      { regions: [{ placeId: "plc-000000000000" }] },
      404,
      "search.no_camera",
    ],
    ["an unknown zone", { regions: [{ zoneId: "zon-000000000000" }] }, 404, "search.zone_unknown"],
    [
      "a region outside the picture",
      {
        regions: [
          {
            polygon: [
              [0.5, 0.5],
              [1.5, 0.5],
              [1.5, 0.9],
            ],
          },
        ],
      },
      400,
      "search.polygon_outside",
    ],
    [
      "three equal corners",
      {
        regions: [
          {
            polygon: [
              [0.5, 0.5],
              [0.5, 0.5],
              [0.5, 0.5],
            ],
          },
        ],
      },
      400,
      "search.polygon_too_few",
    ],
    [
      "a line",
      {
        regions: [
          {
            polygon: [
              [0.1, 0.1],
              [0.5, 0.5],
              [0.9, 0.9],
            ],
          },
        ],
      },
      400,
      "search.polygon_no_area",
    ],
    [
      "a bow tie",
      {
        regions: [
          {
            polygon: [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
            ],
          },
        ],
      },
      400,
      "search.polygon_crosses_itself",
    ],
    ["two ways to say where", { regions: [{ polygon, zones: "watch" }] }, 400, "input.invalid"],
    [
      "cameras and a place",
      { regions: [{ cameraIds: ["cam-1"], placeId: "plc-000000000000" }] },
      400,
      "input.invalid",
    ],
    ["no regions", { regions: [] }, 400, "input.invalid"],
    ["a reversed span", { regions: [{ polygon }], from: END, to: START }, 400, "range.empty"],
    [
      "a span of two years",
      { regions: [{ polygon }], from: END - 730 * DAY_MS },
      400,
      "range.too_long",
    ],
    ["no seconds", { regions: [{ polygon }], minSeconds: 0 }, 400, "input.invalid"],
    ["a limit beyond all", { regions: [{ polygon }], limit: 1_000_000 }, 400, "input.invalid"],
  ])("refuses %s", async (_title, body, status, reason) => {
    const answer = await rig.admin.post(PATH, { ...AREA, ...body });
    expect([answer.status, answer.json.reason]).toEqual([status, reason]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  });
});
