/** Motion along time through the API: at every zoom, and refused where it must be. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { cellAt, DAY_MS, END, HOUR_MS, SearchRig, START } from "./search-rig.ts";

const MOVED = END - 2 * HOUR_MS;
const rig = new SearchRig();

beforeAll(async () => {
  await rig.start();
  const watched = [{ startMs: END - 3 * HOUR_MS, endMs: END }];
  await rig.watch(["cam-1"], watched, [
    { cameraId: "cam-1", startMs: MOVED, seconds: 36, cell: cellAt(0.1, 0.1) },
  ]);
}, 60_000);
afterAll(() => rig.close());

it("is told part by part, watched and moved", async () => {
  const query = `from=${MOVED - 2 * HOUR_MS}&to=${MOVED + 2 * HOUR_MS}&buckets=4`;
  const { json } = await rig.admin.get(`/api/playback/cam-1/density?${query}`);
  expect(json).toEqual({
    cameraId: "cam-1",
    startMs: MOVED - 2 * HOUR_MS,
    bucketMs: HOUR_MS,
    watched: [0, 100, 100, 100],
    moved: [0, 0, 1, 0],
  });
});

it("of a year is told from the hours", async () => {
  const query = `from=${END - 365 * DAY_MS}&to=${END}&buckets=365`;
  const { json } = await rig.admin.get(`/api/playback/cam-1/density?${query}`);
  expect(json.watched).toHaveLength(365);
  expect(json.watched.at(-1)).toBeCloseTo(12.5);
  expect(json.watched[0]).toBe(0);
});

it.each([
  ["a camera that is not the user's", "cam-1", `from=${START}&to=${END}`, 403, "camera.no_right"],
  ["a reversed span", "cam-2", `from=${END}&to=${START}`, 400, "range.empty"],
  ["two years", "cam-2", `from=${END - 730 * DAY_MS}&to=${END}`, 400, "range.too_long"],
  ["no parts", "cam-2", `from=${START}&to=${END}&buckets=0`, 400, "input.invalid"],
])("is refused for %s", async (_title, cameraId, query, status, reason) => {
  const duty = await rig.server.user("duty", ["cam-2"]);
  const answer = await duty.get(`/api/playback/${cameraId}/density?${query}`);
  expect([answer.status, answer.json.reason]).toEqual([status, reason]);
});

it("is refused for an unknown camera", async () => {
  const answer = await rig.admin.get(`/api/playback/cam-9/density?from=${START}&to=${END}`);
  expect([answer.status, answer.json.reason]).toEqual([404, "camera.not_found"]);
});
