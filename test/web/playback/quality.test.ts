/** The choice between the main and the small stream. */
import { describe, expect, test } from "vitest";
import {
  chooseQuality,
  LinkMeter,
  type QualityFacts,
  type Rendition,
} from "../../../web/src/player/playback-quality.ts";

const FACTS: QualityFacts = {
  pin: "auto",
  rate: 1,
  hasSub: true,
  linkKbps: 20_000,
  mainKbps: 2000,
  savesData: false,
  now: "main",
  mainMissing: false,
  mainUnplayable: false,
  subUnplayable: false,
  focused: true,
};

describe("the stream that is played", () => {
  test.each<[string, Partial<QualityFacts>, Rendition]>([
    ["a good link plays main", {}, "main"],
    ["a thin link plays sub", { linkKbps: 1000 }, "sub"],
    ["a link just above does not bring main back", { linkKbps: 2600, now: "sub" }, "sub"],
    ["a link well above does", { linkKbps: 5000, now: "sub" }, "main"],
    ["main needs more at double speed", { linkKbps: 4000, rate: 2 }, "sub"],
    ["four times and faster plays sub", { rate: 4, pin: "main" }, "sub"],
    ["a pinned main stays on a thin link", { pin: "main", linkKbps: 500 }, "main"],
    ["a pinned sub stays", { pin: "sub" }, "sub"],
    ["a camera beside the focus plays sub", { focused: false, pin: "main" }, "sub"],
    ["without a sub there is only main", { hasSub: false, linkKbps: 500, rate: 4 }, "main"],
    ["eight times and faster plays keyframes", { rate: 8, pin: "main" }, "keys"],
    ["of main where there is no sub", { rate: 16, hasSub: false }, "keys"],
    ["where only sub was recorded sub is played", { mainMissing: true, pin: "main" }, "sub"],
    ["a small copy where main cannot be played", { mainUnplayable: true, hasSub: false }, "small"],
    ["or neither", { mainUnplayable: true, subUnplayable: true, rate: 16 }, "small"],
    ["an unplayable sub alone leaves main", { subUnplayable: true, focused: false }, "main"],
    ["a codec the browser cannot play gives sub", { mainUnplayable: true, pin: "main" }, "sub"],
    [
      "an unmeasured link that saves data begins with sub",
      { linkKbps: null, savesData: true },
      "sub",
    ],
  ])("%s", (_title, change, expected) => {
    expect(chooseQuality({ ...FACTS, ...change })).toBe(expected);
  });

  test("the measured link follows loads, and a stall halves it", () => {
    let nowMs = 0;
    const meter = new LinkMeter(() => nowMs);
    const small = meter.begin();
    meter.add(1000);
    small();
    expect(meter.kbps).toBeNull();
    const large = meter.begin();
    nowMs += 500;
    meter.add(100_000);
    large();
    expect(meter.kbps).toBeCloseTo(1600);
    meter.stalled();
    expect(meter.kbps).toBeCloseTo(800);
    expect(meter.totalBytes()).toBe(101_000);
  });

  test("loads that share the link are measured together", () => {
    let nowMs = 0;
    const meter = new LinkMeter(() => nowMs);
    const ends = [meter.begin(), meter.begin()];
    nowMs += 400;
    meter.add(50_000);
    meter.add(50_000);
    for (const end of ends) end();
    expect(meter.kbps).toBeCloseTo(2000);
  });

  test("a slow load is judged before it is through, against a guess that was too hopeful", () => {
    let nowMs = 0;
    const meter = new LinkMeter(() => nowMs, 10_000);
    const judged: (number | null)[] = [];
    meter.watch(() => judged.push(meter.kbps));
    meter.begin();
    nowMs += 700;
    meter.add(87_500);
    expect(judged).toEqual([1000]);
  });
});
