/**
 * Pictures of one camera for one bisect: finds the frame of an instant, decodes many at once, shows
 * the region in them. Counts what it decodes and never decodes more than it may. Knows no question.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Corner } from "#base/grid";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import { decodeFrames, type RawPicture } from "#storage";
import type { Footage, FootageFile, FootageGop } from "../../playback/footage.ts";
import type { Turnstile } from "../../playback/turnstile.ts";
import { type RegionFrame, regionFrame } from "./region-frame.ts";
import { type RegionView, regionView } from "./region-view.ts";

export interface Seen {
  /** Wall time of the very frame. */
  readonly atMs: number;
  readonly view: RegionView;
}

export interface PicturesOptions {
  readonly footage: Pick<Footage, "list" | "readBytes">;
  readonly cameraId: string;
  readonly polygon: readonly Corner[];
  readonly mostDecoded: number;
  /** Shared by all searches: pictures must never cost recording its cores. */
  readonly turnstile: Turnstile;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

interface Wanted {
  readonly file: FootageFile;
  readonly gop: FootageGop;
  readonly frame: number;
  readonly atMs: number;
}

const WIDTH = 640;
/** A keyframe this near will do for an instant of a still: it costs a tenth of another frame. */
const NEAR_MS = 1_000;
const AROUND_MS = 4_000;

export class Pictures {
  readonly #options: PicturesOptions;
  #frame: RegionFrame | undefined;
  #decoded = 0;

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  get decoded(): number {
    return this.#decoded;
  }

  get left(): number {
    return this.#options.mostDecoded - this.#decoded;
  }

  /** The raster of the region; known once a picture was seen. */
  get frame(): RegionFrame {
    if (this.#frame) return this.#frame;
    throw new VmsError("internal", "search.no_picture_yet", "no picture was decoded yet");
  }

  /** A picture at or next to each instant; undefined where there is none, or no budget left. */
  async near(instants: readonly number[]): Promise<(Seen | undefined)[]> {
    const wanted = await Promise.all(
      instants.slice(0, Math.max(0, this.left)).map((atMs) => this.#find(atMs)),
    );
    const seen = await this.#decode(
      wanted.filter((it) => it !== undefined),
      true,
    );
    return instants.map((_, i) => {
      const it = wanted[i];
      return it && seen.get(nameOf(it));
    });
  }

  /** Pictures all along a range, `stepMs` apart or as close as the footage has frames; rising. */
  async series(range: TimeRange, stepMs: number): Promise<Seen[]> {
    const stream = await this.#streamAt(range);
    const files = await this.#options.footage.list(this.#options.cameraId, stream, range);
    const gops = files.flatMap((file) => file.gops.map((gop) => ({ file, gop })));
    const wanted: Wanted[] = [];
    for (let atMs = range.startMs; atMs <= range.endMs; atMs += stepMs) {
      const place = gops.find(({ gop }) => gop.startMs <= atMs && atMs < gop.endMs);
      const next = place && frameAt(place.file, place.gop, atMs, stepMs / 2);
      if (next && next.atMs !== wanted.at(-1)?.atMs) wanted.push(next);
    }
    const seen = await this.#decode(wanted.slice(0, Math.max(0, this.left)), false);
    return [...seen.values()].sort((a, b) => a.atMs - b.atMs);
  }

  async #find(atMs: number): Promise<Wanted | undefined> {
    const { footage, cameraId } = this.#options;
    const range = { startMs: atMs - AROUND_MS, endMs: atMs + AROUND_MS };
    for (const stream of ["sub", "main"] as const) {
      const files = await footage.list(cameraId, stream, range);
      const places = files.flatMap((file) => file.gops.map((gop) => ({ file, gop })));
      const distance = ({ gop }: { gop: FootageGop }) =>
        Math.max(gop.startMs - atMs, atMs - gop.endMs + 1, 0);
      const place = places.sort((a, b) => distance(a) - distance(b))[0];
      if (place) return frameAt(place.file, place.gop, atMs, NEAR_MS);
    }
    return undefined;
  }

  async #streamAt(range: TimeRange): Promise<StreamKind> {
    const { footage, cameraId } = this.#options;
    return (await footage.list(cameraId, "sub", range)).length > 0 ? "sub" : "main";
  }

