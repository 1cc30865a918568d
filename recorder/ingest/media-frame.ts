/** One coded frame (or packet of sound) as it came from ffmpeg, and cutting fragments into such frames. */
import type { ParsedFragment, Sample } from "#storage";

export interface MediaFrame {
  readonly isVideo: boolean;
  readonly isSync: boolean;
  /** Decode time on the run's time line, in ticks of its track. */
  dtsTicks: number;
  durationTicks: number;
  /** Presentation time minus decode time. */
  compositionTicks: number;
  /** Presentation time as it came, before the time line moved it; the camera's own for all but the first frame. */
  readonly stampTicks: number;
  /** Its decode time is a guess: its stamp was missing or impossible. */
  isGuess: boolean;
  readonly sizeBytes: number;
  /** Where its bytes lie in the buffer of its GOP, once it is there. */
  offset: number;
}

/** A frame with its bytes (length-prefixed NAL units, or one AAC frame): views into what was read. */
export interface ArrivingFrame {
  readonly frame: MediaFrame;
  readonly data: readonly Buffer[];
}

/** The frames of a fragment of one track in the order of their bytes. */
export function framesOf(fragment: ParsedFragment, isVideo: boolean): ArrivingFrame[] {
  const [track] = fragment.moof.tracks;
  if (!track) return [];
  const [sample] = track.samples;
  // The usual case, some hundred times a second: one frame, whose bytes are all there is.
  if (track.samples.length === 1 && sample?.sizeBytes === fragment.payloadBytes) {
    return [frameOf(sample, isVideo, track.baseTicks, fragment.payload)];
  }
  const frames: ArrivingFrame[] = [];
  const reader = new PartReader(fragment.payload);
  let dtsTicks = track.baseTicks;
  for (const each of track.samples) {
    frames.push(frameOf(each, isVideo, dtsTicks, reader.take(each.sizeBytes)));
    dtsTicks += each.durationTicks;
  }
  return frames;
}

function frameOf(
  sample: Sample,
  isVideo: boolean,
  dtsTicks: number,
  data: readonly Buffer[],
): ArrivingFrame {
  const { durationTicks, compositionTicks, sizeBytes, isSync } = sample;
  const frame = {
    isVideo,
    isSync,
    dtsTicks,
    durationTicks,
    compositionTicks,
    stampTicks: dtsTicks + compositionTicks,
    sizeBytes,
    offset: 0,
    isGuess: false,
  };
  return { frame, data };
}

/** Takes bytes off a list of buffers without copying. */
class PartReader {
  readonly #parts: readonly Buffer[];
  #index = 0;
  #offset = 0;

  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
  }

  take(sizeBytes: number): readonly Buffer[] {
    const taken: Buffer[] = [];
    for (let left = sizeBytes; left > 0; ) {
      const part = this.#parts[this.#index];
      if (!part) break;
      const end = Math.min(part.length, this.#offset + left);
      taken.push(part.subarray(this.#offset, end));
      left -= end - this.#offset;
      this.#offset = end;
      if (end === part.length) {
        this.#index += 1;
        this.#offset = 0;
      }
    }
    return taken;
  }
}
