/** Which ffmpeg is installed, and whether it is new enough. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { osErrorCode, VmsError } from "#base/errors";

export interface FfmpegVersion {
  readonly major: number;
  readonly minor: number;
  /** As ffmpeg says it, e.g. `5.1.9-0+deb12u1`. */
  readonly text: string;
}

/** Debian 11 has 4.3; Debian 12 5.1; the `option` lines of input scripts came with 5.0. */
const OLDEST_MAJOR = 5;

/** Errors: `unavailable media.ffmpeg_missing`. */
export async function ffmpegVersion(): Promise<FfmpegVersion> {
  try {
    const { stdout } = await promisify(execFile)("ffmpeg", ["-version"], { timeout: 10_000 });
    return parseFfmpegVersion(stdout);
  } catch (thrown) {
    if (osErrorCode(thrown) === "ENOENT") throw missing(thrown);
    throw new VmsError(
      "unavailable",
      "media.ffmpeg_broken",
      "ffmpeg is installed but does not start",
      { cause: thrown },
    );
  }
}

/** The version in the first line of `ffmpeg -version`; a development build counts as newest. */
export function parseFfmpegVersion(output: string): FfmpegVersion {
  const text = /^ffmpeg version (\S+)/m.exec(output)?.[1] ?? "unknown";
  const numbers = /^n?(\d+)\.(\d+)/.exec(text);
  return { major: Number(numbers?.[1] ?? 999), minor: Number(numbers?.[2] ?? 0), text };
}

/** The version, or one clear sentence: `unavailable media.ffmpeg_missing | media.ffmpeg_too_old`. */
export async function requireFfmpeg(): Promise<FfmpegVersion> {
  const version = await ffmpegVersion();
  if (version.major < OLDEST_MAJOR) {
    throw new VmsError(
      "unavailable",
      "media.ffmpeg_too_old",
      `ffmpeg ${version.text} is too old: version ${OLDEST_MAJOR}.0 or newer is needed (Debian 12 and Ubuntu 24.04 have it: apt-get install ffmpeg)`,
      { details: { found: version.text, needed: `${OLDEST_MAJOR}.0` } },
    );
  }
  return version;
}

/** Throws when a run's lines say that there was no ffmpeg to start. */
export function requireFfmpegFound(lines: readonly string[]): void {
  if (lines.includes("ffmpeg: not installed")) throw missing(undefined);
}

function missing(cause: unknown): VmsError {
  const message =
    "ffmpeg is not installed: install it with 'apt-get install ffmpeg' and start again";
  return new VmsError("unavailable", "media.ffmpeg_missing", message, { cause });
}
