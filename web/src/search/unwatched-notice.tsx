/** Says when the machine did not watch: there "nothing found" means "not known". */
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Notice } from "../ui/index.ts";
import { type RegionRun, unwatchedMs } from "./region-run.ts";
import type { Search } from "./search-query.ts";

interface UnwatchedNoticeProps {
  readonly run: RegionRun;
  readonly cameras: readonly CameraView[];
  readonly search: Search;
  readonly time: SiteTime;
}

/** Shorter breaks, a restart of the recorder for instance, are marks on the time line only. */
const WORTH_MS = 60_000;
const MOST_NAMED = 3;

export function UnwatchedNotice({ run, cameras, search, time }: UnwatchedNoticeProps) {
  const { t } = useTranslation();
  const long = run.unwatched
    .filter(({ startMs, endMs }) => endMs - startMs >= WORTH_MS)
    .sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
  if (long.length === 0 || run.state === "running") return null;
  const spanMs = ((search.toMs ?? 0) - (search.fromMs ?? 0)) * Math.max(1, run.doneToMs.size);
  if (unwatchedMs(run) >= spanMs * 0.995 && run.hits.length === 0)
    return <Notice kind="warn">{t("search.run.unwatchedAll")}</Notice>;
  const nameOf = (cameraId: string) => cameras.find(({ id }) => id === cameraId)?.name ?? cameraId;
  return (
    <Notice kind="info">
      <p>{t("search.run.unwatched")}</p>
      <ul className="search-unwatched">
        {long.slice(0, MOST_NAMED).map(({ cameraId, startMs, endMs }) => (
          <li key={`${cameraId}@${startMs}`}>
            {t("search.run.unwatchedSome", {
              camera: nameOf(cameraId),
              from: time.full(startMs),
              to: time.full(endMs),
            })}
          </li>
        ))}
        {long.length > MOST_NAMED ? (
          <li>{t("search.run.unwatchedMore", { n: long.length - MOST_NAMED })}</li>
        ) : null}
      </ul>
    </Notice>
  );
}
