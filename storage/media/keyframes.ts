/**
 * Keyframes out of recorded fragments, without decoding: where a GOP's keyframe lies, a fragment that
 * holds it alone, and an init without the sound that such fragments lack. Bytes of pictures are
 * copied, never changed. Boxes: ISO/IEC 14496-12 §8.
 */
import { VmsError } from "#base/errors";
import { type Box, getPath, listBoxes } from "./boxes.ts";
import { buildFragmentHead, parseMoof } from "./moof.ts";
import type { InitInfo } from "./mp4-init.ts";

/** A keyframe's bytes, from the first byte of its fragment. */
export interface KeyframePlace {
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * Where the first frame of a fragment lies. `head` is its beginning; undefined when that is too short
 * to tell. Errors: `corrupt media.bad_box`, `corrupt media.no_picture`.
 */
export function findKeyframe(head: Buffer, init: InitInfo): KeyframePlace | undefined {
  let at = 0;
  while (at + 8 <= head.length) {
    const sizeBytes = head.readUInt32BE(at);
    const type = head.toString("latin1", at + 4, at + 8);
    if (type === "moof") {
      if (at + sizeBytes > head.length) return undefined;
      return keyframeIn(head.subarray(at, at + sizeBytes), at, init);
    }
    if (sizeBytes < 8) break;
    at += sizeBytes;
  }
  if (at < head.length) throw noPicture();
  return undefined;
}

function keyframeIn(moof: Buffer, startsAt: number, init: InitInfo): KeyframePlace {
  const { tracks } = parseMoof(moof, init);
  const video = tracks.find((track) => track.trackId === init.video.trackId);
  const sample = video?.samples[0];
  if (!video || !sample) throw noPicture();
  // Without an offset the samples follow the header of the `mdat` behind the `moof`.
  const offset = startsAt + (video.dataOffset ?? moof.length + 8);
  return { offset, sizeBytes: sample.sizeBytes };
}

export interface KeyframeOptions {
  readonly init: InitInfo;
  readonly sequence: number;
  readonly wallMs: number;
  /** In ticks of the video track. */
  readonly baseTicks: number;
  readonly durationTicks: number;
}

/** A fragment of one frame. */
export function keyframeFragment(bytes: Buffer, options: KeyframeOptions): Buffer {
  const { init, sequence, wallMs, baseTicks, durationTicks } = options;
  const sample = { durationTicks, sizeBytes: bytes.length, compositionTicks: 0, isSync: true };
  const tracks = [{ trackId: init.video.trackId, baseTicks, samples: [sample] }];
  return Buffer.concat([buildFragmentHead({ sequence, wallMs, tracks }), bytes]);
}

/** The init with its video track alone. Errors: `corrupt media.box_missing`. */
export function pictureInit(init: Buffer, info: InitInfo): Buffer {
  if (info.tracks.length === 1) return init;
  const moov = getPath(init, ["moov"], 0, init.length);
  const kept = listBoxes(init, moov.bodyStart, moov.end).flatMap((box) => {
    if (box.type === "trak") return trackIdOf(init, box) === info.video.trackId ? [box] : [];
    return [box];
  });
  const content = kept.map((box) =>
    box.type === "mvex" ? videoDefaults(init, box, info) : init.subarray(box.start, box.end),
  );
  return Buffer.concat([
    init.subarray(0, moov.start),
    boxHeader("moov", content),
    ...content,
    init.subarray(moov.end),
  ]);
}

function trackIdOf(init: Buffer, trak: Box): number {
  const tkhd = getPath(init, ["tkhd"], trak.bodyStart, trak.end);
  return init.readUInt32BE(tkhd.bodyStart + (init[tkhd.bodyStart] === 1 ? 20 : 12));
}

/** `mvex` without the `trex` of other tracks. */
function videoDefaults(init: Buffer, mvex: Box, info: InitInfo): Buffer {
  const content = listBoxes(init, mvex.bodyStart, mvex.end)
    .filter(
      ({ type, bodyStart }) =>
        type !== "trex" || init.readUInt32BE(bodyStart + 4) === info.video.trackId,
    )
    .map((box) => init.subarray(box.start, box.end));
  return Buffer.concat([boxHeader("mvex", content), ...content]);
}

function boxHeader(type: string, content: readonly Buffer[]): Buffer {
  const sizeBytes = 8 + content.reduce((sum, part) => sum + part.length, 0);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(sizeBytes);
  header.write(type, 4, "latin1");
  return header;
}

function noPicture(): VmsError {
  return new VmsError("corrupt", "media.no_picture", "there is no picture in this fragment");
}
