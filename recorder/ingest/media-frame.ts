/** One coded frame (or packet of sound) as it came from ffmpeg, and cutting fragments into such frames. */
import type { InitInfo, ParsedFragment, Sample, TrackFragment } from "#storage";

export interface MediaFrame {
  readonly isVideo: boolean;
  readonly isSync: boolean;
  /** Decode time on the run's time line, in ticks of its track. */
  dtsTicks: number;
  durationTicks: number;
  /** Presentation time minus decode time. */
  readonly compositionTicks: number;
  readonly sizeBytes: number;
  /** Where its bytes lie in the buffer of its GOP, once it is there. */
  offset: number;
}

/** A frame with its bytes (length-prefixed NAL units, or one AAC frame): views into what was read. */
export interface ArrivingFrame {
  readonly frame: MediaFrame;
  readonly data: readonly Buffer[];
}

/** The frames of a fragment in the order of their bytes. Tracks other than picture and sound are left out. */
export function framesOf(fragment: ParsedFragment, init: InitInfo): ArrivingFrame[] {
  const { tracks } = fragment.moof;
  const only = tracks.length === 1 ? tracks[0] : undefined;
  const sample = only?.samples.length === 1 ? only.samples[0] : undefined;
  // The usual case, some hundred times a second: one frame, whose bytes are all there is.
  if (only && sample?.sizeBytes === fragment.payloadBytes) {
    return frameOf(only, sample, only.baseTicks, fragment.payload, init);
  }
  const frames: ArrivingFrame[] = [];
  const reader = new PartReader(fragment.payload);
  for (const track of tracks) {
    let dtsTicks = track.baseTicks;
    for (const each of track.samples) {
      frames.push(...frameOf(track, each, dtsTicks, reader.take(each.sizeBytes), init));
      dtsTicks += each.durationTicks;
    }
  }
  return frames;
}

function frameOf(
  track: TrackFragment,
  sample: Sample,
  dtsTicks: number,
  data: readonly Buffer[],
  init: InitInfo,
): ArrivingFrame[] {
  const isVideo = track.trackId === init.video.trackId;
  if (!isVideo && track.trackId !== init.audio?.trackId) return [];
  const { durationTicks, compositionTicks, sizeBytes, isSync } = sample;
  const frame = { isVideo, isSync, dtsTicks, durationTicks, compositionTicks, sizeBytes, offset: 0 };
  return [{ frame, data }];
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
