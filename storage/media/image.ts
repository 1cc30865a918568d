/**
 * Pictures out of recorded bytes, and pictures that people upload; the door to sharp. One frame is
 * decoded by one short ffmpeg run from init + fragment on its standard input; nothing is written.
 */
import sharp from "sharp";
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { runFfmpeg } from "./ffmpeg.ts";
import { parseInit } from "./mp4-init.ts";

export interface FrameRequest {
  /** `ftyp` + `moov` of the segment. */
  readonly init: Buffer;
  /** One fragment (GOP): `prft`, `moof`, `mdat`. */
  readonly fragment: Buffer;
  /** Which frame of the GOP in order of presentation; 0 = its keyframe, which costs least. */
  readonly frameIndex: number;
  /** Widest the picture may be; never enlarged. */
  readonly maxWidth: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Decoded picture, 8-bit RGB, rows without padding. */
export interface RawPicture {
  readonly rgb: Buffer;
  readonly width: number;
  readonly height: number;
}

const DECODE_TIMEOUT_MS = 15_000;
/** A picture bomb must not fill the memory: 100 megapixels is beyond any map scan. */
const MAX_INPUT_PIXELS = 100_000_000;

/** Width and height at most `maxWidth` wide, even numbers, aspect kept. */
export function fitWidth(
  width: number,
  height: number,
  maxWidth: number,
): { width: number; height: number } {
  if (width <= maxWidth) return { width, height };
  const even = (value: number) => Math.max(2, Math.round(value / 2) * 2);
  return { width: even(maxWidth), height: even((height * maxWidth) / width) };
}

/** Decodes one frame. Errors: `corrupt media.no_picture` when the bytes give none. */
export async function decodeFrame(request: FrameRequest): Promise<RawPicture> {
  const info = parseInit(request.init);
  const size = fitWidth(info.width, info.height, request.maxWidth);
  const scale = `scale=${size.width}:${size.height}:flags=area`;
  const filter = request.frameIndex > 0 ? `select=gte(n\\,${request.frameIndex}),${scale}` : scale;
  const skip = request.frameIndex > 0 ? [] : ["-skip_frame", "nokey"];
  const { output, lines } = await runFfmpeg({
    args: ["-hide_banner", "-loglevel", "error", "-threads", "1", ...skip]
      .concat(["-f", "mp4", "-i", "pipe:0", "-an", "-vf", filter, "-frames:v", "1"])
      .concat(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]),
    stdin: Buffer.concat([request.init, request.fragment]),
    timeoutMs: DECODE_TIMEOUT_MS,
    clock: request.clock,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const expectedBytes = size.width * size.height * 3;
  if (output.length < expectedBytes) {
    const details = { ffmpeg: lines.at(-1) ?? null };
    throw new VmsError(
      "corrupt",
      "media.no_picture",
      "no picture could be decoded from this footage",
      { details },
    );
  }
  return { rgb: output.subarray(0, expectedBytes), ...size };
}

/** JPEG of a decoded picture; `quality` 1–100. */
export function encodeJpeg(picture: RawPicture, quality: number): Promise<Buffer> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  return sharp(picture.rgb, { raw }).jpeg({ quality }).toBuffer();
}

/** A still out of footage as JPEG: `decodeFrame`, then `encodeJpeg`. */
export async function frameJpeg(request: FrameRequest, quality: number): Promise<Buffer> {
  return encodeJpeg(await decodeFrame(request), quality);
}

/**
 * An uploaded picture (JPEG, PNG, WebP …) as WebP, turned upright, at most `maxSide` wide and high;
 * its metadata (place, phone) is dropped. Errors: `invalid_input media.bad_picture`.
 */
export async function pictureToWebp(bytes: Buffer, maxSide: number): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS })
      .rotate()
      .resize(maxSide, maxSide, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (thrown) {
    throw new VmsError(
      "invalid_input",
      "media.bad_picture",
      "the file is no picture that can be read",
      { cause: thrown },
    );
  }
}
