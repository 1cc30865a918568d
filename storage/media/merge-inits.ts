/**
 * One init for a picture and a sound track that came as two streams: ffmpeg stamps each right only in
 * an output of its own. Boxes are moved, never changed, except the sound's track number (ISO/IEC
 * 14496-12 §8.2–8.8).
 */
import { VmsError } from "#base/errors";
import { type Box, findBox, getPath, listBoxes } from "./boxes.ts";

/** The sound's track in the merged init; the picture keeps number 1. */
export const SOUND_TRACK_ID = 2;

/** Both are `ftyp` + `moov` with one track. Errors: `corrupt media.box_missing`. */
export function mergeInits(picture: Buffer, sound: Buffer): Buffer {
  const moov = getPath(picture, ["moov"], 0, picture.length);
  const content = listBoxes(picture, moov.bodyStart, moov.end).flatMap((box) => {
    const bytes = Buffer.from(picture.subarray(box.start, box.end));
    if (box.type === "mvhd") return [withNextTrack(bytes)];
    if (box.type === "trak") return [bytes, soundTrack(sound)];
    if (box.type === "mvex") return [makeBox("mvex", [bytes.subarray(8), soundDefaults(sound)])];
    return [bytes];
  });
  return Buffer.concat([
    picture.subarray(0, moov.start),
    makeBox("moov", content),
    picture.subarray(moov.end),
  ]);
}

/** `next_track_ID` is the last field of `mvhd` (§8.2.2). */
function withNextTrack(mvhd: Buffer): Buffer {
  mvhd.writeUInt32BE(SOUND_TRACK_ID + 1, mvhd.length - 4);
  return mvhd;
}

function soundTrack(sound: Buffer): Buffer {
  const trak = getPath(sound, ["moov", "trak"], 0, sound.length);
  const bytes = Buffer.from(sound.subarray(trak.start, trak.end));
  const tkhd = findBox(bytes, "tkhd", 8);
  if (!tkhd) throw missing("tkhd");
  bytes.writeUInt32BE(SOUND_TRACK_ID, tkhd.bodyStart + (bytes[tkhd.bodyStart] === 1 ? 20 : 12));
  return bytes;
}

function soundDefaults(sound: Buffer): Buffer {
  const trex: Box = getPath(sound, ["moov", "mvex", "trex"], 0, sound.length);
  const bytes = Buffer.from(sound.subarray(trex.start, trex.end));
  bytes.writeUInt32BE(SOUND_TRACK_ID, 12);
  return bytes;
}

function makeBox(type: string, content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, part) => sum + part.length, 0));
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...content]);
}

function missing(what: string): VmsError {
  return new VmsError("corrupt", "media.box_missing", `MP4 box ${what} is missing`);
}
