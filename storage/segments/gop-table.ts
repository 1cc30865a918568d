/**
 * The GOP table of a segment and its bytes in the catalogue: about six bytes a GOP. Pure.
 *
 * Layout: version byte 1, then varints (LEB128, unsigned; signed ones zigzag): count, timescale;
 * then of the first GOP mediaTime, startMs, offset. Then each GOP: one flag byte, sizeBytes, and only
 * where the flag says that the forecast is wrong, what it is off by. Forecast: a GOP begins where the
 * one before ended (media time, wall time, offset) and is as long (ticks, frames).
 */
import { VmsError } from "#base/errors";

/** A keyframe and what depends on it: one fragment (`prft`, `moof`, `mdat`) of the file. */
export interface Gop {
  /** Decode time (`tfdt`) of its first video frame on the run's time line, in timescale units. */
  readonly mediaTime: number;
  readonly durationTicks: number;
  /** Wall time of its first frame, epoch UTC milliseconds. */
  readonly startMs: number;
  /** Where its first box begins in the file. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly frames: number;
}

const VERSION = 1;
const MEDIA_TIME = 1;
const DURATION = 2;
const WALL_TIME = 4;
const OFFSET = 8;
const FRAMES = 16;

interface Forecast {
  readonly mediaTime: number;
  readonly durationTicks: number;
  readonly startMs: number;
  readonly offset: number;
  readonly frames: number;
}

/** Wall time after `ticks`, whole milliseconds. */
export function ticksToMs(ticks: number, timescale: number): number {
  return Math.round((ticks * 1000) / timescale);
}

/** End of the last GOP; undefined for none. */
export function gopsEndMs(gops: readonly Gop[], timescale: number): number | undefined {
  const last = gops.at(-1);
  return last && last.startMs + ticksToMs(last.durationTicks, timescale);
}

/** All numbers are whole; only `startMs` differences may be negative (the clock was set). */
export function encodeGopTable(gops: readonly Gop[], timescale: number): Uint8Array {
  const out: number[] = [VERSION];
  writeVarint(out, gops.length);
  writeVarint(out, timescale);
  const first = gops[0];
  if (!first) return Uint8Array.from(out);
  writeVarint(out, zigzag(first.mediaTime));
  writeVarint(out, zigzag(first.startMs));
  writeVarint(out, first.offset);
  let forecast: Forecast = { ...first, durationTicks: 0, frames: 0 };
  for (const gop of gops) {
    writeGop(out, gop, forecast);
    forecast = forecastAfter(gop, timescale);
  }
  return Uint8Array.from(out);
}

/** Errors: `corrupt gop_table.unreadable`. */
export function decodeGopTable(bytes: Uint8Array): Gop[] {
  const reader = new VarintReader(bytes);
  if (reader.byte() !== VERSION) throw unreadable("unknown version");
  const count = reader.unsigned();
  const timescale = reader.unsigned();
  if (count === 0) return [];
  if (timescale === 0 || count > bytes.length) throw unreadable("impossible header");
  const gops: Gop[] = [];
  let forecast: Forecast = {
    mediaTime: reader.signed(),
    startMs: reader.signed(),
    offset: reader.unsigned(),
    durationTicks: 0,
    frames: 0,
  };
  for (let index = 0; index < count; index++) {
    const gop = readGop(reader, forecast);
    gops.push(gop);
    forecast = forecastAfter(gop, timescale);
  }
  if (!reader.atEnd()) throw unreadable("bytes left over");
  return gops;
}

function forecastAfter(gop: Gop, timescale: number): Forecast {
  return {
    mediaTime: gop.mediaTime + gop.durationTicks,
    durationTicks: gop.durationTicks,
    startMs: gop.startMs + ticksToMs(gop.durationTicks, timescale),
    offset: gop.offset + gop.sizeBytes,
    frames: gop.frames,
  };
}

function writeGop(out: number[], gop: Gop, forecast: Forecast): void {
  const errors: readonly [number, number][] = [
    [MEDIA_TIME, gop.mediaTime - forecast.mediaTime],
    [DURATION, gop.durationTicks - forecast.durationTicks],
    [WALL_TIME, gop.startMs - forecast.startMs],
    [OFFSET, gop.offset - forecast.offset],
    [FRAMES, gop.frames - forecast.frames],
  ];
  out.push(errors.reduce((flags, [flag, error]) => (error === 0 ? flags : flags | flag), 0));
  writeVarint(out, gop.sizeBytes);
  for (const [, error] of errors) if (error !== 0) writeVarint(out, zigzag(error));
}

function readGop(reader: VarintReader, forecast: Forecast): Gop {
  const flags = reader.byte();
  const sizeBytes = reader.unsigned();
  const error = (flag: number) => ((flags & flag) === 0 ? 0 : reader.signed());
  return {
    mediaTime: forecast.mediaTime + error(MEDIA_TIME),
    durationTicks: forecast.durationTicks + error(DURATION),
    startMs: forecast.startMs + error(WALL_TIME),
    offset: forecast.offset + error(OFFSET),
    frames: forecast.frames + error(FRAMES),
    sizeBytes,
  };
}

/** Arithmetic and not bit shifts: media times pass 2^32. */
function writeVarint(out: number[], value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new VmsError(
      "internal",
      "gop_table.bad_number",
      `Not a number for a GOP table: ${value}`,
    );
  }
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : value * -2 - 1;
}

class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw unreadable("ends too early");
    this.#at += 1;
    return value;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (!Number.isSafeInteger(value)) throw unreadable("number too large");
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

function unreadable(why: string): VmsError {
  return new VmsError("corrupt", "gop_table.unreadable", `Unreadable GOP table: ${why}`);
}
