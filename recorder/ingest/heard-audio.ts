/**
 * What sound a camera sends, as ffmpeg tells when it has opened it, and what to do with it. Pure.
 */
import type { AudioMode } from "./ingest-args.ts";

/** ffmpeg's name of the codec; null = no sound; undefined = not known yet. */
export type HeardAudio = string | null | undefined;

const INPUT_SOUND = /^\s*Stream #0:\d+.*?: Audio: ([\w-]+)/;
/** Said after all streams of the input. */
const INPUT_TOLD = /^(Output #0|Stream mapping:|Stream map '0:a:0' matches no streams)/;

/** Follows ffmpeg's lines until the input is told. */
export class AudioEar {
  #heard: HeardAudio;

  get heard(): HeardAudio {
    return this.#heard;
  }

  line(line: string): void {
    if (this.#heard !== undefined) return;
    const sound = INPUT_SOUND.exec(line)?.[1];
    if (sound) this.#heard = sound;
    else if (INPUT_TOLD.test(line)) this.#heard = null;
  }
}

/** AAC is kept as it is; all else is made AAC, which MP4, FLV and every browser take. */
export function audioModeFor(heard: string | null): AudioMode {
  if (heard === null || heard === "none") return "off";
  return heard === "aac" ? "copy" : "transcode";
}
