/**
 * Playback's use cases, put together: time line, playlists, stills, downloads and the log of who saw
 * what. Knows no Request; camera rights are checked before.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Camera, Catalogue, DataFolder } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { Downloads } from "./downloads.ts";
import { Footage } from "./footage.ts";
import { MadeFootage } from "./made-footage.ts";
import { Playlists } from "./playlists.ts";
import { Previews } from "./previews.ts";
import { Stills } from "./stills.ts";
import { Timeline } from "./timeline.ts";
import { ViewingLog } from "./viewing-log.ts";

export interface PlaybackOptions {
  readonly catalogue: Catalogue;
  readonly folder: DataFolder;
  readonly audit: Pick<AuditTrail, "add" | "addAll">;
  readonly recorder: { readonly isUp: boolean };
  /** IANA name of the site's time zone: decides where a day begins and how files are named. */
  readonly timeZone: string;
  /** Downloads at a time; a further one is refused, so that they never starve recording. */
  readonly maxDownloads: number;
  readonly clock: Clock;
}

export class PlaybackService {
  readonly footage: Footage;
  readonly timeline: Timeline;
  readonly playlists: Playlists;
  readonly made: MadeFootage;
  readonly stills: Stills;
  readonly previews: Previews;
  readonly downloads: Downloads;
  readonly viewings: ViewingLog;
  readonly timeZone: string;
  readonly #catalogue: Catalogue;
  readonly #maxDownloads: number;
  #downloading = 0;

  constructor(options: PlaybackOptions) {
    const { catalogue, folder, audit, clock, timeZone } = options;
    this.#catalogue = catalogue;
    this.#maxDownloads = options.maxDownloads;
    this.timeZone = timeZone;
    this.footage = new Footage(catalogue, folder);
    this.timeline = new Timeline({ ...options, footage: this.footage });
    this.playlists = new Playlists({ ...options, footage: this.footage, timeline: this.timeline });
    this.made = new MadeFootage({ footage: this.footage, clock });
    this.stills = new Stills({ footage: this.footage, timeline: this.timeline, clock });
    this.previews = new Previews(folder);
    this.downloads = new Downloads({ ...options, footage: this.footage, timeline: this.timeline });
    this.viewings = new ViewingLog(audit, clock);
  }

  /** @throws VmsError not_found `camera.not_found`. */
  camera(cameraId: string): Promise<Camera> {
    return this.#catalogue.cameras.get(cameraId);
  }

  /** Runs one download's sending. @throws VmsError too_many `download.too_many`. */
  async downloading(send: () => Promise<void>): Promise<void> {
    if (this.#downloading >= this.#maxDownloads) {
      throw new VmsError("too_many", "download.too_many", "too many downloads at once", {
        details: { retryAfterS: 10 },
      });
    }
    this.#downloading += 1;
    try {
      await send();
    } finally {
      this.#downloading -= 1;
    }
  }
}
