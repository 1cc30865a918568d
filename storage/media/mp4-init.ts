/**
 * The init bytes of a fragmented MP4 (`ftyp` + `moov`, ISO/IEC 14496-12 §8.2): which tracks there
 * are, their time scales, codecs and decoder configurations. Pure; reads, never writes.
 */
import { VmsError } from "#base/errors";
import { type Box, findBox, findPath, getPath, listBoxes } from "./boxes.ts";
import { aacCodecString, avcCodecString, hevcCodecString } from "./codec-string.ts";

export interface TrackInfo {
  readonly trackId: number;
  readonly kind: "video" | "audio" | "other";
  /** Ticks a second of this track's media times. */
  readonly timescale: number;
  /** Sample entry, e.g. `avc1`, `hvc1`, `mp4a`. */
  readonly sampleEntry: string;
  /** RFC 6381 name, e.g. `avc1.640028`. */
  readonly codec: string;
  /** avcC or hvcC record, or AudioSpecificConfig; empty when there is none. */
  readonly config: Buffer;
  readonly width: number;
  readonly height: number;
  /** `trex` defaults (§8.8.3): what a fragment's samples have where it says nothing. */
  readonly defaults: SampleDefaults;
}

export interface SampleDefaults {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly flags: number;
}

export interface InitInfo {
  /** Of the video track. */
  readonly timescale: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** RFC 6381 name, or null without sound. */
  readonly audioCodec: string | null;
  readonly video: TrackInfo;
  readonly audio: TrackInfo | null;
  readonly tracks: readonly TrackInfo[];
}

/**
 * Reads the init bytes. Errors: `corrupt` (media.bad_box, media.box_missing) for what is no MP4,
 * `unsupported media.no_video` when there is no video track.
 */
export function parseInit(bytes: Buffer): InitInfo {
  return initInfo(parseTracks(bytes));
}

/** The tracks of init bytes of any kind. Errors: `corrupt` as in `parseInit`. */
export function parseTracks(bytes: Buffer): TrackInfo[] {
  const moov = getPath(bytes, ["moov"], 0, bytes.length);
  const defaults = readDefaults(bytes, moov);
  return listBoxes(bytes, moov.bodyStart, moov.end)
    .filter((box) => box.type === "trak")
    .map((trak) => readTrack(bytes, trak, defaults));
}

/** Errors: `unsupported media.no_video`. */
export function initInfo(tracks: readonly TrackInfo[]): InitInfo {
  const video = tracks.find((track) => track.kind === "video");
  if (!video) throw new VmsError("unsupported", "media.no_video", "The stream has no video");
  const audio = tracks.find((track) => track.kind === "audio") ?? null;
  return {
    timescale: video.timescale,
    codec: video.codec,
    width: video.width,
    height: video.height,
    audioCodec: audio?.codec ?? null,
    video,
    audio,
    tracks,
  };
}

function readDefaults(bytes: Buffer, moov: Box): Map<number, SampleDefaults> {
  const defaults = new Map<number, SampleDefaults>();
  const mvex = findBox(bytes, "mvex", moov.bodyStart, moov.end);
  if (!mvex) return defaults;
  for (const trex of listBoxes(bytes, mvex.bodyStart, mvex.end)) {
    if (trex.type !== "trex") continue;
    const at = trex.bodyStart + 4;
    defaults.set(bytes.readUInt32BE(at), {
      durationTicks: bytes.readUInt32BE(at + 8),
      sizeBytes: bytes.readUInt32BE(at + 12),
      flags: bytes.readUInt32BE(at + 16),
    });
  }
  return defaults;
}

function readTrack(bytes: Buffer, trak: Box, allDefaults: Map<number, SampleDefaults>): TrackInfo {
  const tkhd = getPath(bytes, ["tkhd"], trak.bodyStart, trak.end);
  const trackId = bytes.readUInt32BE(tkhd.bodyStart + (bytes[tkhd.bodyStart] === 1 ? 20 : 12));
  const mdhd = getPath(bytes, ["mdia", "mdhd"], trak.bodyStart, trak.end);
  const timescale = bytes.readUInt32BE(mdhd.bodyStart + (bytes[mdhd.bodyStart] === 1 ? 20 : 12));
  const hdlr = getPath(bytes, ["mdia", "hdlr"], trak.bodyStart, trak.end);
  const handler = bytes.toString("latin1", hdlr.bodyStart + 8, hdlr.bodyStart + 12);
  const stsd = getPath(bytes, ["mdia", "minf", "stbl", "stsd"], trak.bodyStart, trak.end);
  const entry = listBoxes(bytes, stsd.bodyStart + 8, stsd.end)[0];
  if (!entry)
    throw new VmsError("corrupt", "media.box_missing", "MP4 track without a sample entry");
  const defaults = allDefaults.get(trackId) ?? { durationTicks: 0, sizeBytes: 0, flags: 0 };
  const base = { trackId, timescale, sampleEntry: entry.type, defaults };
  if (handler === "vide") return { ...base, kind: "video", ...readVideoEntry(bytes, entry) };
  if (handler === "soun") return { ...base, kind: "audio", ...readAudioEntry(bytes, entry) };
  return {
    ...base,
    kind: "other",
    codec: entry.type,
    config: Buffer.alloc(0),
    width: 0,
    height: 0,
  };
}

type EntryInfo = Pick<TrackInfo, "codec" | "config" | "width" | "height">;

/** VisualSampleEntry (§12.1.3.2): 78 bytes, then boxes. */
function readVideoEntry(bytes: Buffer, entry: Box): EntryInfo {
  const width = bytes.readUInt16BE(entry.bodyStart + 24);
  const height = bytes.readUInt16BE(entry.bodyStart + 26);
  const avcC = findBox(bytes, "avcC", entry.bodyStart + 78, entry.end);
  if (avcC) {
    const config = bytes.subarray(avcC.bodyStart, avcC.end);
    return { codec: avcCodecString(config), config, width, height };
  }
  const hvcC = findBox(bytes, "hvcC", entry.bodyStart + 78, entry.end);
  if (hvcC) {
    const config = bytes.subarray(hvcC.bodyStart, hvcC.end);
    return { codec: hevcCodecString(config), config, width, height };
  }
  return { codec: entry.type, config: Buffer.alloc(0), width, height };
}

/** AudioSampleEntry (§12.2.3.2): 28 bytes, then boxes. */
function readAudioEntry(bytes: Buffer, entry: Box): EntryInfo {
  const esds = findPath(bytes, ["esds"], entry.bodyStart + 28, entry.end);
  const config = esds ? readDecoderSpecificInfo(bytes, esds) : Buffer.alloc(0);
  const codec = config.length > 0 ? aacCodecString(config) : entry.type;
  return { codec, config, width: 0, height: 0 };
}

/** Tag 5 inside the descriptors of an `esds` box (ISO/IEC 14496-1 §7.2.6.6). */
function readDecoderSpecificInfo(bytes: Buffer, esds: Box): Buffer {
  let at = esds.bodyStart + 4;
  while (at + 2 <= esds.end) {
    const tag = bytes[at++];
    let length = 0;
    for (let more = true; more && at < esds.end; ) {
      const byte = bytes[at++] ?? 0;
      length = (length << 7) | (byte & 0x7f);
      more = (byte & 0x80) !== 0;
    }
    if (tag === 5) return bytes.subarray(at, Math.min(at + length, esds.end));
    if (tag === 3) at += 3;
    else if (tag === 4) at += 13;
    else at += length;
  }
  return Buffer.alloc(0);
}
