/**
 * Movie fragments (ISO/IEC 14496-12 §8.8): reading `moof` into samples, and writing one `moof` (with
 * its `prft` and the head of its `mdat`) for a whole GOP. Media times are ticks of the track.
 */
import { VmsError } from "#base/errors";
import { type Box, boxAt, fourCc } from "./boxes.ts";
import type { SampleDefaults, TrackInfo } from "./mp4-init.ts";
import { msToNtp } from "./ntp-time.ts";

export interface Sample {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  /** Presentation time minus decode time. */
  readonly compositionTicks: number;
  /** Decodes alone (a keyframe; every audio sample is). */
  readonly isSync: boolean;
}

export interface TrackFragment {
  readonly trackId: number;
  /** Decode time of the first sample (`tfdt`). */
  readonly baseTicks: number;
  /** Where its first sample starts, from the first byte of the `moof`; null = right after the one before. */
  readonly dataOffset: number | null;
  readonly samples: readonly Sample[];
}

/** The part of the init bytes that a fragment's meaning depends on. */
export interface Tracks {
  readonly tracks: readonly TrackInfo[];
}

export interface Moof {
  readonly sequence: number;
  readonly tracks: readonly TrackFragment[];
}

interface SampleRun {
  readonly dataOffset: number | null;
  readonly samples: Sample[];
}

interface TrackHeader {
  readonly trackId: number;
  readonly defaults: SampleDefaults;
}

/** `sample_is_non_sync_sample` (§8.8.3.1). */
const NON_SYNC = 0x00010000;
/** Keyframe: depends on no other. */
const SYNC_FLAGS = 0x02000000;
/** Other frames: depend on others, not sync. */
const NON_SYNC_FLAGS = 0x01010000;
const NO_DEFAULTS: SampleDefaults = { durationTicks: 0, sizeBytes: 0, flags: 0 };
const NO_HEADER: TrackHeader = { trackId: 0, defaults: NO_DEFAULTS };
const TRAF = fourCc("traf");
const MFHD = fourCc("mfhd");
const TFHD = fourCc("tfhd");
const TFDT = fourCc("tfdt");
const TRUN = fourCc("trun");

/** Reads one whole `moof` box that starts at byte 0 of `bytes`. Errors: `corrupt media.bad_box`. */
export function parseMoof(bytes: Buffer, init?: Tracks): Moof {
  try {
    return readMoof(bytes, init);
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      throw new VmsError("corrupt", "media.bad_box", "MP4 moof box is cut off", { cause: thrown });
    }
    throw thrown;
  }
}

function readMoof(bytes: Buffer, init: Tracks | undefined): Moof {
  const moof = boxAt(bytes, 0);
  const tracks: TrackFragment[] = [];
  let sequence = 0;
  for (let at = moof.bodyStart; at < moof.end; ) {
    const type = bytes.readUInt32BE(at + 4);
    const end = at + sizeInside(bytes, at, moof.end);
    if (type === MFHD) sequence = bytes.readUInt32BE(at + 12);
    else if (type === TRAF) tracks.push(readTraf(bytes, at + 8, end, init));
    at = end;
  }
  return { sequence, tracks };
}

function readTraf(
  bytes: Buffer,
  start: number,
  end: number,
  init: Tracks | undefined,
): TrackFragment {
  let header: TrackHeader = NO_HEADER;
  let baseTicks = 0;
  let dataOffset: number | null = null;
  let samples: Sample[] = [];
  for (let at = start; at < end; ) {
    const type = bytes.readUInt32BE(at + 4);
    const boxEnd = at + sizeInside(bytes, at, end);
    if (type === TFHD) header = readTfhd(bytes, at + 8, init);
    else if (type === TFDT) baseTicks = readTfdt(bytes, at + 8);
    else if (type === TRUN) {
      const run = readTrun(bytes, at + 8, boxEnd, header.defaults);
      dataOffset ??= run.dataOffset;
      samples = samples.length === 0 ? run.samples : samples.concat(run.samples);
    }
    at = boxEnd;
  }
  return { trackId: header.trackId, baseTicks, dataOffset, samples };
}

