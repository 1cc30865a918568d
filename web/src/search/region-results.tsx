/** What a region search finds, as it is found: marks on a time line, pictures below, each of which plays. */
import { Search as SearchIcon, Square } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, RegionSearch, SearchHit } from "#contract";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { Button, EmptyState, ProblemNotice, Segmented, Spinner } from "../ui/index.ts";
import { HitDialog } from "./hit-dialog.tsx";
import { HitGrid } from "./hit-grid.tsx";
import { HitTimeline } from "./hit-timeline.tsx";
import { hitKey, type RegionRun, searchedTo, sortedHits } from "./region-run.ts";
import { SearchHead } from "./search-head.tsx";
import { cornersOf, type Search } from "./search-query.ts";
import { UnwatchedNotice } from "./unwatched-notice.tsx";
import { useRegionSearch } from "./use-region-search.ts";

interface RegionResultsProps {
  readonly search: Search;
  readonly cameras: readonly CameraView[];
  readonly onChange: (search: Search) => void;
  readonly onStep: (search: Search) => void;
}

const MOST_HITS = 500;

export function RegionResults({ search, cameras, onChange, onStep }: RegionResultsProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const body = useMemo(() => bodyOf(search), [search]);
  const { run, stop, again } = useRegionSearch(body);
  const calm = useDeferredValue(run.hits);
  const hits = useMemo(() => sortedHits(calm, search.sort), [calm, search.sort]);
  const open = (hit: SearchHit | undefined) =>
    onChange({ ...search, hit: hit === undefined ? "" : hitKey(hit) });
  const opened = hits.findIndex((hit) => hitKey(hit) === search.hit);
  return (
    <div className="page search-page">
      <SearchHead title={t("search.title")} search={search} cameras={cameras} onStep={onStep}>
        {run.state === "running" ? (
          <Button icon={<Square size={18} aria-hidden="true" />} onClick={stop}>
            {t("search.run.stop")}
          </Button>
        ) : (
          <Button icon={<SearchIcon size={20} aria-hidden="true" />} onClick={again}>
            {t("search.run.again")}
          </Button>
        )}
      </SearchHead>
      <Progress run={run} count={hits.length} time={time} />
      {run.state === "failed" ? <ProblemNotice problem={run.problem} onRetry={again} /> : null}
      <HitTimeline
        hits={hits}
        run={run}
        cameras={cameras}
        fromMs={search.fromMs ?? 0}
        toMs={search.toMs ?? 0}
        onOpen={open}
      />
      <UnwatchedNotice run={run} cameras={cameras} search={search} time={time} />
      {hits.length === 0 ? (
        <NothingFound
          run={run}
          ofThings={search.ask !== "moved"}
          onMoved={() => onStep({ ...search, ask: "moved", hit: "" })}
        />
      ) : (
        <>
          <div className="row">
            <Segmented
              label={t("search.run.sort")}
              value={search.sort}
              options={[
                { value: "newest", label: t("search.run.newest") },
                { value: "best", label: t("search.run.strongest") },
              ]}
              onChange={(sort) => onChange({ ...search, sort })}
            />
          </div>
          <HitGrid hits={hits} cameras={cameras} byDay={search.sort === "newest"} onOpen={open} />
        </>
      )}
      {opened < 0 ? null : (
        <HitDialog
          hits={hits}
          index={opened}
          cameras={cameras}
          onGo={open}
          onClose={() => open(undefined)}
        />
      )}
    </div>
  );
}

const WHAT = {
  moved: "moved",
  left: "left",
  removed: "taken",
  appeared: "left",
  vanished: "taken",
} as const;

/** The order is the server's question only as far as it decides which hits are kept. */
function bodyOf(search: Search): RegionSearch {
  const regions = search.regions.map(({ cameraId, shape }) => {
    const polygon = cornersOf(shape);
    return {
      cameraIds: [cameraId],
      ...(polygon === undefined ? {} : { polygon }),
      ...(shape.kind === "zone" ? { zoneId: shape.zoneId } : {}),
    };
  });
  const place = { placeId: search.placeId, zones: "watch" as const };
  return {
    regions: regions.length > 0 ? regions : [place],
    from: search.fromMs ?? 0,
    to: search.toMs ?? 0,
    what: WHAT[search.ask],
    order: search.sort,
    limit: MOST_HITS,
  };
}

interface ProgressProps {
  readonly run: RegionRun;
  readonly count: number;
  readonly time: SiteTime;
}

function Progress({ run, count, time }: ProgressProps) {
  const { t } = useTranslation();
  const toMs = searchedTo(run);
  const found = t("search.run.found", { n: count });
  return (
    <div className="search-progress" role="status">
      {run.state === "running" ? (
        <>
          <Spinner />
          <span>
            {t("search.run.searching")} {count === 0 ? "" : `${found}. `}
            {toMs === undefined ? "" : t("search.run.progress", { time: time.full(toMs) })}
          </span>
        </>
      ) : (
        <span>
          {count === 0 ? "" : run.truncated ? t("search.run.foundMore", { n: count }) : `${found}.`}{" "}
          {run.state === "stopped" ? t("search.run.stopped") : ""}
        </span>
      )}
    </div>
  );
}

interface NothingFoundProps {
  readonly run: RegionRun;
  /** Things left or taken were asked for: they are known only where the machine watched. */
  readonly ofThings: boolean;
  readonly onMoved: () => void;
}

function NothingFound({ run, ofThings, onMoved }: NothingFoundProps) {
  const { t } = useTranslation();
  if (run.state !== "done") return null;
  return (
    <EmptyState title={t("search.run.nothing")}>
      <p>{t(ofThings ? "search.run.nothingThings" : "search.run.nothingHint")}</p>
      {ofThings ? <Button onClick={onMoved}>{t("search.bisect.movedInstead")}</Button> : null}
    </EmptyState>
  );
}
