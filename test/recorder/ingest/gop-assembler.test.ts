/** From frames to GOPs: keyframes, sound, GOPs that are too long. */
import { describe, expect, it } from "vitest";
import { GopAssembler, type GopFrames } from "../../../recorder/ingest/gop-assembler.ts";
import { arriving } from "../helpers/frames.ts";

const SCALE = 90_000;

function collect(): { gops: GopFrames[]; assembler: GopAssembler } {
  const gops: GopFrames[] = [];
  return { gops, assembler: new GopAssembler(SCALE, (gop) => gops.push(gop)) };
}

describe("GopAssembler", () => {
  it("hands on a GOP when the next keyframe comes, and drops what comes before the first", () => {
    const { gops, assembler } = collect();
    assembler.push(arriving({ dts: 0 }));
    for (const key of [true, false, false])
      assembler.push(arriving({ key, dts: assembler.open().length * 6000 }));
    expect(gops).toHaveLength(0);
    assembler.push(arriving({ key: true, dts: 18_000 }));
    expect(gops[0]?.video.map((frame) => frame.dtsTicks)).toEqual([0, 6000, 12_000]);
    expect(assembler.open()).toHaveLength(1);
  });

  it("ends each frame where the next begins, so that nothing is lost between GOPs", () => {
    const { gops, assembler } = collect();
    for (const [index, dts] of [0, 6000, 13_000, 18_000].entries()) {
      assembler.push(arriving({ key: index % 2 === 0, dts, duration: 1 }));
    }
    assembler.flush();
    expect(gops.flatMap((gop) => gop.video.map((frame) => frame.durationTicks))).toEqual([
      6000, 7000, 5000, 1,
    ]);
  });

  it.each([
    ["too late", [90_000, 90_001, 96_001, 102_001], [84_001, 90_001, 96_001, 102_001]],
    ["too early", [0, 51_363, 57_363, 63_363], [45_363, 51_363, 57_363, 63_363]],
  ])(
    "puts the first frame of a stream, whose stamp is %s, one frame before the second",
    (_what, stamps, expected) => {
      const { gops, assembler } = collect();
      for (const [index, dts] of stamps.entries())
        assembler.push(arriving({ key: index === 0, dts, guess: index === 0 }));
      assembler.flush();
      expect(gops[0]?.video.map((frame) => frame.dtsTicks)).toEqual(expected);
    },
  );

  it("keeps the bytes of picture and sound apart and whole", () => {
    const { gops, assembler } = collect();
    const big = Buffer.alloc(300_000, 7);
    assembler.push(arriving({ key: true, dts: 0, bytes: big }));
    assembler.push(arriving({ audio: true, dts: 0, bytes: Buffer.from("sound1") }));
    assembler.push(arriving({ dts: 6000, bytes: Buffer.from("picture2") }));
    assembler.push(arriving({ audio: true, dts: 1024, bytes: Buffer.from("sound2") }));
    assembler.flush();
    const [gop] = gops;
    const bytes = gop?.buffer.assemble(Buffer.from("HEAD"));
    expect(bytes?.toString("latin1")).toBe(`HEAD${big.toString("latin1")}picture2sound1sound2`);
    expect(gop?.sizeBytes).toBe(300_000 + 8 + 12);
  });

  it("does not overwrite a GOP that waits to be written", () => {
    const { gops, assembler } = collect();
    for (let index = 0; index < 6; index++) {
      assembler.push(arriving({ key: true, dts: index * 6000, bytes: Buffer.from(`key${index}`) }));
    }
    assembler.flush();
    expect(gops.map((gop) => gop.buffer.assemble(Buffer.alloc(0)).toString())).toEqual([
      "key0",
      "key1",
      "key2",
      "key3",
      "key4",
      "key5",
    ]);
  });

  it("says when a GOP grows beyond what may be held in memory", () => {
    const { assembler } = collect();
    assembler.push(arriving({ key: true, dts: 0 }));
    assembler.push(arriving({ dts: 59 * SCALE }));
    expect(assembler.tooLong).toBe(false);
    assembler.push(arriving({ dts: 61 * SCALE }));
    expect(assembler.tooLong).toBe(true);
  });
});
