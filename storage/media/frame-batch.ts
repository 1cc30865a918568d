/**
 * Several frames out of several fragments by one short ffmpeg run: starting ffmpeg costs more than
 * decoding a keyframe. All fragments belong to one init. Nothing is written to disk.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { runFfmpeg } from "./ffmpeg.ts";
import { patchTfdt } from "./fragment-patch.ts";
import { fitWidth, type RawPicture } from "./image.ts";
import { parseInit } from "./mp4-init.ts";

export interface FrameBatchRequest {
  /** `ftyp` + `moov` of the segments. */
  readonly init: Buffer;
  /** In the order of their frames; copied before they are changed. */
  readonly fragments: readonly Buffer[];
  /**
   * Which frames, counted in order of presentation through all fragments, rising; `keyframes` = the
   * first frame of each fragment, which is much cheaper.
   */
  readonly frames: "keyframes" | readonly number[];
  /** Widest the pictures may be; never enlarged. */
  readonly maxWidth: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 20_000;
/** Each fragment is given a minute of its own, so that time never runs backwards. */
const SPACING_S = 60;

/** @throws VmsError corrupt `media.no_picture` when there are fewer frames than asked for. */
export async function decodeFrames(request: FrameBatchRequest): Promise<RawPicture[]> {
  const { frames, fragments, init } = request;
  const count = frames === "keyframes" ? fragments.length : frames.length;
  if (count === 0) return [];
  const info = parseInit(init);
  const size = fitWidth(info.width, info.height, request.maxWidth);
  const scale = `scale=${size.width}:${size.height}:flags=area`;
  const [skip, filter] =
    frames === "keyframes"
      ? [["-skip_frame", "nokey"], scale]
      : [[], `select=${frames.map((n) => `eq(n\\,${n})`).join("+")},${scale}`];
  const spaced = fragments.map((bytes, i) => spacedCopy(bytes, i * SPACING_S * info.timescale));
  const { output, lines } = await runFfmpeg({
    args: ["-hide_banner", "-loglevel", "error", "-threads", "1", ...skip]
      .concat(["-f", "mp4", "-i", "pipe:0", "-an", "-vf", filter, "-vsync", "0"])
      .concat(["-frames:v", String(count), "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]),
    stdin: Buffer.concat([init, ...spaced]),
    timeoutMs: TIMEOUT_MS,
    maxBytes: 256 << 20,
    clock: request.clock,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const pictureBytes = size.width * size.height * 3;
  if (output.length < pictureBytes * count) {
    throw new VmsError("corrupt", "media.no_picture", "fewer pictures than asked for", {
      details: { ffmpeg: lines.at(-1) ?? null },
    });
  }
  return Array.from({ length: count }, (_, i) => ({
    rgb: output.subarray(i * pictureBytes, (i + 1) * pictureBytes),
    ...size,
  }));
}

function spacedCopy(bytes: Buffer, toTicks: number): Buffer {
  const copy = Buffer.from(bytes);
  patchTfdt(copy, (_track, before) => toTicks - before);
  return copy;
}
