/** Boxes of fragmented MP4, read, built and patched. */
import { describe, expect, it } from "vitest";
import {
  buildFragmentHead,
  FragmentParser,
  fragmentHeadBytes,
  type ParsedFragment,
  parseMoof,
  patchPrft,
  patchSequence,
  patchTfdt,
  readPrft,
} from "#storage";
import { initBytes } from "../helpers/made-segment.ts";

const WALL_MS = 1_790_000_000_123.25;

function sample(sizeBytes: number, isSync = false, compositionTicks = 0, durationTicks = 6000) {
  return { sizeBytes, isSync, compositionTicks, durationTicks };
}

/** A fragment with a picture track of two frames and a sound track of one; `mdat` holds 0, 1, 2 … */
function fragment(): Buffer {
  const head = buildFragmentHead({
    sequence: 7,
    wallMs: WALL_MS,
    tracks: [
      {
        trackId: 1,
        baseTicks: 2 ** 33,
        samples: [sample(3, true, -3000), sample(2, false, 12_000)],
      },
      { trackId: 2, baseTicks: 16_000, samples: [sample(4, true, 0, 1024)] },
    ],
  });
  return Buffer.concat([head, Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8])]);
}

describe("a fragment that was written", () => {
  it("reads back as it was given", () => {
    const bytes = fragment();
    const moofStart = 32;
    const moof = parseMoof(bytes.subarray(moofStart, fragmentHeadBytes(bytes)));
    expect(moof.sequence).toBe(7);
    expect(moof.tracks.map((track) => [track.trackId, track.baseTicks, track.samples])).toEqual([
      [1, 2 ** 33, [sample(3, true, -3000), sample(2, false, 12_000)]],
      [2, 16_000, [sample(4, true, 0, 1024)]],
    ]);
    const [picture, sound] = moof.tracks;
    expect(bytes[moofStart + (picture?.dataOffset ?? 0)]).toBe(0);
    expect(bytes[moofStart + (sound?.dataOffset ?? 0)]).toBe(5);
  });

  it("holds its wall time to the microsecond, and takes another one", () => {
    const bytes = fragment();
    expect(readPrft(bytes)).toBeCloseTo(WALL_MS, 3);
    expect(patchPrft(bytes, WALL_MS + 86_400_000.5)).toBe(true);
    expect(readPrft(bytes)).toBeCloseTo(WALL_MS + 86_400_000.5, 3);
    expect(patchPrft(bytes.subarray(32), 0)).toBe(false);
  });

  it("takes another place on the time line and another number", () => {
    const bytes = fragment();
    patchTfdt(bytes, (trackId) => (trackId === 1 ? -(2 ** 33) + 5 : 100));
    patchSequence(bytes, 99);
    const moof = parseMoof(bytes.subarray(32, fragmentHeadBytes(bytes)));
    expect([moof.sequence, ...moof.tracks.map((track) => track.baseTicks)]).toEqual([
      99, 5, 16_100,
    ]);
    expect(() => patchTfdt(bytes, () => -6)).toThrow(/does not fit/);
  });
});

interface Seen {
  inits: number;
  fragments: ParsedFragment[];
}

function parserInto(seen: Seen): FragmentParser {
  return new FragmentParser({
    init: () => {
      seen.inits += 1;
    },
    fragment: (each) => seen.fragments.push(each),
  });
}

describe("FragmentParser", () => {
  const stream = Buffer.concat([initBytes(), fragment(), fragment()]);

  it.each([1, 2, 7, 8, 9, 31, 64, 100_000])(
    "cuts a stream that comes in pieces of %i bytes",
    (pieceBytes) => {
      const seen: Seen = { inits: 0, fragments: [] };
      const parser = parserInto(seen);
      for (let at = 0; at < stream.length; at += pieceBytes)
        parser.push(stream.subarray(at, at + pieceBytes));
      expect(seen.inits).toBe(1);
      expect(seen.fragments).toHaveLength(2);
      for (const each of seen.fragments) {
        expect(Buffer.concat([...each.head, ...each.payload])).toEqual(fragment());
        expect(each.payloadBytes).toBe(9);
        expect(each.prftMs).toBeCloseTo(WALL_MS, 3);
      }
    },
  );

  it.each([1, 9, 64, 200])(
    "keeps sample data whole when chunks of %i bytes are read into the same memory",
    (pieceBytes) => {
      const memory = Buffer.alloc(pieceBytes);
      const payloads: string[] = [];
      const parser = new FragmentParser(
        {
          init: () => undefined,
          fragment: (each) => payloads.push(Buffer.concat([...each.payload]).toString("hex")),
        },
        { reusedChunks: true },
      );
      for (let at = 0; at < stream.length; at += pieceBytes) {
        memory.fill(0xee);
        parser.push(memory.subarray(0, stream.copy(memory, 0, at, at + pieceBytes)));
      }
      expect(payloads).toEqual(["000102030405060708", "000102030405060708"]);
    },
  );

  it("does not copy sample data that comes in one piece", () => {
    const seen: Seen = { inits: 0, fragments: [] };
    parserInto(seen).push(stream);
    expect(seen.fragments[0]?.payload[0]?.buffer).toBe(stream.buffer);
  });

  it.each([
    ["text", Buffer.from("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")],
    ["zeros", Buffer.alloc(64)],
    ["mdat without moof", Buffer.concat([Buffer.from([0, 0, 0, 12]), Buffer.from("mdat1234")])],
    [
      "a moof of 4 GiB",
      Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from("moof1234")]),
    ],
    [
      "a moof that lies about what is inside",
      Buffer.concat([
        Buffer.from([0, 0, 0, 24]),
        Buffer.from("moof"),
        Buffer.from([0, 0, 0, 99]),
        Buffer.from("traf12345678"),
      ]),
    ],
  ])("refuses %s", (_what, bytes) => {
    expect(() => parserInto({ inits: 0, fragments: [] }).push(bytes)).toThrowError(
      expect.objectContaining({ code: "corrupt" }),
    );
  });
});
