/**
 * Annex-B byte streams: cutting an access unit into NAL units and finding the parameter sets
 * (ITU-T H.264 annex B and table 7-1, H.265 annex B and table 7-1). Knows no RTP.
 */
export type Codec = "h264" | "h265";

/** NAL units without their start codes, in order. */
export function splitNalUnits(accessUnit: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = -1;
  let i = accessUnit.indexOf("\x00\x00\x01", 0, "latin1");
  while (i >= 0) {
    if (start >= 0) units.push(trimZeros(accessUnit.subarray(start, i)));
    start = i + 3;
    i = accessUnit.indexOf("\x00\x00\x01", start, "latin1");
  }
  if (start >= 0) units.push(trimZeros(accessUnit.subarray(start)));
  return units;
}

/** A four-byte start code leaves its first zero at the end of the unit before it. */
function trimZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}

export function nalType(codec: Codec, unit: Buffer): number {
  const first = unit[0] ?? 0;
  return codec === "h264" ? first & 0x1f : (first >> 1) & 0x3f;
}

/** VPS, SPS, PPS (H.265) or SPS, PPS (H.264), in this order; empty when the unit carries none. */
export function parameterSets(codec: Codec, units: readonly Buffer[]): Buffer[] {
  const wanted = codec === "h264" ? [7, 8] : [32, 33, 34];
  return wanted.flatMap((type) =>
    units.filter((unit) => nalType(codec, unit) === type).slice(0, 1),
  );
}
