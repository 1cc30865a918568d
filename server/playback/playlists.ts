/** Playlists of recorded ranges: finds the footage and decides whether more is to come. */
import type { Clock } from "#base/clock";
import type { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import type { Catalogue } from "#storage";
import type { Footage } from "./footage.ts";
import { causeAt } from "./gaps.ts";
import { buildMadePlaylist, listParts, type MadeKind } from "./made-playlist.ts";
import { buildMultivariant } from "./multivariant.ts";
import { buildPlaylist } from "./playlist.ts";
import { noFootage } from "./stills.ts";
import type { Timeline } from "./timeline.ts";

export interface PlaylistsOptions {
  readonly catalogue: Catalogue;
  readonly footage: Footage;
  readonly timeline: Timeline;
  readonly clock: Clock;
}

/** How long after the range's end its last GOP may still come. */
const LATE_MS = 30_000;

export class Playlists {
  readonly #options: PlaylistsOptions;

  constructor(options: PlaylistsOptions) {
    this.#options = options;
  }

  /** The playlist's text. @throws VmsError not_found `camera.not_found`, `playback.no_footage` with the gap's cause. */
  async make(cameraId: string, stream: StreamKind, range: TimeRange): Promise<string> {
    const { files, growing } = await this.#files(cameraId, stream, range);
    return buildPlaylist(files, { growing });
  }

  /** The same footage as keyframes alone or as a small copy. @throws as `make`. */
  async makeOther(
    cameraId: string,
    stream: StreamKind,
    kind: MadeKind,
    range: TimeRange,
  ): Promise<string> {
    const { files, growing } = await this.#files(cameraId, stream, range);
    return buildMadePlaylist(listParts(files, kind), growing);
  }

  /** Both streams as renditions of one time line. @throws as `make`, when neither has footage. */
  async multivariant(cameraId: string, range: TimeRange): Promise<string> {
    const { catalogue, footage } = this.#options;
    await catalogue.cameras.get(cameraId);
    const streams = await Promise.all(
      (["main", "sub"] as const).map(async (stream) => ({
        stream,
        files: await footage.list(cameraId, stream, range),
      })),
    );
    if (streams.every(({ files }) => files.length === 0)) {
      throw await this.#noFootage(cameraId, "main", range);
    }
    return buildMultivariant(streams, range);
  }

  async #files(cameraId: string, stream: StreamKind, range: TimeRange) {
    const { catalogue, footage, clock } = this.#options;
    await catalogue.cameras.get(cameraId);
    const files = await footage.list(cameraId, stream, range);
    if (files.length === 0) throw await this.#noFootage(cameraId, stream, range);
    const reachedMs = files.at(-1)?.gops.at(-1)?.endMs ?? 0;
    return { files, growing: reachedMs < range.endMs && clock.nowMs() < range.endMs + LATE_MS };
  }

  async #noFootage(cameraId: string, stream: StreamKind, range: TimeRange): Promise<VmsError> {
    const gaps = await this.#options.timeline.gapsOf(cameraId, stream, range);
    return noFootage(causeAt(gaps, range.startMs));
  }
}
