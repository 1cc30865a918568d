/** Playlists of recorded ranges: finds the footage and decides whether more is to come. */
import type { Clock } from "#base/clock";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import type { Catalogue } from "#storage";
import type { Footage } from "./footage.ts";
import { causeAt } from "./gaps.ts";
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
    const { catalogue, footage, timeline, clock } = this.#options;
    await catalogue.cameras.get(cameraId);
    const files = await footage.list(cameraId, stream, range);
    if (files.length === 0)
      throw noFootage(causeAt(await timeline.gapsOf(cameraId, stream, range), range.startMs));
    const reachedMs = files.at(-1)?.gops.at(-1)?.endMs ?? 0;
    const growing = reachedMs < range.endMs && clock.nowMs() < range.endMs + LATE_MS;
    return buildPlaylist(files, { growing });
  }
}
