/**
 * What ffmpeg's last words mean: lines of standard error to a cause that a person understands.
 * Pure. The lines are masked before they come here.
 */
import type { Cause } from "#base/link";

export interface FfmpegFault {
  readonly cause: Cause;
  /** The line that says it, in ffmpeg's words; never with a secret. */
  readonly detail: string | null;
}

/** First match wins, so what is specific comes first. */
const PATTERNS: readonly (readonly [RegExp, Cause])[] = [
  [
    /\b401\b.*unauthorized|unauthorized|authorization failed|\b403\b.*forbidden|access denied/i,
    "wrong_password",
  ],
  [
    /\b404\b.*not found|\b454\b|stream not found|Server returned 4(04|10)|No such stream/i,
    "not_found",
  ],
  [/no space left on device/i, "write_failed"],
  [
    /codec not currently supported in container|could not find tag for codec|only .* supported in MP4|unsupported codec|codec .* is not supported|Unknown encoder/i,
    "codec_unsupported",
  ],
  [
    /connection refused|no route to host|network is unreachable|host is unreachable|connection timed out|operation timed out|failed to resolve|name or service not known|temporary failure in name resolution|ETIMEDOUT/i,
    "unreachable",
  ],
  [
    /connection reset|broken pipe|end of file|input\/output error.*rtsp|RTSP.*teardown/i,
    "camera_closed",
  ],
  [
    /method (DESCRIBE|SETUP|PLAY|OPTIONS) failed: 4\d\d|Server returned (4\d\d|5\d\d)/i,
    "not_found",
  ],
  [/protocol not found|unknown protocol|unable to find .*protocol/i, "not_a_stream"],
  [
    /does not contain any stream|output file .*does not contain|stream map .*matches no streams/i,
    "codec_unsupported",
  ],
  [
    /could not find codec parameters|invalid data found|dimensions not set|error splitting|missing picture|invalid nal|non-existing pps|sps_id|could not write header/i,
    "bad_data",
  ],
];

/** Lines that are said at every end and explain nothing. */
const CHATTER =
  /^(Exiting normally|Conversion failed|frame=|video:|size=|Last message repeated|Press \[q\])/i;

/**
 * The cause in the lines of a run that ended. Later lines are often only consequences, so for each
 * pattern in order of how much it says, the first line that has it is the detail.
 */
export function classifyFfmpegError(lines: readonly string[]): FfmpegFault {
  const telling = lines.filter((line) => !CHATTER.test(line));
  for (const [pattern, cause] of PATTERNS) {
    const line = telling.find((text) => pattern.test(text));
    if (line) return { cause, detail: withoutPrefix(line) };
  }
  const last = telling.at(-1);
  return { cause: "unknown", detail: last ? withoutPrefix(last) : null };
}

/** Takes off `[rtsp @ 0x55d0c8]`, which is different each time and says nothing to a person. */
function withoutPrefix(line: string): string {
  return line.replace(/^(\[[^\]]* @ 0x[0-9a-f]+\]\s*)+/i, "").slice(0, 300);
}
