/** The first frames of streams as ffmpeg 5.1 hands them over: decode and presentation times as seen. */
import { describe, expect, it } from "vitest";
import { straightenStart } from "../../../recorder/ingest/straight-start.ts";
import { TimeLine } from "../../../recorder/ingest/time-line.ts";
import { arriving } from "../helpers/frames.ts";

const SCALE = 90_000;
const FRAME = 6000;

/** Frames with these [decode, presentation] stamps, placed on a run's time line and straightened; in frames. */
function straightened(stamps: readonly (readonly [number, number])[]) {
  const line = new TimeLine(SCALE);
  const video = stamps.map(([dts, shown], index) => {
    const placed = line.place(dts, 3000 + (index * 1000) / 15);
    return arriving({
      key: index === 0,
      dts: placed,
      composition: shown - dts,
      stamp: shown,
      guess: line.isGuess,
    }).frame;
  });
  straightenStart(video);
  const origin = video[0]?.dtsTicks ?? 0;
  return {
    decoded: video.map((frame) => (frame.dtsTicks - origin) / FRAME),
    shown: video.map((frame) => (frame.dtsTicks + frame.compositionTicks - origin) / FRAME),
  };
}

const IN_ORDER = [0, 1, 2, 3, 4, 5, 6, 7];
/** I P B B P B B P, decoded two frames before they are shown. */
const WITH_B_FRAMES = [2, 5, 3, 4, 8, 6, 7, 11];

describe("straightenStart", () => {
  it.each<[string, [number, number][], number[]]>([
    [
      "a first frame that is too late",
      [...IN_ORDER.slice(1).map((i): [number, number] => [i * FRAME, i * FRAME])].toSpliced(
        0,
        0,
        [90_000, 90_000],
      ),
      IN_ORDER,
    ],
    [
      "a first frame that is much too early",
      IN_ORDER.map((i): [number, number] =>
        i === 0 ? [0, 0] : [45_363 + i * FRAME, 45_363 + i * FRAME],
      ),
      IN_ORDER,
    ],
    [
      "B-frames, of which only the first frame's stamp is lost",
      [
        [888_000, 888_000],
        [894_000, 918_000],
        [900_000, 906_000],
        [906_000, 912_000],
        [912_000, 936_000],
        [918_000, 924_000],
        [924_000, 930_000],
        [930_000, 954_000],
      ],
      WITH_B_FRAMES,
    ],
    [
      "B-frames that are to be shown before the decode times that ffmpeg made up",
      [
        [888_000, 888_000],
        [894_000, 900_000],
        [894_001, 894_001],
        [894_002, 894_002],
        [894_003, 918_000],
        [900_000, 906_000],
        [906_000, 912_000],
        [912_000, 936_000],
      ],
      WITH_B_FRAMES,
    ],
    [
      "B-frames among which a sender report moved the stamps",
      [
        [888_000, 888_000],
        [894_000, 981_003],
        [900_000, 969_003],
        [969_003, 975_003],
        [975_003, 999_003],
        [981_003, 987_003],
        [987_003, 993_003],
        [993_003, 1_017_003],
      ],
      WITH_B_FRAMES,
    ],
  ])("puts in order %s", (_what, stamps, shown) => {
    expect(straightened(stamps)).toEqual({ decoded: IN_ORDER, shown });
  });

  it("leaves a stream alone whose stamps are good", () => {
    const frames = IN_ORDER.map((i) => arriving({ dts: i * FRAME, composition: FRAME }).frame);
    const before = structuredClone(frames);
    straightenStart(frames);
    expect(frames).toEqual(before);
  });
});
