/**
 * Command lines for ffmpeg, put together by fluent-ffmpeg; with `ffmpeg.ts` this is that library's
 * only door. Addresses never stand in a command line (every user of the machine can read those):
 * inputs are named by an ffconcat script on standard input. Pure.
 */
import FfmpegCommand from "fluent-ffmpeg";

export interface FfmpegInput {
  /** `pipe:0` or a file; never an address with credentials. */
  readonly source: string;
  readonly format?: string;
  /** Options before `-i`, each word by itself. */
  readonly options?: readonly string[];
}

export interface FfmpegOutput {
  /** `pipe:1`, `-` or a file. */
  readonly target: string;
  readonly format: string;
  readonly options?: readonly string[];
}

export interface FfmpegPlan {
  /** Options for the whole run, e.g. `-loglevel warning`. */
  readonly global?: readonly string[];
  readonly input: FfmpegInput;
  readonly outputs: readonly FfmpegOutput[];
}

/** What fluent-ffmpeg builds but does not show in its types. */
interface ArgumentSource {
  _getArguments(): string[];
}

/** Protocols that an input script may lead to. */
const PROTOCOLS = "pipe,file,rtsp,rtsps,rtmp,tcp,udp,rtp,tls,crypto,data";

/** The words after `ffmpeg`. */
export function ffmpegArgs(plan: FfmpegPlan): string[] {
  const command = FfmpegCommand();
  command.input(plan.input.source);
  if (plan.input.format) command.inputFormat(plan.input.format);
  if (plan.input.options) command.inputOptions([...plan.input.options]);
  for (const output of plan.outputs) {
    command.output(output.target);
    if (output.options) command.outputOptions([...output.options]);
    command.format(output.format);
  }
  const built = (command as unknown as ArgumentSource)._getArguments();
  // Overwriting is never wanted: outputs are pipes.
  const words = built.filter((word) => word !== "-y");
  return ["-hide_banner", "-nostats", ...(plan.global ?? []), ...words];
}

/** The input that reads its address from an ffconcat script on standard input. */
export function scriptInput(options: readonly string[] = []): FfmpegInput {
  return {
    source: "pipe:0",
    format: "concat",
    options: ["-safe", "0", "-protocol_whitelist", PROTOCOLS, ...options],
  };
}

/**
 * An ffconcat script (ffmpeg-formats, "concat") that opens one address with options of its demuxer.
 * Single quotes are the only thing that needs escaping inside quotes.
 */
export function inputScript(
  url: string,
  options: Readonly<Record<string, string | number>>,
): string {
  const lines = ["ffconcat version 1.0", `file ${quoted(url)}`];
  for (const [name, value] of Object.entries(options))
    lines.push(`option ${name} ${quoted(String(value))}`);
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  if (/[\r\n\0]/.test(text)) return quoted(text.replace(/[\r\n\0]/g, ""));
  return `'${text.replaceAll("'", "'\\''")}'`;
}
