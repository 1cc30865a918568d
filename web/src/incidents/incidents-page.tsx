/** The list of incidents, newest first, filtered, more as one scrolls; and the page of one of them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiAnswer, type ApiProblem, api } from "../api/client.ts";
import { useApi, useCameras, usePlaces } from "../api/hooks.ts";
import { Link, useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { EmptyState, ProblemNotice, Waiting } from "../ui/index.ts";
import { FilterForm } from "./filter-form.tsx";
import { IncidentDetail } from "./incident-detail.tsx";
import {
  apiQueryOf,
  filterFromQuery,
  filterToQuery,
  type IncidentFilter,
  isFiltered,
} from "./incident-filter.ts";
import { IncidentList } from "./incident-list.tsx";
import "./incidents.css";

const PAGE_SIZE = 50;

export function IncidentsPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const cameras = useCameras().data ?? [];
  const places = usePlaces().data ?? [];
  const [filter, setFilter] = useState(() => filterFromQuery(window.location.search));
  const change = (next: IncidentFilter) => {
    setFilter(next);
    const query = filterToQuery(next);
    router.go(query === "" ? paths.incidents() : `${paths.incidents()}?${query}`, {
      replace: true,
    });
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("incidents.title")}</h1>
      </div>
      <FilterForm filter={filter} cameras={cameras} places={places} onChange={change} />
      <FoundIncidents filter={filter} />
    </div>
  );
}

function FoundIncidents({ filter }: { readonly filter: IncidentFilter }) {
  const { t } = useTranslation();
  const { zoned } = useSiteTime();
  const cameras = useCameras().data ?? [];
  const calm = useDeferredValue(filter);
  const found = useIncidents(apiQueryOf(calm, zoned));
  if (found.error) {
    return <ProblemNotice problem={found.error} onRetry={() => void found.refetch()} />;
  }
  if (!found.data) return <Waiting />;
  const incidents = found.data.pages.flatMap((page) => page.incidents);
  if (incidents.length === 0) {
    return isFiltered(filter) ? (
      <EmptyState title={t("incidents.noneFiltered")} />
    ) : (
      <EmptyState icon={<ClipboardList size={48} />} title={t("incidents.none")}>
        <p>{t("incidents.noneHint")}</p>
      </EmptyState>
    );
  }
  return (
    <IncidentList
      incidents={incidents}
      cameras={cameras}
      hasMore={found.hasNextPage}
      onMore={() => {
        if (!found.isFetchingNextPage) void found.fetchNextPage();
      }}
    />
  );
}

type IncidentsAnswer = ApiAnswer<"GET /api/incidents">;

function useIncidents(query: ReturnType<typeof apiQueryOf>) {
  return useInfiniteQuery<
    IncidentsAnswer,
    ApiProblem,
    { pages: IncidentsAnswer[] },
    unknown[],
    string
  >({
    // The first part is that of every incidents query: the news of a changed incident refresh it.
    queryKey: ["GET /api/incidents", "pages", query],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const before = pageParam === "" ? {} : { before: pageParam };
      return api(
        "GET /api/incidents",
        { query: { ...query, ...before, limit: PAGE_SIZE } },
        signal,
      );
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

export function IncidentPage({ incidentId }: { readonly incidentId: string }) {
  const { t } = useTranslation();
  const query = useApi("GET /api/incidents/:incidentId", { params: { incidentId } });
  return (
    <div className="page">
      <p>
        <Link to={paths.incidents()}>← {t("incidents.detail.back")}</Link>
      </p>
      {query.error ? (
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <IncidentDetail
          key={query.data.id}
          incident={query.data}
          onReload={() => void query.refetch()}
        />
      ) : (
        <Waiting />
      )}
    </div>
  );
}
