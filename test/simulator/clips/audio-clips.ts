/** The sound of cameras with a microphone: a G.711 tone is computed, an AAC tone made once by ffmpeg. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type AudioCodec, type AudioTrack, aacTrack, pcmuTone } from "../rtsp/audio-stream.ts";

const run = promisify(execFile);

export async function makeAudio(codec: AudioCodec): Promise<AudioTrack> {
  if (codec === "pcmu") return pcmuTone();
  const { stdout } = await run(
    "ffmpeg",
    [
      "-hide_banner",
      "-loglevel",
      "error",
      "-f",
      "lavfi",
      "-i",
      "sine=frequency=500:sample_rate=16000:duration=4",
      "-ac",
      "1",
      "-c:a",
      "aac",
      "-b:a",
      "24k",
      "-f",
      "adts",
      "pipe:1",
    ],
    { encoding: "buffer", maxBuffer: 1024 * 1024 },
  );
  return aacTrack(stdout);
}
