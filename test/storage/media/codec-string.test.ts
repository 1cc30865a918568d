/** RFC 6381 names of codecs. */
import { describe, expect, it } from "vitest";
import {
  aacCodecString,
  avcCodecString,
  hevcCodecString,
} from "../../../storage/media/codec-string.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("codec names of RFC 6381", () => {
  it.each([
    ["High 4.0", "01 64 00 28 ff", "avc1.640028"],
    ["Constrained Baseline 3.0", "01 42 c0 1e ff", "avc1.42c01e"],
  ])("H.264 %s", (_name, record, expected) => {
    expect(avcCodecString(hex(record))).toBe(expected);
  });

  // Examples of ISO/IEC 14496-15 annex E.3.
  it.each([
    ["Main, main tier 3.1", "01 01 60000000 b00000000000 5d", "hvc1.1.6.L93.B0"],
    [
      "Main 10, high tier 4.0 in profile space A",
      "01 62 20000000 000000000000 78",
      "hvc1.A2.4.H120",
    ],
    ["with inner zero constraints", "01 01 60000000 900001000000 5d", "hvc1.1.6.L93.90.0.1"],
  ])("H.265 %s", (_name, record, expected) => {
    expect(hevcCodecString(hex(record))).toBe(expected);
  });

  it.each([
    ["AAC-LC", "12 10", "mp4a.40.2"],
    ["HE-AAC", "2b 92", "mp4a.40.5"],
    ["an escaped object type", "f9 40", "mp4a.40.42"],
  ])("%s", (_name, config, expected) => {
    expect(aacCodecString(hex(config))).toBe(expected);
  });
});