/** §8.8.7: each optional field is there when its flag is set. */
function readTfhd(bytes: Buffer, at: number, init: Tracks | undefined): TrackHeader {
  const flags = bytes.readUInt32BE(at) & 0xffffff;
  const trackId = bytes.readUInt32BE(at + 4);
  let { durationTicks, sizeBytes, flags: sampleFlags } = defaultsOf(init, trackId);
  let field = at + 8;
  if (flags & 0x1) field += 8;
  if (flags & 0x2) field += 4;
  if (flags & 0x8) {
    durationTicks = bytes.readUInt32BE(field);
    field += 4;
  }
  if (flags & 0x10) {
    sizeBytes = bytes.readUInt32BE(field);
    field += 4;
  }
  if (flags & 0x20) sampleFlags = bytes.readUInt32BE(field);
  return { trackId, defaults: { durationTicks, sizeBytes, flags: sampleFlags } };
}

function defaultsOf(init: Tracks | undefined, trackId: number): SampleDefaults {
  for (const track of init?.tracks ?? []) if (track.trackId === trackId) return track.defaults;
  return NO_DEFAULTS;
}

/** §8.8.12; version 1 holds 64 bits, of which 53 are enough for any media time. */
function readTfdt(bytes: Buffer, at: number): number {
  if (bytes[at] !== 1) return bytes.readUInt32BE(at + 4);
  return bytes.readUInt32BE(at + 4) * 2 ** 32 + bytes.readUInt32BE(at + 8);
}

/** §8.8.8. */
function readTrun(bytes: Buffer, at: number, end: number, defaults: SampleDefaults): SampleRun {
  const flags = bytes.readUInt32BE(at) & 0xffffff;
  const count = bytes.readUInt32BE(at + 4);
  const signed = bytes[at] !== 0;
  if (count > end - at && (flags & 0xf00) !== 0) throw new RangeError("trun counts too much");
  let field = at + 8;
  let dataOffset: number | null = null;
  if (flags & 0x1) {
    dataOffset = bytes.readInt32BE(field);
    field += 4;
  }
  let firstFlags = defaults.flags;
  if (flags & 0x4) {
    firstFlags = bytes.readUInt32BE(field);
    field += 4;
  }
  const samples: Sample[] = [];
  for (let index = 0; index < count; index++) {
    let { durationTicks, sizeBytes } = defaults;
    let sampleFlags = index === 0 ? firstFlags : defaults.flags;
    let compositionTicks = 0;
    if (flags & 0x100) {
      durationTicks = bytes.readUInt32BE(field);
      field += 4;
    }
    if (flags & 0x200) {
      sizeBytes = bytes.readUInt32BE(field);
      field += 4;
    }
    if (flags & 0x400) {
      sampleFlags = bytes.readUInt32BE(field);
      field += 4;
    }
    if (flags & 0x800) {
      compositionTicks = signed ? bytes.readInt32BE(field) : bytes.readUInt32BE(field);
      field += 4;
    }
    samples.push({
      durationTicks,
      sizeBytes,
      compositionTicks,
      isSync: (sampleFlags & NON_SYNC) === 0,
    });
  }
  return { dataOffset, samples };
}

function sizeInside(bytes: Buffer, at: number, end: number): number {
  const size = bytes.readUInt32BE(at);
  if (size < 8 || at + size > end) throw new RangeError("box inside moof is cut off");
  return size;
}

export interface NewTrackFragment {
  readonly trackId: number;
  readonly baseTicks: number;
  readonly samples: readonly Sample[];
}

export interface NewFragment {
  readonly sequence: number;
  /** Wall time of the first video sample, for the `prft` box; epoch UTC milliseconds. */
  readonly wallMs: number;
  /** The first is the video track; their samples' bytes follow in `mdat` track by track. */
  readonly tracks: readonly NewTrackFragment[];
}

const PRFT_BYTES = 32;
const MFHD_BYTES = 16;
const TFHD_BYTES = 16;
const TFDT_BYTES = 20;
const TRUN_HEAD_BYTES = 20;
const TRUN_SAMPLE_BYTES = 16;

