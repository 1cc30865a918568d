/**
 * Tries a stream once and shows what it is: codec, size, frame rate, sound, and a picture. Saves
 * nothing. The password travels over ffmpeg's standard input only.
 */

import type { Clock } from "#base/clock";
import { toVmsError } from "#base/errors";
import type { Cause, ProbeFailure, StreamProbe, StreamProbeRequest } from "#base/link";
import {
  classifyFfmpegError,
  FragmentParser,
  ffmpegArgs,
  frameJpeg,
  inputScript,
  type ParsedFragment,
  runFfmpeg,
  scriptInput,
} from "#storage";
import { wasSilence } from "./explain-end.ts";
import { knockRtsp, rtspPeer } from "./rtsp-knock.ts";
import { streamUrl } from "./source.ts";

const PROBE_TIMEOUT_MS = 15_000;
const KNOCK_TIMEOUT_MS = 4_000;
const SOCKET_TIMEOUT_MS = 6_000;
const SOCKET_TIMEOUT_US = SOCKET_TIMEOUT_MS * 1000;
const PICTURE_WIDTH = 640;
/** Causes that ffmpeg gives to a web page, to silence and to garbage alike. */
const VAGUE: ReadonlySet<Cause> = new Set<Cause>([
  "bad_data",
  "not_a_stream",
  "unknown",
  "camera_closed",
]);

export interface StreamFacts {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number | null;
  readonly audioCodec: string | null;
}

/** Reads ffmpeg's `Stream #0:0: Video: …` lines. Pure; undefined when there is no video with a size. */
export function readStreamLines(lines: readonly string[]): StreamFacts | undefined {
  const video = lines.find((line) => /Stream #0:\d+.*: Video: /.test(line));
  const audio = lines.find((line) => /Stream #0:\d+.*: Audio: /.test(line));
  const codec = video && /Video: (\w+)/.exec(video)?.[1];
  const size = video && /[ ,](\d{2,5})x(\d{2,5})[ ,]/.exec(`${video},`);
  if (!codec || !size) return undefined;
  const fps = /([\d.]+) fps/.exec(video)?.[1];
  return {
    codec,
    width: Number(size[1]),
    height: Number(size[2]),
    framesPerSecond: fps === undefined ? null : Number(fps),
    audioCodec: (audio && /Audio: (\w+)/.exec(audio)?.[1]) ?? null,
  };
}

function demuxerOptions(request: StreamProbeRequest): Record<string, string | number> {
  if (/^rtmp/i.test(request.url)) return { rw_timeout: SOCKET_TIMEOUT_US };
  return { rtsp_transport: request.transport, timeout: SOCKET_TIMEOUT_US };
}

/** Opens the stream for its first pictures. Never rejects for a bad stream; says why it failed. */
export async function probeStream(
  request: StreamProbeRequest,
  clock: Clock,
): Promise<StreamProbe | ProbeFailure> {
  const bornMs = clock.monotonicMs();
  const { output, lines, timedOut } = await runFfmpeg({
    args: ffmpegArgs({
      global: ["-loglevel", "info"],
      input: scriptInput(["-analyzeduration", "3000000"]),
      outputs: [
        {
          target: "pipe:1",
          format: "mp4",
          options: [
            "-map",
            "0:v:0",
            "-c",
            "copy",
            "-frames:v",
            "3",
            "-movflags",
            "+frag_keyframe+empty_moov+default_base_moof",
          ],
        },
      ],
    }),
    stdin: inputScript(
      streamUrl(request.url, request.username, request.password),
      demuxerOptions(request),
    ),
    timeoutMs: PROBE_TIMEOUT_MS,
    clock,
  });
  const facts = readStreamLines(lines);
  const lastedMs = clock.monotonicMs() - bornMs;
  if (!facts || output.length === 0) return explainFailure(request, lines, { timedOut, lastedMs });
  return { ok: true, ...facts, pictureBase64: await pictureOf(output, clock) };
}

async function explainFailure(
  request: StreamProbeRequest,
  lines: readonly string[],
  end: { readonly timedOut: boolean; readonly lastedMs: number },
): Promise<ProbeFailure> {
  const said = classifyFfmpegError(lines);
  const peer = rtspPeer(request.url);
  if (VAGUE.has(said.cause) && peer) {
    const knock = await knockRtsp({ ...peer, timeoutMs: KNOCK_TIMEOUT_MS });
    if (knock.cause) return { ok: false, cause: knock.cause, detail: knock.detail };
  }
  const isSilent = wasSilence(said.cause, end.lastedMs, SOCKET_TIMEOUT_MS);
  if (isSilent || (end.timedOut && VAGUE.has(said.cause))) {
    return {
      ok: false,
      cause: "stalled",
      detail: "the camera answers, but no picture came in time",
    };
  }
  return { ok: false, cause: said.cause, detail: said.detail ?? "" };
}

/** The first keyframe as JPEG in base64, or null when it cannot be decoded. */
async function pictureOf(mp4: Buffer, clock: Clock): Promise<string | null> {
  const found: { init?: Buffer; first?: ParsedFragment } = {};
  const parser = new FragmentParser({
    init: (bytes) => {
      found.init = bytes;
    },
    fragment: (fragment) => {
      found.first ??= fragment;
    },
  });
  try {
    parser.push(mp4);
    if (!found.init || !found.first) return null;
    const fragment = Buffer.concat([...found.first.head, ...found.first.payload]);
    const request = { init: found.init, fragment, frameIndex: 0, maxWidth: PICTURE_WIDTH, clock };
    return (await frameJpeg(request, 80)).toString("base64");
  } catch (thrown) {
    // A stream that records but shows no first picture is still a good stream: the page says so.
    if (toVmsError(thrown).code === "corrupt") return null;
    throw thrown;
  }
}
