/** One coded frame (or packet of sound) as it came from ffmpeg, and cutting fragments into such frames. */
import type { InitInfo, ParsedFragment } from "#storage";

export interface MediaFrame {
  readonly isVideo: boolean;
  readonly isSync: boolean;
  /** Decode time on the run's time line, in ticks of its track. */
  dtsTicks: number;
  durationTicks: number;
  /** Presentation time minus decode time. */
  readonly compositionTicks: number;
  readonly sizeBytes: number;
  /** The frame's bytes (length-prefixed NAL units, or one AAC frame); views into what was read. */
  readonly data: readonly Buffer[];
}

/** The frames of a fragment in the order of their bytes. Tracks other than picture and sound are left out. */
export function framesOf(fragment: ParsedFragment, init: InitInfo): MediaFrame[] {
  const frames: MediaFrame[] = [];
  const reader = new PartReader(fragment.payload);
  for (const track of fragment.moof.tracks) {
    const isVideo = track.trackId === init.video.trackId;
    const isKnown = isVideo || track.trackId === init.audio?.trackId;
    let dtsTicks = track.baseTicks;
    for (const sample of track.samples) {
      const data = reader.take(sample.sizeBytes);
      if (isKnown) frames.push({ ...sample, isVideo, dtsTicks, data });
      dtsTicks += sample.durationTicks;
    }
  }
  return frames;
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
    if (this.#index === 0 && this.#offset === 0 && this.#wholeSize() === sizeBytes) {
      this.#index = this.#parts.length;
      return this.#parts;
    }
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

  #wholeSize(): number {
    let sizeBytes = 0;
    for (const part of this.#parts) sizeBytes += part.length;
    return sizeBytes;
  }
}
