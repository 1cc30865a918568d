/** A search in one line: the question, the cameras, the span. */
import type { TFunction } from "i18next";
import type { CameraView } from "#contract";
import type { SiteTime } from "../timeline/use-site-time.ts";
import type { Search } from "./search-query.ts";

export function searchWords(
  t: TFunction,
  search: Search,
  cameras: readonly CameraView[],
  time: SiteTime,
): string {
  const names = search.regions.map(
    ({ cameraId }) => cameras.find(({ id }) => id === cameraId)?.name ?? cameraId,
  );
  const { fromMs, toMs } = search;
  const span =
    fromMs === null || toMs === null ? [] : [`${time.full(fromMs)} – ${time.full(toMs)}`];
  return [t(`search.ask.${search.ask}`), ...names, ...span].join(" · ");
}
