/**
 * A small H.264 copy of some recorded GOPs, for a browser that can play nothing of what the camera
 * sends. The only place that encodes video, and only when it is asked to; what was recorded stays.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { runFfmpeg } from "./ffmpeg.ts";
import { FragmentParser } from "./fragment-parser.ts";
import { fitWidth } from "./image.ts";
import { parseInit } from "./mp4-init.ts";

export interface TranscodeRequest {
  readonly init: Buffer;
  /** Whole GOPs, one behind the other. */
  readonly gops: Buffer;
  readonly maxWidth: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export interface SmallCopy {
  readonly init: Buffer;
  /** Fragments; media times begin anew. */
  readonly media: Buffer;
}

const TIMEOUT_MS = 30_000;

/** Errors: `corrupt media.no_picture`; `unavailable media.transcode_stopped` after abort or 30 s. */
export async function transcodeSmall(request: TranscodeRequest): Promise<SmallCopy> {
  const info = parseInit(request.init);
  const { width, height } = fitWidth(info.width, info.height, request.maxWidth);
  const { output, lines, timedOut } = await runFfmpeg({
    args: ["-hide_banner", "-loglevel", "error", "-threads", "1", "-f", "mp4", "-i", "pipe:0"]
      .concat(["-an", "-vf", `scale=${width}:${height}:flags=fast_bilinear`])
      .concat(["-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "veryfast"])
      .concat(["-threads", "1", "-crf", "28", "-maxrate", "600k", "-bufsize", "1200k"])
      .concat(["-pix_fmt", "yuv420p", "-bf", "0", "-g", "100000", "-sc_threshold", "0"])
      .concat(["-f", "mp4", "-movflags", "+frag_keyframe+empty_moov+default_base_moof", "pipe:1"]),
    stdin: Buffer.concat([request.init, request.gops]),
    timeoutMs: TIMEOUT_MS,
    clock: request.clock,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  if (timedOut) {
    throw new VmsError(
      "unavailable",
      "media.transcode_stopped",
      "making the small copy ended early",
    );
  }
  const copy = split(output);
  if (copy) return copy;
  const details = { ffmpeg: lines.at(-1) ?? null };
  throw new VmsError("corrupt", "media.no_picture", "no picture could be decoded", { details });
}

function split(output: Buffer): SmallCopy | undefined {
  let init: Buffer | undefined;
  const parts: Buffer[] = [];
  const parser = new FragmentParser({
    init: (bytes) => {
      init = Buffer.from(bytes);
    },
    fragment: ({ head, payload }) => parts.push(...head, ...payload),
  });
  parser.push(output);
  return init && parts.length > 0 ? { init, media: Buffer.concat(parts) } : undefined;
}
