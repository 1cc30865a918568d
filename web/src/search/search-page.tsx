/** Search by place in the picture: the question, then its answer; both have their address. */
import { ScanSearch } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/hooks.ts";
import { useQueryText, useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { EmptyState, ProblemNotice, Waiting } from "../ui/index.ts";
import { BisectView } from "./bisect-view.tsx";
import { RegionResults } from "./region-results.tsx";
import { SearchForm } from "./search-form.tsx";
import { isBisect, type Search, searchFromQuery, searchToQuery } from "./search-query.ts";
import "./search.css";

export function SearchPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const query = useQueryText();
  const search = useMemo(() => searchFromQuery(query), [query]);
  const cameras = useApi("GET /api/cameras", { query: { removed: "1" } }, { staleTime: 60_000 });
  if (cameras.error !== null)
    return <ProblemNotice problem={cameras.error} onRetry={() => void cameras.refetch()} />;
  if (cameras.data === undefined) return <Waiting />;
  if (cameras.data.length === 0)
    return <EmptyState icon={<ScanSearch size={48} />} title={t("playback.noCamera")} />;
  // Drawing replaces the address, starting adds a step: "back" leads from the answer to the question.
  const change = (next: Search) => router.go(paths.search(searchToQuery(next)), { replace: true });
  const step = (next: Search) => router.go(paths.search(searchToQuery(next)));
  const parts = { search, cameras: cameras.data };
  if (!search.runs) return <SearchForm {...parts} onChange={change} onStart={step} />;
  return isBisect(search.ask) && search.regions.length === 1 ? (
    <BisectView {...parts} onStep={step} />
  ) : (
    <RegionResults {...parts} onChange={change} onStep={step} />
  );
}
