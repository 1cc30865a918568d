/** What a bisect refuses, each with its reason; and that nobody asks about cameras that are not his. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY_MS, END, LEFT_UPPER, SearchRig, START } from "../search-rig.ts";

const rig = new SearchRig();
beforeAll(() => rig.start());
afterAll(() => rig.close());

const GOOD = { cameraId: "cam-1", polygon: LEFT_UPPER, from: START, to: END };
const box = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
const { polygon: _polygon, ...withoutPlace } = GOOD;

it.each<[string, object, number, string]>([
  ["an unknown camera", { ...GOOD, cameraId: "cam-9" }, 404, "camera.not_found"],
  ["neither box nor polygon", withoutPlace, 400, "input.invalid"],
  ["box and polygon", { ...GOOD, box }, 400, "input.invalid"],
  [
    "a box beside the picture",
    { ...withoutPlace, box: { ...box, x: 0.9 } },
    400,
    "search.polygon_outside",
  ],
  [
    "a box without width",
    { ...withoutPlace, box: { ...box, width: 0 } },
    400,
    "search.polygon_too_few",
  ],
  [
    "a line",
    {
      ...GOOD,
      polygon: [
        [0, 0],
        [0.5, 0.5],
        [1, 1],
      ],
    },
    400,
    "search.polygon_no_area",
  ],
  [
    "two corners",
    {
      ...GOOD,
      polygon: [
        [0, 0],
        [0.5, 0.5],
      ],
    },
    400,
    "search.polygon_too_few",
  ],
  ["a reversed span", { ...GOOD, from: END, to: START }, 400, "range.empty"],
  ["two years", { ...GOOD, from: END - 730 * DAY_MS }, 400, "range.too_long"],
  ["another question", { ...GOOD, question: "why" }, 400, "input.invalid"],
  [
    "an answer outside the span",
    { ...GOOD, answers: [{ atMs: END + 1, present: true }] },
    400,
    "search.answer_outside",
  ],
  [
    "an answer that is none",
    { ...GOOD, answers: [{ atMs: START, present: "perhaps" }] },
    400,
    "input.invalid",
  ],
])("refuses %s", async (_title, body, status, reason) => {
  const answer = await rig.admin.post("/api/search/bisect", body);
  expect([answer.status, answer.json.reason]).toEqual([status, reason]);
});

it("is refused for a camera that is not the user's", async () => {
  const duty = await rig.server.user("duty", ["cam-2"]);
  const answer = await duty.post("/api/search/bisect", GOOD);
  expect([answer.status, answer.json.reason]).toEqual([403, "camera.no_right"]);
});
