/** Files that cannot be had or decoded are passed over, and others are not. */
import { expect, it } from "vitest";
import { BrokenFootage } from "../../../web/src/player/playback-broken.ts";

const chunk = (url: string, fromByte: number) => ({
  key: `${url}-${fromByte}`,
  startMs: 0,
  endMs: 1000,
  discontinuous: false,
  init: { url, range: [0, 800] as const },
  media: { url, range: [fromByte, 1000] as const },
});

it.each([
  ["a missing file is given up whole", 404, [true, true, true]],
  ["a file that is cut off is given up from there on", 416, [false, true, true]],
  ["a refusal that passes by gives nothing up", 503, [false, false, false]],
])("%s, when it is refused a second time", (_what, status, expected) => {
  const broken = new BrokenFootage();
  const chunks = [0, 1000, 2000].map((from) => chunk("a.mp4", from));
  const refused = chunks[1] ?? chunk("a.mp4", 1000);
  expect(broken.refused(refused, status)).toBe(false);
  expect(chunks.some((each) => broken.isBroken(each))).toBe(false);
  expect(broken.refused(refused, status)).toBe(expected.includes(true));
  expect(chunks.map((each) => broken.isBroken(each))).toEqual(expected);
  expect(broken.isBroken(chunk("b.mp4", 1000))).toBe(false);
});

it("what the decoder gave up over is given up alone", () => {
  const broken = new BrokenFootage();
  broken.undecodable(chunk("a.mp4", 1000));
  expect([0, 1000, 2000].map((from) => broken.isBroken(chunk("a.mp4", from)))).toEqual([
    false,
    true,
    false,
  ]);
});
