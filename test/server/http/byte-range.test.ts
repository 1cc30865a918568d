/** HTTP byte ranges: a table of headers, and headers made of noise. */
import { describe, expect, it } from "vitest";
import { parseByteRange } from "../../../server/http/byte-range.ts";

describe("parseByteRange of 1000 bytes", () => {
  it.each([
    [undefined, { kind: "whole" }],
    ["", { kind: "whole" }],
    ["bytes=0-0", { kind: "part", start: 0, end: 1 }],
    ["bytes=0-999", { kind: "part", start: 0, end: 1000 }],
    ["bytes=0-", { kind: "part", start: 0, end: 1000 }],
    ["bytes=999-", { kind: "part", start: 999, end: 1000 }],
    ["bytes=500-99999", { kind: "part", start: 500, end: 1000 }],
    ["bytes=-1", { kind: "part", start: 999, end: 1000 }],
    ["bytes=-5000", { kind: "part", start: 0, end: 1000 }],
    ["BYTES= 10-19 ", { kind: "part", start: 10, end: 20 }],
    ["bytes=1000-", { kind: "unsatisfiable" }],
    ["bytes=1000-2000", { kind: "unsatisfiable" }],
    ["bytes=-0", { kind: "unsatisfiable" }],
    ["bytes=20-10", { kind: "whole" }],
    ["bytes=-", { kind: "whole" }],
    ["bytes=0-1,5-6", { kind: "whole" }],
    ["bytes=a-b", { kind: "whole" }],
    ["items=0-1", { kind: "whole" }],
    ["bytes=0x1-2", { kind: "whole" }],
    ["bytes=99999999999999999999-", { kind: "whole" }],
  ])("%s", (header, wanted) => {
    expect(parseByteRange(header, 1000)).toEqual(wanted);
  });

  it("never leaves the file, whatever the header says", () => {
    const alphabet = "0123456789-,= bytesBX.eE+\t";
    let seed = 42;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let i = 0; i < 20_000; i += 1) {
      const noise = Array.from(
        { length: random(14) },
        () => alphabet[random(alphabet.length)],
      ).join("");
      const sizeBytes = random(2000);
      const wanted = parseByteRange(`bytes=${noise}`, sizeBytes);
      if (wanted.kind !== "part") continue;
      expect(wanted.start).toBeGreaterThanOrEqual(0);
      expect(wanted.end).toBeGreaterThan(wanted.start);
      expect(wanted.end).toBeLessThanOrEqual(sizeBytes);
    }
  });
});
