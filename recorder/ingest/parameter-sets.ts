/**
 * Parameter sets inside keyframes (H.264: ITU-T H.264 §7.3.1, NAL type 7; H.265: ITU-T H.265 §7.3.1,
 * NAL type 33), to notice that a camera changed its picture in mid-stream. Pure.
 */

const AVC_SPS = 7;
const AVC_SLICES = [1, 5];
const HEVC_SPS = 33;
/** HEVC slices are types 0 to 31. */
const HEVC_FIRST_NON_SLICE = 32;

/**
 * The sequence parameter set in a keyframe of length-prefixed (4 bytes) NAL units, or undefined when
 * the camera sends it only when asked. Looks no further than the first slice.
 */
export function findSps(frame: Buffer, codec: "avc" | "hevc"): Buffer | undefined {
  for (let at = 0; at + 5 <= frame.length; ) {
    const sizeBytes = frame.readUInt32BE(at);
    const start = at + 4;
    if (sizeBytes === 0 || start + sizeBytes > frame.length) return undefined;
    const header = frame[start] ?? 0;
    const type = codec === "avc" ? header & 0x1f : (header >> 1) & 0x3f;
    if (type === (codec === "avc" ? AVC_SPS : HEVC_SPS))
      return frame.subarray(start, start + sizeBytes);
    const isSlice = codec === "avc" ? AVC_SLICES.includes(type) : type < HEVC_FIRST_NON_SLICE;
    if (isSlice) return undefined;
    at = start + sizeBytes;
  }
  return undefined;
}
