/**
 * FLV (Adobe Flash Video File Format Specification 10.1, annex E; HEVC by Enhanced RTMP v1) from
 * coded frames, for live viewing. Pure. Times in FLV are milliseconds.
 */
import type { InitInfo } from "#storage";
import type { ArrivingFrame } from "./media-frame.ts";

const TAG_AUDIO = 8;
const TAG_VIDEO = 9;
const TAG_HEAD_BYTES = 11;
/** AAC, 44 kHz, 16 bit, stereo: what the specification wants for AAC whatever it really is. */
const AAC_HEAD = 0xaf;
const AVC_KEY = 0x17;
const AVC_INTER = 0x27;
/** Enhanced video: frame type in bits 4–6, packet type in bits 0–3 (0 sequence start, 1 coded frames). */
const HEVC_SEQUENCE = 0x90;
const HEVC_KEY = 0x91;
const HEVC_INTER = 0xa1;
const HVC1 = Buffer.from("hvc1", "latin1");

/** Whether FLV has a word for the picture's codec. */
export function flvTakes(info: InitInfo): boolean {
  return info.video.sampleEntry.startsWith("avc") || info.video.sampleEntry.startsWith("hvc");
}

/** File header and the sequence headers of picture and (AAC) sound. */
export function flvHead(info: InitInfo): Buffer {
  const sound = hasAac(info);
  const header = Buffer.from([0x46, 0x4c, 0x56, 1, sound ? 5 : 1, 0, 0, 0, 9, 0, 0, 0, 0]);
  const picture = isHevc(info)
    ? Buffer.concat([Buffer.from([HEVC_SEQUENCE]), HVC1, info.video.config])
    : Buffer.concat([Buffer.from([AVC_KEY, 0, 0, 0, 0]), info.video.config]);
  const tags = [header, flvTag(TAG_VIDEO, 0, [picture])];
  if (sound && info.audio)
    tags.push(flvTag(TAG_AUDIO, 0, [Buffer.from([AAC_HEAD, 0]), info.audio.config]));
  return Buffer.concat(tags);
}

/** One frame as a tag; undefined for sound that FLV does not take. `timeMs` is its decode time. */
export function frameTag(
  { frame, data }: ArrivingFrame,
  timeMs: number,
  info: InitInfo,
): Buffer | undefined {
  if (!frame.isVideo) {
    return hasAac(info)
      ? flvTag(TAG_AUDIO, timeMs, [Buffer.from([AAC_HEAD, 1]), ...data])
      : undefined;
  }
  const laterMs = Math.round((frame.compositionTicks * 1000) / info.timescale);
  const offset = Buffer.from([(laterMs >> 16) & 0xff, (laterMs >> 8) & 0xff, laterMs & 0xff]);
  const head = isHevc(info)
    ? [Buffer.from([frame.isSync ? HEVC_KEY : HEVC_INTER]), HVC1, offset]
    : [Buffer.from([frame.isSync ? AVC_KEY : AVC_INTER, 1]), offset];
  return flvTag(TAG_VIDEO, timeMs, [...head, ...data]);
}

function hasAac(info: InitInfo): boolean {
  return info.audio?.sampleEntry === "mp4a" && info.audio.config.length > 0;
}

function isHevc(info: InitInfo): boolean {
  return info.video.sampleEntry.startsWith("h");
}

/** Type, 24-bit size, 24+8-bit time, stream 0, body, and the size of all that again. */
function flvTag(type: number, timeMs: number, body: readonly Buffer[]): Buffer {
  let bodyBytes = 0;
  for (const part of body) bodyBytes += part.length;
  const tag = Buffer.allocUnsafe(TAG_HEAD_BYTES + bodyBytes + 4);
  const time = Math.max(0, Math.round(timeMs)) >>> 0;
  tag.writeUInt8(type, 0);
  tag.writeUIntBE(bodyBytes, 1, 3);
  tag.writeUIntBE(time & 0xffffff, 4, 3);
  tag.writeUInt8(time >>> 24, 7);
  tag.writeUIntBE(0, 8, 3);
  let at = TAG_HEAD_BYTES;
  for (const part of body) at += part.copy(tag, at);
  tag.writeUInt32BE(TAG_HEAD_BYTES + bodyBytes, at);
  return tag;
}
