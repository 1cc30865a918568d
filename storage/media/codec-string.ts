/**
 * Codec names as browsers want them (RFC 6381, and ISO/IEC 14496-15 annex E for AVC and HEVC), read
 * from the decoder configuration records. Pure.
 */

/** `avc1.PPCCLL` from an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1). */
export function avcCodecString(avcC: Buffer): string {
  return `avc1.${avcC.subarray(1, 4).toString("hex")}`;
}

/** `hvc1.…` from an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.3.1 and annex E.3). */
export function hevcCodecString(hvcC: Buffer): string {
  const head = hvcC[1] ?? 0;
  const space = ["", "A", "B", "C"][head >> 6] ?? "";
  const profile = head & 0x1f;
  const tier = head & 0x20 ? "H" : "L";
  const compatibility = reverseBits(hvcC.readUInt32BE(2)).toString(16).toUpperCase();
  const level = hvcC[12] ?? 0;
  const constraints = [...hvcC.subarray(6, 12)];
  while (constraints.at(-1) === 0) constraints.pop();
  const tail = constraints.map((byte) => `.${byte.toString(16).toUpperCase()}`).join("");
  return `hvc1.${space}${profile}.${compatibility}.${tier}${level}${tail}`;
}

/** `mp4a.40.N` from an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1). */
export function aacCodecString(config: Buffer): string {
  const first = config[0] ?? 0x10;
  const short = first >> 3;
  const objectType = short === 31 ? 32 + (((first & 7) << 3) | ((config[1] ?? 0) >> 5)) : short;
  return `mp4a.40.${objectType}`;
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) {
    reversed = (reversed << 1) | ((value >>> bit) & 1);
  }
  return reversed >>> 0;
}
