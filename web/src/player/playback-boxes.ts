/**
 * The few boxes of fragmented MP4 (ISO/IEC 14496-12) that the player must understand: the codec
 * string and clock of each track in the init part, and the times of the samples in a `moof`. Pure.
 */

export interface TrackInit {
  readonly trackId: number;
  readonly kind: "video" | "audio" | "other";
  /** Ticks a second. */
  readonly timescale: number;
  /** RFC 6381, e.g. `avc1.64001f`; null where unknown. */
  readonly codec: string | null;
  /** From `trex`, in ticks. */
  readonly defaultDuration: number;
}

export interface MoofTimes {
  /** Presentation times of the video samples in seconds of the media's own clock, ascending. */
  readonly framesS: readonly number[];
  readonly endS: number;
}

interface Box {
  readonly type: string;
  /** First byte after the header. */
  readonly from: number;
  readonly to: number;
}

const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf"]);

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Size of the box at `at`, 0 when its header is not complete yet. Throws on nonsense. */
export function boxSize(bytes: Uint8Array, at: number): number {
  if (at + 8 > bytes.length) return 0;
  const view = viewOf(bytes);
  const short = view.getUint32(at);
  if (short !== 1) {
    if (short < 8) throw new Error(`broken MP4 box of ${short} bytes`);
    return short;
  }
  return at + 16 > bytes.length ? 0 : Number(view.getBigUint64(at + 8));
}

export function boxType(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 4, at + 8));
}

function* boxesIn(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  let at = from;
  while (at + 8 <= to) {
    const size = boxSize(bytes, at);
    if (size === 0 || at + size > to) return;
    const header = viewOf(bytes).getUint32(at) === 1 ? 16 : 8;
    yield { type: boxType(bytes, at), from: at + header, to: at + size };
    at += size;
  }
}

/** All boxes below, containers opened, in file order. */
function* deepBoxes(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  for (const box of boxesIn(bytes, from, to)) {
    yield box;
    if (CONTAINERS.has(box.type)) yield* deepBoxes(bytes, box.from, box.to);
  }
}

/** The tracks of an init part (`ftyp` and `moov`). */
export function readInit(bytes: Uint8Array): TrackInit[] {
  const view = viewOf(bytes);
  const tracks: { -readonly [K in keyof TrackInit]: TrackInit[K] }[] = [];
  for (const box of deepBoxes(bytes, 0, bytes.length)) {
    const track = tracks.at(-1);
    if (box.type === "trak") {
      tracks.push({ trackId: 0, kind: "other", timescale: 1, codec: null, defaultDuration: 0 });
    } else if (box.type === "trex") {
      const owner = tracks.find((one) => one.trackId === view.getUint32(box.from + 4));
      if (owner) owner.defaultDuration = view.getUint32(box.from + 12);
    } else if (track && box.type === "tkhd") {
      track.trackId = view.getUint32(box.from + (bytes[box.from] === 1 ? 20 : 12));
    } else if (track && box.type === "mdhd") {
      track.timescale = view.getUint32(box.from + (bytes[box.from] === 1 ? 20 : 12));
    } else if (track && box.type === "hdlr") {
      const kind = String.fromCharCode(...bytes.subarray(box.from + 8, box.from + 12));
      track.kind = kind === "vide" ? "video" : kind === "soun" ? "audio" : "other";
    } else if (track && box.type === "stsd") {
      track.codec = codecOf(bytes, box.from + 8, box.to);
    }
  }
  return tracks;
}

/** `video/mp4; codecs="…"` of the tracks that have a known codec. */
export function mimeOf(tracks: readonly TrackInit[]): string {
  const codecs = tracks.map((track) => track.codec).filter((codec) => codec !== null);
  return `video/mp4; codecs="${codecs.join(",")}"`;
}