  /** By name of the frame: two instants may have the same. */
  async #decode(wanted: readonly Wanted[], keyframesApart: boolean): Promise<Map<string, Seen>> {
    const seen = new Map<string, Seen>();
    const distinct = [...new Map(wanted.map((it) => [nameOf(it), it])).values()];
    for (const group of groupedByInit(distinct, keyframesApart)) {
      const pictures = await this.#decodeGroup(group);
      for (const [i, picture] of pictures.entries()) {
        const it = group[i];
        if (!it || !picture) continue;
        this.#frame ??= regionFrame(this.#options.polygon, picture.width / picture.height);
        seen.set(nameOf(it), { atMs: it.atMs, view: regionView(picture, this.#frame) });
      }
    }
    return seen;
  }

  /** All in one run; should a damaged file spoil it, one by one. */
  async #decodeGroup(group: readonly Wanted[]): Promise<(RawPicture | undefined)[]> {
    this.#decoded += group.length;
    try {
      return await this.#run(group);
    } catch (thrown) {
      if (this.#options.signal.aborted) throw thrown;
      if (!isUnreadable(thrown)) throw thrown;
    }
    if (group.length === 1) return [undefined];
    return (await Promise.all(group.map((one) => this.#decodeAlone(one)))).flat();
  }

  async #decodeAlone(one: Wanted): Promise<(RawPicture | undefined)[]> {
    try {
      return await this.#run([one]);
    } catch (thrown) {
      if (this.#options.signal.aborted || !isUnreadable(thrown)) throw thrown;
      return [undefined];
    }
  }

  async #run(group: readonly Wanted[]): Promise<RawPicture[]> {
    const { footage, clock, signal, turnstile } = this.#options;
    const [first] = group;
    if (!first) return [];
    const init = await footage.readBytes(first.file.path, 0, first.file.initBytes);
    const places = [...new Map(group.map((it) => [placeOf(it), it])).values()];
    const fragments = await Promise.all(
      places.map(({ file, gop }) => footage.readBytes(file.path, gop.offset, gop.sizeBytes)),
    );
    const frames = group.every((it) => it.frame === 0) ? "keyframes" : numbered(group, places);
    const request = { init, fragments, frames, maxWidth: WIDTH, clock, signal } as const;
    return turnstile.pass(() => decodeFrames(request), signal);
  }
}

function frameAt(file: FootageFile, gop: FootageGop, atMs: number, nearMs: number): Wanted {
  if (Math.abs(atMs - gop.startMs) <= nearMs || gop.frames <= 1) {
    return { file, gop, frame: 0, atMs: gop.startMs };
  }
  const frameMs = (gop.endMs - gop.startMs) / gop.frames;
  const frame = Math.min(gop.frames - 1, Math.max(0, Math.floor((atMs - gop.startMs) / frameMs)));
  return { file, gop, frame, atMs: Math.round(gop.startMs + frame * frameMs) };
}

/** Groups that one run can decode: of one init, in the order of time. */
function groupedByInit(wanted: readonly Wanted[], keyframesApart: boolean): Wanted[][] {
  const groups = new Map<string, Wanted[]>();
  for (const it of [...wanted].sort((a, b) => a.atMs - b.atMs)) {
    const key = `${it.file.initSha}/${keyframesApart && it.frame === 0}`;
    const group = groups.get(key) ?? [];
    group.push(it);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Numbers of the frames when the fragments are decoded one after the other. */
function numbered(group: readonly Wanted[], places: readonly Wanted[]): number[] {
  const firstFrame = new Map<string, number>();
  let count = 0;
  for (const place of places) {
    firstFrame.set(placeOf(place), count);
    count += place.gop.frames;
  }
  return group.map((it) => (firstFrame.get(placeOf(it)) ?? 0) + it.frame);
}

function placeOf({ file, gop }: Wanted): string {
  return `${file.path}/${gop.offset}`;
}

function nameOf(wanted: Wanted): string {
  return `${placeOf(wanted)}/${wanted.frame}`;
}

function isUnreadable(thrown: unknown): boolean {
  return thrown instanceof VmsError && (thrown.code === "corrupt" || thrown.code === "not_found");
}