/**
 * The bytes that come before the sample data of one fragment: `prft` (§8.16.5), `moof`, and the
 * header of `mdat`. The caller writes the samples' bytes right after, track by track.
 */
export function buildFragmentHead(fragment: NewFragment): Buffer {
  const trafBytes = fragment.tracks.map(
    (track) =>
      8 + TFHD_BYTES + TFDT_BYTES + TRUN_HEAD_BYTES + TRUN_SAMPLE_BYTES * track.samples.length,
  );
  const moofBytes = 8 + MFHD_BYTES + trafBytes.reduce((sum, size) => sum + size, 0);
  const head = Buffer.allocUnsafe(PRFT_BYTES + moofBytes + 8);
  writePrft(head, fragment);
  let at = PRFT_BYTES;
  at = writeHeader(head, at, moofBytes, "moof");
  at = writeHeader(head, at, MFHD_BYTES, "mfhd");
  at = head.writeUInt32BE(0, at);
  at = head.writeUInt32BE(fragment.sequence >>> 0, at);
  let dataOffset = moofBytes + 8;
  for (const [index, track] of fragment.tracks.entries()) {
    at = writeTraf(head, at, trafBytes[index] ?? 0, track, dataOffset);
    dataOffset += track.samples.reduce((sum, sample) => sum + sample.sizeBytes, 0);
  }
  writeHeader(head, at, dataOffset - moofBytes, "mdat");
  return head;
}

function writePrft(head: Buffer, fragment: NewFragment): void {
  const first = fragment.tracks[0];
  let at = writeHeader(head, 0, PRFT_BYTES, "prft");
  // Version 1; flags 24: the time is when the first frame was captured, as well as the host knows.
  at = head.writeUInt32BE(0x01000018, at);
  at = head.writeUInt32BE(first?.trackId ?? 1, at);
  at = head.writeBigUInt64BE(msToNtp(fragment.wallMs), at);
  head.writeBigUInt64BE(BigInt(first?.baseTicks ?? 0), at);
}

function writeTraf(
  head: Buffer,
  start: number,
  sizeBytes: number,
  track: NewTrackFragment,
  dataOffset: number,
): number {
  let at = writeHeader(head, start, sizeBytes, "traf");
  at = writeHeader(head, at, TFHD_BYTES, "tfhd");
  // default-base-is-moof (§8.8.7): offsets count from the moof, so a fragment can be moved as it is.
  at = head.writeUInt32BE(0x020000, at);
  at = head.writeUInt32BE(track.trackId, at);
  at = writeHeader(head, at, TFDT_BYTES, "tfdt");
  at = head.writeUInt32BE(0x01000000, at);
  at = head.writeBigUInt64BE(BigInt(track.baseTicks), at);
  at = writeHeader(head, at, TRUN_HEAD_BYTES + TRUN_SAMPLE_BYTES * track.samples.length, "trun");
  // Version 1 (signed composition offsets); data offset, duration, size, flags, composition offset.
  at = head.writeUInt32BE(0x01000f01, at);
  at = head.writeUInt32BE(track.samples.length, at);
  at = head.writeInt32BE(dataOffset, at);
  for (const sample of track.samples) {
    at = head.writeUInt32BE(sample.durationTicks, at);
    at = head.writeUInt32BE(sample.sizeBytes, at);
    at = head.writeUInt32BE(sample.isSync ? SYNC_FLAGS : NON_SYNC_FLAGS, at);
    at = head.writeInt32BE(sample.compositionTicks, at);
  }
  return at;
}

function writeHeader(bytes: Buffer, at: number, sizeBytes: number, type: string): number {
  bytes.writeUInt32BE(sizeBytes, at);
  bytes.write(type, at + 4, "latin1");
  return at + 8;
}

/** Whether a box (of a file that is walked) belongs to a fragment's head. */
export function isFragmentHead(box: Box): boolean {
  return box.type === "prft" || box.type === "moof";
}
