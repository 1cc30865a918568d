/**
 * The command line of an ingest run. Pure. One output: fragmented MP4 with one frame a fragment, so
 * that each frame reaches the recorder as it comes; the recorder puts GOPs together itself.
 */
import { ffmpegArgs, scriptInput } from "#storage";

/**
 * `copy` keeps the camera's sound as it is; `transcode` makes AAC of what MP4 does not take (G.711
 * and others); `off` leaves it out.
 */
export type AudioMode = "copy" | "transcode" | "off";

export interface IngestArgsOptions {
  readonly audio: AudioMode;
  readonly timestamps: "camera" | "arrival";
}

const AUDIO: Readonly<Record<AudioMode, readonly string[]>> = {
  copy: ["-map", "0:a:0?", "-c:a", "copy"],
  transcode: ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "48k", "-ac", "1"],
  off: ["-an"],
};

/** The words after `ffmpeg`; free of addresses and secrets. */
export function ingestArgs(options: IngestArgsOptions): string[] {
  const stamps = options.timestamps === "arrival" ? ["-use_wallclock_as_timestamps", "1"] : [];
  return ffmpegArgs({
    global: ["-loglevel", "warning"],
    input: scriptInput(["-fpsprobesize", "0", ...stamps]),
    outputs: [
      {
        target: "pipe:1",
        format: "mp4",
        options: [
          ...["-map", "0:v:0", "-c:v", "copy"],
          ...AUDIO[options.audio],
          ...["-map_metadata", "-1", "-sn", "-dn", "-threads", "1"],
          // Sound and picture each go out as they come: neither waits for the other.
          ...["-max_interleave_delta", "1"],
          ...["-movflags", "+frag_every_frame+empty_moov+default_base_moof+skip_trailer"],
          ...["-write_prft", "wallclock"],
        ],
      },
    ],
  });
}
