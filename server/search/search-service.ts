/**
 * Searching the past, put together: region search, bisect, density. Knows no Request. Owns rights,
 * limits of input and the audit of searches; what is found is found in `region/` and `bisect/`.
 */
import type { z } from "zod";
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Corner } from "#base/grid";
import { boxPolygon } from "#base/zones";
import type { BisectLine, DensityView, RegionSearchLine } from "#contract";
import { type Catalogue, type DataFolder, motionDensity } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { bisectSearch, regionSearch } from "../contract/search.ts";
import type { PlaybackService } from "../playback/playback-service.ts";
import { LONGEST_MS, requestedRange } from "../playback/requested-range.ts";
import { requireCamera, type Who } from "../users/who.ts";
import { BisectService } from "./bisect/bisect-service.ts";
import type { MotionSource } from "./motion-source.ts";
import { searchRegions } from "./region/region-search.ts";
import { type RegionSources, requireGoodPolygon, searchedRegions } from "./searched-regions.ts";

export interface SearchOptions {
  readonly catalogue: Catalogue;
  readonly folder: DataFolder;
  readonly playback: Pick<PlaybackService, "footage" | "timeline">;
  readonly motion: MotionSource;
  readonly audit: Pick<AuditTrail, "add">;
  readonly clock: Clock;
}

type Write<T> = (line: T) => Promise<void>;

export class SearchService {
  readonly #options: SearchOptions;
  readonly #sources: RegionSources;
  readonly #bisect: BisectService;

  constructor(options: SearchOptions) {
    const { catalogue, playback, motion, clock } = options;
    this.#options = options;
    this.#sources = {
      listCameras: () => catalogue.cameras.list(),
      getCamera: (cameraId) => catalogue.cameras.get(cameraId),
      listZones: async (cameraId) => (await catalogue.cameraMotion.get(cameraId)).settings.zones,
    };
    const { events } = catalogue;
    this.#bisect = new BisectService({ ...playback, motion, events, clock });
  }

  /** @throws VmsError of `searchedRegions` and `requestedRange`. */
  async region(
    who: Who,
    asked: z.output<typeof regionSearch>,
    write: Write<RegionSearchLine>,
    signal: AbortSignal,
  ): Promise<void> {
    const { motion, catalogue, audit, clock } = this.#options;
    const startedMs = clock.monotonicMs();
    const range = requestedRange(asked, LONGEST_MS.timeline);
    const regions = await searchedRegions(this.#sources, who, asked.regions);
    const { what, from: fromMs, to: toMs } = asked;
    const cameras = regions.map(({ cameraId }) => cameraId);
    await audit.add(who, "search.region", null, { cameras, what, fromMs, toMs });
    const deps = { motion, events: catalogue.events };
    const done = await searchRegions(deps, { ...asked, regions, range }, write, signal);
    const seconds = Math.round(clock.monotonicMs() - startedMs) / 1_000;
    await write({ done: { ...done, seconds } });
  }

  /** @throws VmsError forbidden, not_found, invalid_input `range.…`, `search.polygon_…`. */
  async bisect(
    who: Who,
    asked: z.output<typeof bisectSearch>,
    write: Write<BisectLine>,
    signal: AbortSignal,
  ): Promise<void> {
    const { cameraId, question, answers, from: fromMs, to: toMs } = asked;
    requireCamera(who, cameraId);
    await this.#options.catalogue.cameras.get(cameraId);
    const range = requestedRange(asked, LONGEST_MS.timeline);
    const polygon = polygonOf(asked);
    requireGoodPolygon(polygon);
    if (answers.some(({ atMs }) => atMs < fromMs - ANSWER_SLACK_MS || atMs > toMs)) {
      throw new VmsError("invalid_input", "search.answer_outside", "an answer is outside the span");
    }
    if (answers.length === 0) {
      await this.#options.audit.add(who, "search.bisect", cameraId, { question, fromMs, toMs });
    }
    await this.#bisect.answer({ cameraId, polygon, range, question, answers }, write, signal);
  }

  /** @throws VmsError forbidden, not_found, invalid_input `range.…`. */
  async density(
    who: Who,
    cameraId: string,
    query: { readonly from: number; readonly to: number; readonly buckets: number },
  ): Promise<DensityView> {
    requireCamera(who, cameraId);
    const { catalogue, folder } = this.#options;
    await catalogue.cameras.get(cameraId);
    const range = requestedRange(query, LONGEST_MS.timeline);
    const { buckets } = query;
    const parts = await motionDensity({ catalogue, folder, cameraId, range, buckets });
    const bucketMs = (range.endMs - range.startMs) / buckets;
    return {
      cameraId,
      startMs: range.startMs,
      bucketMs,
      moved: parts.map(({ movedS, watchedS }) => percent(movedS, watchedS)),
      watched: parts.map(({ watchedS }) => percent(watchedS, bucketMs / 1_000)),
    };
  }
}

/** The frame of the very first picture may be a GOP before the span. */
const ANSWER_SLACK_MS = 10_000;

function polygonOf({
  polygon,
  box,
}: Pick<z.output<typeof bisectSearch>, "polygon" | "box">): readonly Corner[] {
  return polygon ?? (box ? boxPolygon(box) : []);
}

/** 0 … 100 with one decimal: less text than a share. */
function percent(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.round((part / whole) * 1_000) / 10) : 0;
}
