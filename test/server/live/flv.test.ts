/** FLV tags: cutting, reading, re-timing. */
import { describe, expect, it } from "vitest";
import { FlvReader } from "../../../server/live/flv-reader.ts";
import {
  compositionOffsetMs,
  readFlvTag,
  squeezedTowards,
  writeFlvTime,
} from "../../../server/live/flv-tag.ts";
import {
  audioHeader,
  flvHeader,
  flvTag,
  metadata,
  videoFrame,
  videoHeader,
} from "../../helpers/flv.ts";

const stream = Buffer.concat([
  flvHeader,
  metadata(),
  videoHeader(),
  audioHeader(),
  videoFrame({ timeMs: 40, key: true, bytes: 5000 }),
  videoFrame({ timeMs: 80 }),
]);

describe("FlvReader", () => {
  it.each([1, 2, 7, 64, 1000, 100_000])("finds the same tags in pieces of %i bytes", (size) => {
    const reader = new FlvReader();
    const tags = [];
    for (let at = 0; at < stream.length; at += size) {
      tags.push(...reader.push(Buffer.from(stream.subarray(at, at + size))));
    }
    expect(tags.map((tag) => [tag.kind, tag.timeMs, tag.isKeyframe, tag.isHeader])).toEqual([
      ["script", 0, false, true],
      ["video", 0, false, true],
      ["audio", 0, false, true],
      ["video", 40, true, false],
      ["video", 80, false, false],
    ]);
    expect(Buffer.concat([flvHeader, ...tags.map((tag) => tag.bytes)])).toEqual(stream);
  });

  it("refuses what is no FLV", () => {
    expect(() => new FlvReader().push(Buffer.from("<html><body>not found</body></html>"))).toThrow(
      expect.objectContaining({ reason: "live.bad_flv" }),
    );
  });

  it("refuses tags that are out of step", () => {
    const broken = Buffer.from(stream);
    broken.writeUInt32BE(99_999, flvHeader.length + metadata().length - 4);
    expect(() => new FlvReader().push(broken)).toThrow(
      expect.objectContaining({ reason: "live.bad_flv" }),
    );
  });
});

describe("a tag's time", () => {
  it.each([0, 1, 0xffffff, 0x1000000, 0xffffffff])("survives writing and reading: %i", (timeMs) => {
    const bytes = videoFrame({ timeMs: 0 });
    writeFlvTime(bytes, timeMs);
    expect(readFlvTag(bytes).timeMs).toBe(timeMs);
  });

  it("keeps the order of B-frames when squeezed", () => {
    // Decoding order I P B B, shown I B B P.
    const frames = [
      { timeMs: 0, key: true, offsetMs: 40 },
      { timeMs: 40, offsetMs: 120 },
      { timeMs: 80, offsetMs: 0 },
      { timeMs: 120, offsetMs: 0 },
    ];
    const squeezed = frames.map((frame) =>
      squeezedTowards(readFlvTag(videoFrame(frame)), 1000, 16),
    );
    const shown = squeezed.map((bytes) => readFlvTag(bytes).timeMs + compositionOffsetMs(bytes));
    expect([shown[0], shown[2], shown[3], shown[1]]).toEqual([...shown].sort((a, b) => a - b));
    const decoded = squeezed.map((bytes) => readFlvTag(bytes).timeMs);
    expect(decoded).toEqual([938, 940, 943, 945]);
  });
});

describe("an enhanced tag (H.265)", () => {
  const frame = (first: number, timeMs: number, offsetMs: number) => {
    const body = Buffer.from([first, ...Buffer.from("hvc1"), 0, 0, 0, 1, 2, 3]);
    body.writeIntBE(offsetMs, 5, 3);
    return flvTag(9, timeMs, body);
  };

  it.each([
    [0x90, false, true],
    [0x91, true, false],
    [0xa1, false, false],
  ])("%i: keyframe %s, decoder settings %s", (first, isKeyframe, isHeader) => {
    expect(readFlvTag(frame(first, 0, 0))).toMatchObject({ kind: "video", isKeyframe, isHeader });
  });

  it("is squeezed with its composition offset", () => {
    const squeezed = squeezedTowards(readFlvTag(frame(0xa1, 0, 160)), 1600, 16);
    expect([readFlvTag(squeezed).timeMs, compositionOffsetMs(squeezed)]).toEqual([1500, 10]);
  });
});