function codecOf(bytes: Uint8Array, from: number, to: number): string | null {
  const entry = boxesIn(bytes, from, to).next().value;
  if (!entry) return null;
  const { type } = entry;
  const childrenAt = type === "mp4a" ? entry.from + 28 : entry.from + 78;
  const child = (name: string): Box | undefined =>
    [...boxesIn(bytes, childrenAt, entry.to)].find((box) => box.type === name);
  if (type === "avc1" || type === "avc3") {
    const avcc = child("avcC");
    return avcc ? `${type}.${hex(bytes.subarray(avcc.from + 1, avcc.from + 4))}` : null;
  }
  if (type === "hvc1" || type === "hev1") {
    const hvcc = child("hvcC");
    return hvcc ? `${type}.${hevcCodec(bytes.subarray(hvcc.from, hvcc.to))}` : null;
  }
  // The recorder writes AAC-LC only; other object types play under this name too.
  if (type === "mp4a") return "mp4a.40.2";
  return null;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** ISO/IEC 14496-15 annex E: profile, compatibility (bits reversed), tier and level, constraints. */
function hevcCodec(config: Uint8Array): string {
  const view = viewOf(config);
  const first = config[1] ?? 0;
  const space = ["", "A", "B", "C"][first >> 6] ?? "";
  let flags = view.getUint32(2);
  let reversed = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    reversed = (reversed << 1) | (flags & 1);
    flags >>>= 1;
  }
  const constraints = [...config.subarray(6, 12)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const tail = constraints.map((byte) => `.${byte.toString(16).toUpperCase()}`).join("");
  const tier = first & 0x20 ? "H" : "L";
  const compatibility = (reversed >>> 0).toString(16).toUpperCase();
  return `${space}${first & 0x1f}.${compatibility}.${tier}${config[12] ?? 0}${tail}`;
}

interface Run {
  decodeTicks: number;
  defaultDuration: number;
  readonly times: number[];
  endTicks: number;
}

/** Times of the video samples of a whole `moof` box (header included), null if it has none. */
export function readMoof(bytes: Uint8Array, tracks: readonly TrackInit[]): MoofTimes | null {
  const view = viewOf(bytes);
  let video: TrackInit | undefined;
  let run: Run | undefined;
  for (const box of deepBoxes(bytes, 0, bytes.length)) {
    if (box.type === "tfhd") {
      const trackId = view.getUint32(box.from + 4);
      const track = tracks.find((one) => one.trackId === trackId);
      video = track?.kind === "video" ? track : undefined;
      if (video && run === undefined) {
        run = {
          decodeTicks: 0,
          defaultDuration: tfhdDuration(view, box.from) ?? video.defaultDuration,
          times: [],
          endTicks: 0,
        };
      }
    } else if (video && run && box.type === "tfdt") {
      const long = bytes[box.from] === 1;
      run.decodeTicks = long
        ? Number(view.getBigUint64(box.from + 4))
        : view.getUint32(box.from + 4);
    } else if (video && run && box.type === "trun") {
      readTrun(view, box.from, run);
    }
  }
  const timescale = tracks.find((track) => track.kind === "video")?.timescale ?? 1;
  if (!run || run.times.length === 0) return null;
  const framesS = run.times.map((ticks) => ticks / timescale).sort((a, b) => a - b);
  return { framesS, endS: run.endTicks / timescale };
}

function tfhdDuration(view: DataView, from: number): number | null {
  const flags = view.getUint32(from) & 0xffffff;
  if (!(flags & 0x8)) return null;
  return view.getUint32(from + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
}

function readTrun(view: DataView, from: number, run: Run): void {
  const version = view.getUint8(from);
  const flags = view.getUint32(from) & 0xffffff;
  const count = view.getUint32(from + 4);
  let at = from + 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
  for (let index = 0; index < count; index += 1) {
    let duration = run.defaultDuration;
    if (flags & 0x100) {
      duration = view.getUint32(at);
      at += 4;
    }
    if (flags & 0x200) at += 4;
    if (flags & 0x400) at += 4;
    let shift = 0;
    if (flags & 0x800) {
      shift = version === 0 ? view.getUint32(at) : view.getInt32(at);
      at += 4;
    }
    run.times.push(run.decodeTicks + shift);
    run.endTicks = Math.max(run.endTicks, run.decodeTicks + shift + duration);
    run.decodeTicks += duration;
  }
}
