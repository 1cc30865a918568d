/**
 * The command line of an ingest run. Pure. Picture and sound each have an output of their own
 * (pipe:1, pipe:3), as fragmented MP4 with one frame a fragment, so that each frame reaches the
 * recorder as it comes; the recorder puts GOPs together itself. (In one output of two tracks ffmpeg
 * cuts the picture's frame when sound comes, and then does not know how long it was.)
 */
import { type FfmpegOutput, ffmpegArgs, scriptInput } from "#storage";

/**
 * `copy` keeps the camera's sound as it is; `transcode` makes AAC of what MP4 does not take (G.711
 * and others); `off` leaves it out.
 */
export type AudioMode = "copy" | "transcode" | "off";

export interface IngestArgsOptions {
  readonly audio: AudioMode;
  readonly timestamps: "camera" | "arrival";
}

/** The pipe of the sound; the picture's is 1. */
export const SOUND_PIPE = 3;

/** Of what is not AAC: speech at a gateway needs no more, and every browser plays it. */
const AAC = ["-c:a", "aac", "-b:a", "32k", "-ac", "1", "-ar", "16000"];

/** The words after `ffmpeg`; free of addresses and secrets. */
export function ingestArgs(options: IngestArgsOptions): string[] {
  const stamps = options.timestamps === "arrival" ? ["-use_wallclock_as_timestamps", "1"] : [];
  const outputs = [mp4Output("pipe:1", ["-map", "0:v:0", "-c:v", "copy"])];
  if (options.audio !== "off") {
    const codec = options.audio === "copy" ? ["-c:a", "copy"] : AAC;
    outputs.push(mp4Output(`pipe:${SOUND_PIPE}`, ["-map", "0:a:0", ...codec]));
  }
  // What the input holds (is there sound, of which kind) is told at level info, once.
  return ffmpegArgs({
    global: ["-loglevel", "info"],
    input: scriptInput(["-fpsprobesize", "0", ...stamps]),
    outputs,
  });
}

/**
 * Time stamps stay those of the input in both outputs, moved by ten seconds so that none is negative
 * (B-frames): `frag_discont` makes `tfdt` the stamp itself instead of a sum of durations.
 */
function mp4Output(target: string, streams: readonly string[]): FfmpegOutput {
  return {
    target,
    format: "mp4",
    options: [
      ...streams,
      ...["-map_metadata", "-1", "-threads", "1"],
      ...["-output_ts_offset", "10", "-avoid_negative_ts", "disabled", "-use_editlist", "0"],
      ...["-movflags", "+frag_every_frame+empty_moov+default_base_moof+skip_trailer+frag_discont"],
      ...["-write_prft", "wallclock"],
    ],
  };
}
