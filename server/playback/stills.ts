/**
 * A picture of a camera at an instant: finds the GOP, decodes one frame, answers which instant it
 * really shows. At most two are decoded at a time: pictures must never cost recording its cores.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import { FragmentParser, frameJpeg, type InitInfo, parseInit, type TrackFragment } from "#storage";
import type { Footage, FootageFile, FootageGop } from "./footage.ts";
import { causeAt } from "./gaps.ts";
import type { Timeline } from "./timeline.ts";
import { Turnstile } from "./turnstile.ts";

export interface StillRequest {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly atMs: number;
  readonly width: number;
  /** The very frame, instead of the keyframe before it. */
  readonly exact: boolean;
  readonly signal?: AbortSignal;
}

/** A frame that was found; `jpeg` decodes it. */
export interface Still {
  readonly frameMs: number;
  readonly stream: StreamKind;
  readonly etag: string;
  jpeg(): Promise<Buffer>;
}

export interface StillsOptions {
  readonly footage: Footage;
  readonly timeline: Timeline;
  readonly clock: Clock;
}

interface Place {
  readonly file: FootageFile;
  readonly gop: FootageGop;
}

interface Frame {
  readonly index: number;
  readonly atMs: number;
}

/** Where there is no footage at the very instant, that of the neighbouring GOP will do. */
const NEIGHBOUR_MS = 4_000;
const AT_A_TIME = 2;
const MOST_WAITING = 64;
const JPEG_QUALITY = 82;

export class Stills {
  readonly #options: StillsOptions;
  readonly #turnstile = new Turnstile(AT_A_TIME, MOST_WAITING);

  constructor(options: StillsOptions) {
    this.#options = options;
  }

  /** @throws VmsError not_found `playback.no_footage` with the gap's cause in its details. */
  async find(request: StillRequest): Promise<Still> {
    const other: StreamKind = request.stream === "main" ? "sub" : "main";
    for (const stream of [request.stream, other]) {
      const place = await this.#place(request.cameraId, stream, request.atMs);
      if (place) return this.#still(request, stream, place);
    }
    const around = { startMs: request.atMs, endMs: request.atMs + 1 };
    const gaps = await this.#options.timeline.gapsOf(request.cameraId, request.stream, around);
    throw noFootage(causeAt(gaps, request.atMs));
  }

  async #place(cameraId: string, stream: StreamKind, atMs: number): Promise<Place | undefined> {
    const range = { startMs: atMs - NEIGHBOUR_MS, endMs: atMs + NEIGHBOUR_MS };
    const files = await this.#options.footage.list(cameraId, stream, range);
    const places = files.flatMap((file) => file.gops.map((gop) => ({ file, gop })));
    const distance = ({ gop }: Place) => Math.max(gop.startMs - atMs, atMs - gop.endMs + 1, 0);
    return places.sort((a, b) => distance(a) - distance(b))[0];
  }

  async #still(request: StillRequest, stream: StreamKind, { file, gop }: Place): Promise<Still> {
    const { footage, clock } = this.#options;
    const init = await footage.readBytes(file.path, 0, file.initBytes);
    const fragment = await footage.readBytes(file.path, gop.offset, gop.sizeBytes);
    const frame = request.exact
      ? frameAt(init, fragment, gop, request.atMs)
      : { index: 0, atMs: gop.startMs };
    return {
      frameMs: frame.atMs,
      stream,
      etag: `"${file.lastingName}-${gop.offset}-${frame.index}-${request.width}"`,
      jpeg: () =>
        this.#turnstile.pass(
          () =>
            frameJpeg(
              {
                init,
                fragment,
                frameIndex: frame.index,
                maxWidth: request.width,
                clock,
                ...(request.signal ? { signal: request.signal } : {}),
              },
              JPEG_QUALITY,
            ),
          request.signal,
        ),
    };
  }
}

/** The last frame of the GOP shown at or before `atMs`, by its real presentation times. */
export function frameAt(init: Buffer, fragment: Buffer, gop: FootageGop, atMs: number): Frame {
  const info = parseInit(init);
  const track = videoTrack(init, fragment, info);
  if (!track) return { index: 0, atMs: gop.startMs };
  let decodeTicks = 0;
  const shownTicks = track.samples.map((sample) => {
    const ticks = decodeTicks + sample.compositionTicks;
    decodeTicks += sample.durationTicks;
    return ticks;
  });
  // The keyframe is the first shown; its composition offset only delays the whole GOP.
  const firstTicks = Math.min(...shownTicks);
  const timesMs = shownTicks
    .map((ticks) => gop.startMs + Math.round(((ticks - firstTicks) * 1000) / info.timescale))
    .sort((a, b) => a - b);
  const index = Math.max(
    0,
    timesMs.findLastIndex((ms) => ms <= atMs),
  );
  return { index, atMs: timesMs[index] ?? gop.startMs };
}

function videoTrack(init: Buffer, fragment: Buffer, info: InitInfo): TrackFragment | undefined {
  const found: TrackFragment[] = [];
  const parser = new FragmentParser({
    init: () => undefined,
    fragment: ({ moof }) =>
      found.push(...moof.tracks.filter((each) => each.trackId === info.video.trackId)),
  });
  parser.push(init);
  parser.push(fragment);
  return found[0];
}

/** The answer for a time without footage. */
export function noFootage(cause: string | null): VmsError {
  return new VmsError("not_found", "playback.no_footage", "there is no footage at this time", {
    details: cause === null ? {} : { cause },
  });
}
