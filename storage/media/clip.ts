/**
 * A virtual MP4: the footage of a range as one fragmented MP4 that is never written to disk. Its
 * bytes are the camera's own, but for the fields that place a fragment on the clip's time line
 * (`tfdt`, `mfhd`). Its length is known before a byte is read, so that HTTP ranges work and a
 * download over a bad link can be resumed. After the idea of virtual files in Moonfire NVR's design.
 */
import { VmsError } from "#base/errors";
import { findBox } from "./boxes.ts";
import { patchSequence, patchTfdt } from "./fragment-patch.ts";
import { parseInit } from "./mp4-init.ts";

/** A fragment of the clip, where its bytes are, and when it plays. */
export interface ClipFragment {
  /** Absolute path of its file; opened when read. */
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Of its first frame on its run's time line, in ticks of the video track. */
  readonly mediaTime: number;
  /** Wall time of its first frame. */
  readonly startMs: number;
  /** Fragments of one run share a media time line; between runs the wall clock decides. */
  readonly runId: string;
}

interface ClipPart {
  readonly at: number;
  readonly sizeBytes: number;
  readonly fragment: ClipFragment | null;
  readonly shiftSeconds: number;
  readonly sequence: number;
}

/** Reads `sizeBytes` at `offset` of a file, whole. */
export type ReadBytes = (file: string, offset: number, sizeBytes: number) => Promise<Buffer>;

export class Clip {
  readonly sizeBytes: number;
  readonly #init: Buffer;
  readonly #parts: readonly ClipPart[];
  readonly #timescales: ReadonlyMap<number, number>;

  /**
   * `init` is shared by all fragments (the caller splits where it changes); `fragments` are in the
   * order of time. Errors: `not_found playback.no_footage` without fragments, `corrupt` for a bad init.
   */
  constructor(init: Buffer, fragments: readonly ClipFragment[]) {
    const first = fragments[0];
    if (!first)
      throw new VmsError("not_found", "playback.no_footage", "there is no footage in this range");
    const info = parseInit(init);
    this.#init = init;
    this.#timescales = new Map(info.tracks.map((track) => [track.trackId, track.timescale]));
    this.#parts = planParts(init, fragments, first, info.timescale);
    const last = this.#parts.at(-1);
    this.sizeBytes = last ? last.at + last.sizeBytes : 0;
  }

  /** Bytes `[start, end)` of the clip, a fragment at a time, so that memory stays bounded. */
  async *read(start: number, end: number, readBytes: ReadBytes): AsyncGenerator<Buffer> {
    for (let index = this.#partAt(start); index < this.#parts.length; index += 1) {
      const part = this.#parts[index];
      if (!part || part.at >= end) return;
      const bytes = await this.#bytesOf(part, readBytes);
      yield bytes.subarray(Math.max(0, start - part.at), Math.min(part.sizeBytes, end - part.at));
    }
  }

  /** Index of the part that holds byte `position`. */
  #partAt(position: number): number {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#parts[middle]?.at ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #bytesOf(part: ClipPart, readBytes: ReadBytes): Promise<Buffer> {
    const { fragment } = part;
    if (!fragment) return this.#init;
    const bytes = await readBytes(fragment.file, fragment.offset, fragment.sizeBytes);
    if (!findBox(bytes, "moof")) {
      throw new VmsError("corrupt", "playback.segment_damaged", "a recorded file is damaged");
    }
    patchSequence(bytes, part.sequence);
    // Sound may begin some milliseconds before the first picture: it stops at the clip's start.
    patchTfdt(bytes, (trackId, before) =>
      Math.max(-before, Math.round(part.shiftSeconds * (this.#timescales.get(trackId) ?? 1))),
    );
    return bytes;
  }
}

function planParts(
  init: Buffer,
  fragments: readonly ClipFragment[],
  first: ClipFragment,
  timescale: number,
): ClipPart[] {
  const parts: ClipPart[] = [
    { at: 0, sizeBytes: init.length, fragment: null, shiftSeconds: 0, sequence: 0 },
  ];
  let at = init.length;
  let runId: string | undefined;
  let shiftSeconds = 0;
  for (const [index, fragment] of fragments.entries()) {
    if (fragment.runId !== runId) {
      // A run keeps its own even time line; it is placed by the wall clock, gaps stay as long as they were.
      const wallSeconds = (fragment.startMs - first.startMs) / 1000;
      shiftSeconds = wallSeconds - fragment.mediaTime / timescale;
      runId = fragment.runId;
    }
    parts.push({ at, sizeBytes: fragment.sizeBytes, fragment, shiftSeconds, sequence: index + 1 });
    at += fragment.sizeBytes;
  }
  return parts;
}
