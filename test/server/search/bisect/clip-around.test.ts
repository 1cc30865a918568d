/** The clip of a change begins before the person came and ends when he has gone, within reason. */
import { expect, it } from "vitest";
import { clipAround } from "../../../../server/search/bisect/clip-around.ts";

const S = 1_000;
const span = (fromS: number, toS: number) => ({ startMs: fromS * S, endMs: toS * S });
const window = span(1_000, 1_002);

it.each([
  ["nobody knows who came: a quarter of a minute", [], undefined, span(985, 1_017)],
  ["the movement around it", [span(970, 1_030)], undefined, span(965, 1_035)],
  ["movements elsewhere in time", [span(900, 910)], undefined, span(985, 1_017)],
  ["the mover that the event names", [], 940 * S, span(935, 1_017)],
  ["a street that is never still", [span(0, 9_000)], undefined, span(910, 1_062)],
])("%s", (_title, moved, moverStartMs, clip) => {
  expect(clipAround({ window, moved, moverStartMs })).toEqual(clip);
});
