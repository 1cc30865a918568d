/** Makes FLV tags for tests: H.264 frames with a chosen time, size and composition offset. */
import { FLV_FILE_HEADER } from "../../server/live/flv-tag.ts";

export interface FrameOptions {
  readonly timeMs: number;
  readonly key?: boolean;
  readonly offsetMs?: number;
  readonly bytes?: number;
}

export const flvHeader = FLV_FILE_HEADER;

export function flvTag(type: number, timeMs: number, body: Buffer): Buffer {
  const tag = Buffer.alloc(11 + body.length + 4);
  tag[0] = type;
  tag.writeUIntBE(body.length, 1, 3);
  tag.writeUIntBE(timeMs & 0xffffff, 4, 3);
  tag[7] = (timeMs >>> 24) & 0xff;
  body.copy(tag, 11);
  tag.writeUInt32BE(11 + body.length, 11 + body.length);
  return tag;
}

export function videoHeader(timeMs = 0, mark = 1): Buffer {
  return flvTag(9, timeMs, Buffer.from([0x17, 0, 0, 0, 0, mark]));
}

export function audioHeader(timeMs = 0): Buffer {
  return flvTag(8, timeMs, Buffer.from([0xaf, 0, 0x12, 0x10]));
}

export function metadata(): Buffer {
  return flvTag(18, 0, Buffer.from([2, 0, 10, ...Buffer.from("onMetaData")]));
}

export function videoFrame({
  timeMs,
  key = false,
  offsetMs = 0,
  bytes = 64,
}: FrameOptions): Buffer {
  const body = Buffer.alloc(Math.max(5, bytes), 0x55);
  body[0] = key ? 0x17 : 0x27;
  body[1] = 1;
  body.writeIntBE(offsetMs, 2, 3);
  return flvTag(9, timeMs, body);
}
