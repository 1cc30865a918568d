/** Views of a drawn region: light and small shifts are no change, a thing is; a passer-by hides. */
import { describe, expect, it } from "vitest";
import {
  afterShare,
  CHANGED,
  differenceOf,
  sideOf,
  thingSurplus,
} from "../../../../server/search/bisect/judge-views.ts";
import { momentOf } from "../../../../server/search/bisect/moment.ts";
import { regionFrame } from "../../../../server/search/bisect/region-frame.ts";
import { type RegionView, regionView } from "../../../../server/search/bisect/region-view.ts";

const WIDTH = 320;
const HEIGHT = 180;
const POLYGON = [
  [0.4, 0.4],
  [0.55, 0.4],
  [0.55, 0.65],
  [0.4, 0.65],
] as const;
const frame = regionFrame(POLYGON, WIDTH / HEIGHT);

interface Drawing {
  readonly thing?: boolean;
  readonly gain?: number;
  readonly shiftX?: number;
  readonly infrared?: boolean;
  /** A person over the left part of the region, or all of it. */
  readonly person?: "left" | "all";
  readonly noise?: number;
}

function view(drawing: Drawing): RegionView {
  const { thing, gain = 1, shiftX = 0, infrared, person, noise = 0 } = drawing;
  const rgb = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let px = 0; px < WIDTH; px += 1) {
      const x = px - shiftX;
      let tone = 100 + 25 * Math.sin(x / 5 + Math.sin(y / 9) * 2) + 20 * Math.cos(y / 6);
      if (thing && x >= 136 && x < 164 && y >= 82 && y < 112) tone = y < 90 ? 200 : 40;
      if (person && x >= 118 && x < (person === "left" ? 150 : 186) && y >= 40 && y < 160) {
        tone = 150 + ((x * 7 + y * 5) % 23);
      }
      const grain = noise * Math.sin(x * 12.9898 + y * 78.233 + gain * 37) * 2;
      const value = Math.max(0, Math.min(255, tone * gain + grain));
      const colour = infrared ? [value, value, value] : [value, value * 0.9, value * 0.7];
      for (const [channel, level] of colour.entries()) rgb[(y * WIDTH + px) * 3 + channel] = level;
    }
  }
  return regionView({ rgb, width: WIDTH, height: HEIGHT }, frame);
}

const empty = view({});
const there = view({ thing: true });

describe("a difference", () => {
  it.each<[string, Drawing]>([
    ["the same picture", {}],
    ["a cloud", { gain: 0.6 }],
    ["sunshine", { gain: 1.3 }],
    ["a camera that sways", { shiftX: 2 }],
    ["noise", { noise: 4 }],
    ["the switch to infrared", { infrared: true, gain: 0.8 }],
  ])("is none for %s", (_title, drawing) => {
    expect(differenceOf(empty, view(drawing), frame).strength).toBeLessThan(CHANGED / 2);
  });

  it.each<[string, Drawing]>([
    ["by day", { thing: true }],
    ["at dusk", { thing: true, gain: 0.5, noise: 3 }],
    ["by infrared", { thing: true, infrared: true }],
  ])("is clear for a thing %s", (_title, drawing) => {
    expect(differenceOf(empty, view(drawing), frame).strength).toBeGreaterThan(CHANGED * 1.5);
  });
});

describe("the side of a change", () => {
  const { weights } = differenceOf(empty, there, frame);
  const share = (drawing: Drawing, sameLight = false) =>
    afterShare(sideOf(view(drawing), { before: empty, after: there }, weights, frame, sameLight));

  it.each<[string, Drawing, number]>([
    ["empty at dusk", { gain: 0.5 }, 0],
    ["there at dusk", { thing: true, gain: 0.5 }, 1],
  ])("is told: %s", (_title, drawing, expected) => {
    expect(share(drawing)).toBeCloseTo(expected, 0);
  });

  it.each<[string, Drawing, number]>([
    ["empty", { person: "left" }, 0],
    ["there", { thing: true, person: "left" }, 1],
  ])("is told of what a passer-by leaves to be seen: %s", (_title, drawing, expected) => {
    expect(share(drawing, true)).toBeCloseTo(expected, 0);
  });

  it("cannot be told when all of it is hidden", () => {
    expect(share({ person: "all" }, true)).toBeNull();
  });

  it("has the thing where the outline is", () => {
    expect(thingSurplus(there, empty, weights, frame)).toBeGreaterThan(0);
    expect(thingSurplus(empty, there, weights, frame)).toBeLessThan(0);
  });
});

describe("the moment", () => {
  const row = (drawings: readonly Drawing[]) =>
    drawings.map((drawing, i) => ({ atMs: i * 1_000, view: view(drawing) }));
  const all: Drawing = { person: "all" };

  it("of a thing that is taken is the first picture without it", () => {
    const moment = momentOf(row([{ thing: true }, all, { person: "left" }, {}]), frame, false);
    expect(moment).toMatchObject({ startMs: 0, endMs: 2_000, atMs: 1_000 });
  });

  it("of a thing that is put down is a little after it shows, when the hand leaves it", () => {
    const drawings = [{}, all, { thing: true, person: "left" as const }, { thing: true }];
    const moment = momentOf(row(drawings), frame, true);
    expect(moment?.atMs).toBeGreaterThan(1_000);
    expect(moment?.atMs).toBeLessThanOrEqual(2_500);
  });

  it("is weak where nothing changed, and none without pictures", () => {
    expect(momentOf(row([{}, all, {}]), frame, true)?.strength).toBeLessThan(CHANGED);
    expect(momentOf([], frame, true)).toBeUndefined();
  });
});
