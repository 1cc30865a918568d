/**
 * One FLV tag (Adobe Flash Video File Format 10.1, annex E.4; Enhanced RTMP v1 for `isExHeader`) as
 * live delivery needs it: whole bytes, what it is, its time, and a copy at another time. Knows no
 * socket. Times are the stream's own milliseconds, 32 bits, without relation to wall time.
 */

export const FLV_TAG_HEADER_BYTES = 11;
export const FLV_TAG_TRAILER_BYTES = 4;
/** `FLV`, version 1, audio and video, header of nine bytes, and PreviousTagSize0. */
export const FLV_FILE_HEADER = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

const AUDIO = 8;
const VIDEO = 9;
const SCRIPT = 18;
const AVC = 7;
const AAC = 10;
/** Packet type of Enhanced RTMP that carries a composition offset, and the codecs that have one. */
const CODED_FRAMES = 1;
const OFFSET_CODECS: ReadonlySet<string> = new Set(["hvc1", "avc1"]);

export type FlvTagKind = "audio" | "video" | "script" | "other";

export interface FlvTag {
  readonly kind: FlvTagKind;
  readonly timeMs: number;
  /** Header, body and PreviousTagSize. */
  readonly bytes: Buffer;
  /** A video frame that decodes alone (never true for a sequence header). */
  readonly isKeyframe: boolean;
  /** Decoder settings (AVC/AAC sequence header) or `onMetaData`: every new viewer needs it first. */
  readonly isHeader: boolean;
}

/** Reads the tag that `bytes` holds from its first to its last byte. */
export function readFlvTag(bytes: Buffer): FlvTag {
  const type = (bytes[0] ?? 0) & 0x1f;
  const timeMs = ((bytes[7] ?? 0) << 24) | bytes.readUIntBE(4, 3);
  const base = { timeMs: timeMs >>> 0, bytes };
  const first = bytes[FLV_TAG_HEADER_BYTES] ?? 0;
  const second = bytes[FLV_TAG_HEADER_BYTES + 1] ?? 0;
  if (type === SCRIPT) return { ...base, kind: "script", isKeyframe: false, isHeader: true };
  if (type === AUDIO) {
    const isHeader = first >> 4 === AAC && second === 0;
    return { ...base, kind: "audio", isKeyframe: false, isHeader };
  }
  if (type !== VIDEO) return { ...base, kind: "other", isKeyframe: false, isHeader: false };
  const isEnhanced = (first & 0x80) !== 0;
  const isHeader = isEnhanced ? (first & 0x0f) === 0 : (first & 0x0f) === AVC && second === 0;
  const isKeyframe = !isHeader && ((first >> 4) & 7) === 1;
  return { ...base, kind: "video", isKeyframe, isHeader };
}

/** Overwrites the tag's time in its own bytes; only for bytes that nobody else holds. */
export function writeFlvTime(bytes: Buffer, timeMs: number): void {
  const wrapped = timeMs >>> 0;
  bytes.writeUIntBE(wrapped & 0xffffff, 4, 3);
  bytes[7] = wrapped >>> 24;
}

/** Composition offset (presentation minus decoding time) of a video frame; 0 for all else. */
export function compositionOffsetMs(bytes: Buffer): number {
  const at = compositionAt(bytes);
  return at === undefined ? 0 : bytes.readIntBE(at, 3);
}

/**
 * A copy of the tag with its distance to `nowMs` divided by `divisor`, decoding and presentation time
 * alike, so that the order of B-frames stays. Frames shown only after `nowMs` keep that time.
 */
export function squeezedTowards(tag: FlvTag, nowMs: number, divisor: number): Buffer {
  const bytes = Buffer.from(tag.bytes);
  const squeeze = (timeMs: number) =>
    timeMs >= nowMs ? timeMs : Math.round(nowMs - (nowMs - timeMs) / divisor);
  const decodeMs = squeeze(tag.timeMs);
  writeFlvTime(bytes, decodeMs);
  const at = compositionAt(bytes);
  if (at !== undefined) {
    const shownMs = squeeze(tag.timeMs + bytes.readIntBE(at, 3));
    bytes.writeIntBE(shownMs - decodeMs, at, 3);
  }
  return bytes;
}

/** Where a frame's composition offset stands: AVC NAL units, or coded frames of Enhanced RTMP. */
function compositionAt(bytes: Buffer): number | undefined {
  if (((bytes[0] ?? 0) & 0x1f) !== VIDEO) return undefined;
  const first = bytes[FLV_TAG_HEADER_BYTES] ?? 0;
  if ((first & 0x80) !== 0) {
    const hasOffset = (first & 0x0f) === CODED_FRAMES && OFFSET_CODECS.has(fourCcOf(bytes));
    return hasOffset ? FLV_TAG_HEADER_BYTES + 5 : undefined;
  }
  const isFrame = (first & 0x0f) === AVC && bytes[FLV_TAG_HEADER_BYTES + 1] === 1;
  return isFrame ? FLV_TAG_HEADER_BYTES + 2 : undefined;
}

function fourCcOf(bytes: Buffer): string {
  return bytes.toString("latin1", FLV_TAG_HEADER_BYTES + 1, FLV_TAG_HEADER_BYTES + 5);
}
