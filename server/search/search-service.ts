/**
 * Searching the past, put together: regions, bisect, density. Knows no Request. Owns the rights and
 * the audit of searches; what is found is found in `region/` and `bisect/`.
 */
import type { z } from "zod";
import { VmsError } from "#base/errors";
import type { BisectLine, DensityView, RegionSearchLine } from "#contract";
import type { Catalogue } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { bisectSearch, regionSearch } from "../contract/search.ts";
import { LONGEST_MS, requestedRange } from "../playback/requested-range.ts";
import { requireCamera, type Who } from "../users/who.ts";
import { type RegionSources, requireGoodPolygon, searchedRegions } from "./searched-regions.ts";

export interface SearchOptions {
  readonly catalogue: Catalogue;
  readonly audit: Pick<AuditTrail, "add">;
}

type Write<T> = (line: T) => Promise<void>;

export class SearchService {
  readonly #catalogue: Catalogue;
  readonly #sources: RegionSources;

  constructor({ catalogue }: SearchOptions) {
    this.#catalogue = catalogue;
    this.#sources = {
      listCameras: () => catalogue.cameras.list(),
      getCamera: (cameraId) => catalogue.cameras.get(cameraId),
      listZones: async () => [],
    };
  }

  /** @throws VmsError of `searchedRegions` and `requestedRange`. */
  async region(
    who: Who,
    asked: z.output<typeof regionSearch>,
    _write: Write<RegionSearchLine>,
    _signal: AbortSignal,
  ): Promise<void> {
    requestedRange(asked, LONGEST_MS.timeline);
    await searchedRegions(this.#sources, who, asked.regions);
    throw notReady();
  }

  async bisect(
    who: Who,
    asked: z.output<typeof bisectSearch>,
    _write: Write<BisectLine>,
    _signal: AbortSignal,
  ): Promise<void> {
    requireCamera(who, asked.cameraId);
    await this.#catalogue.cameras.get(asked.cameraId);
    requestedRange(asked, LONGEST_MS.timeline);
    if (asked.polygon) requireGoodPolygon(asked.polygon);
    throw notReady();
  }

  async density(
    who: Who,
    cameraId: string,
    query: { from: number; to: number; buckets: number },
  ): Promise<DensityView> {
    requireCamera(who, cameraId);
    await this.#catalogue.cameras.get(cameraId);
    const range = requestedRange(query, LONGEST_MS.timeline);
    const bucketMs = (range.endMs - range.startMs) / query.buckets;
    return { cameraId, startMs: range.startMs, bucketMs, moved: [], watched: [] };
  }
}

function notReady(): VmsError {
  return new VmsError("unavailable", "search.not_ready", "there is no motion index yet");
}
