/**
 * One encoded rendition of a clip in memory: access units already cut into RTP packets, so that
 * sending a frame is one copy and a few header bytes. Owns the wire template; not the clock (see
 * `clips/media-clock.ts`) and not who receives it (see `rtsp/stream-pump.ts`).
 * Times are in ticks of 1/30 s; a clip's main frames lie on even ticks, its sub frames on every third.
 */
import { readFile } from "node:fs/promises";
import { packetiseAccessUnit } from "../rtsp/packetise.ts";
import { type Codec, parameterSets, splitNalUnits } from "./annexb.ts";

export const TICKS_PER_SECOND = 30;
/** RTP's 90 kHz video clock in one tick. */
export const RTP_UNITS_PER_TICK = 3000;

export interface RenditionIndex {
  readonly codec: Codec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly ticksPerLoop: number;
  /** In decode order: size in the elementary stream, presentation tick, 1 for a keyframe. */
  readonly frames: readonly (readonly [sizeBytes: number, tick: number, isKey: 0 | 1])[];
}

export interface WireFrame {
  readonly tick: number;
  readonly isKey: boolean;
  /** All packets of the frame, each with its 4-byte interleaved prefix and 12-byte RTP header. */
  readonly wire: Buffer;
  /** Where each packet's `$` stands in `wire`. */
  readonly offsets: readonly number[];
}

export interface Rendition {
  readonly index: RenditionIndex;
  readonly frames: readonly WireFrame[];
  /** VPS (H.265 only), SPS, PPS: what the SDP announces. */
  readonly parameterSets: readonly Buffer[];
  /** How many ticks after its presentation instant the first frame is sent (B-frames), else 0. */
  readonly reorderTicks: number;
}

/** Reads `<base>.json` and the elementary stream `<base>.h264|.h265` beside it. */
export async function loadRendition(base: string): Promise<Rendition> {
  const index = JSON.parse(await readFile(`${base}.json`, "utf8")) as RenditionIndex;
  return buildRendition(index, await readFile(`${base}.${index.codec}`));
}

export function buildRendition(index: RenditionIndex, stream: Buffer): Rendition {
  const frames: WireFrame[] = [];
  let sets: readonly Buffer[] = [];
  let position = 0;
  const frameTicks = TICKS_PER_SECOND / index.fps;
  let reorderTicks = 0;
  for (const [sizeBytes, tick, isKey] of index.frames) {
    const units = splitNalUnits(stream.subarray(position, position + sizeBytes));
    position += sizeBytes;
    if (sets.length === 0) sets = parameterSets(index.codec, units);
    reorderTicks = Math.max(reorderTicks, frames.length * frameTicks - tick);
    const { wire, offsets } = packetiseAccessUnit(index.codec, units);
    frames.push({ tick, isKey: isKey === 1, wire, offsets });
  }
  // A frame decoded early (a P before its B frames) was captured later than it is decoded, so
  // everything is sent by as much later as the farthest frame is ahead.
  const ahead = frames.reduce((max, frame, i) => Math.max(max, frame.tick - i * frameTicks), 0);
  return { index, frames, parameterSets: sets, reorderTicks: reorderTicks > 0 ? ahead : 0 };
}
