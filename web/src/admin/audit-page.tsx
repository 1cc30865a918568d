/** The audit log, newest first: only the rows on the screen are drawn, older pages come as one scrolls. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditView } from "#contract";
import { type ApiAnswer, type ApiProblem, api } from "../api/client.ts";
import { useApi, useCameras, usePlaces } from "../api/hooks.ts";
import { EmptyState, ProblemNotice, Select, Waiting } from "../ui/index.ts";
import { AuditRow } from "./audit-row.tsx";
import { AUDIT_ACTIONS, type AuditAction, useActionWords } from "./audit-words.ts";

type AuditPageAnswer = ApiAnswer<"GET /api/audit">;

interface Filter {
  readonly action: AuditAction | "";
  readonly userId: string;
}

const PAGE = 100;
const ROW_PIXELS = 78;

function useAudit(filter: Filter) {
  return useInfiniteQuery<
    AuditPageAnswer,
    ApiProblem,
    readonly AuditView[],
    readonly unknown[],
    number | null
  >({
    queryKey: ["GET /api/audit", filter],
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) =>
      api(
        "GET /api/audit",
        {
          query: {
            limit: PAGE,
            ...(pageParam === null ? {} : { before: pageParam }),
            ...(filter.action === "" ? {} : { action: filter.action }),
            ...(filter.userId === "" ? {} : { userId: filter.userId }),
          },
        },
        signal,
      ),
    getNextPageParam: (page) => page.next,
    select: (data) => data.pages.flatMap((page) => page.entries),
  });
}

export function AuditPage() {
  const { t } = useTranslation();
  const words = useActionWords();
  const users = useApi("GET /api/users", {});
  const [filter, setFilter] = useState<Filter>({ action: "", userId: "" });
  return (
    <div className="stack">
      <h1>{t("admin.tab.audit")}</h1>
      <div className="form-pair">
        <Select
          label={t("admin.audit.who")}
          value={filter.userId}
          onChange={(event) => setFilter({ ...filter, userId: event.target.value })}
        >
          <option value="">{t("admin.audit.everybody")}</option>
          {users.data?.map((user) => (
            <option key={user.id} value={user.id}>
              {user.name} ({user.login})
            </option>
          ))}
        </Select>
        <Select
          label={t("admin.audit.what")}
          value={filter.action}
          onChange={(event) => {
            const action = AUDIT_ACTIONS.find((known) => known === event.target.value) ?? "";
            setFilter({ ...filter, action });
          }}
        >
          <option value="">{t("admin.audit.everything")}</option>
          {AUDIT_ACTIONS.map((action) => (
            <option key={action} value={action}>
              {words(action)}
            </option>
          ))}
        </Select>
      </div>
      <AuditList key={`${filter.action} ${filter.userId}`} filter={filter} />
    </div>
  );
}

/** Names of what entries speak of; what was removed keeps its id. */
function useNames() {
  const cameras = useCameras();
  const places = usePlaces();
  const users = useApi("GET /api/users", {});
  return {
    cameraNames: nameMap(cameras.data),
    placeNames: nameMap(places.data),
    userNames: nameMap(users.data),
  };
}

function nameMap(
  named: readonly { readonly id: string; readonly name: string }[] | undefined,
): ReadonlyMap<string, string> {
  return new Map(named?.map(({ id, name }) => [id, name]));
}

function AuditList({ filter }: { readonly filter: Filter }) {
  const { t } = useTranslation();
  const log = useAudit(filter);
  const names = useNames();
  const box = useRef<HTMLDivElement>(null);
  const entries = log.data ?? [];
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  useEffect(() => {
    if (lastShown >= entries.length - 20 && hasNextPage && !isFetchingNextPage)
      void fetchNextPage();
  }, [lastShown, entries.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (log.error !== null)
    return <ProblemNotice problem={log.error} onRetry={() => void log.refetch()} />;
  if (log.isPending) return <Waiting />;
  if (entries.length === 0) return <EmptyState title={t("admin.audit.none")} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys.
    <section ref={box} className="audit card" aria-label={t("admin.tab.audit")} tabIndex={0}>
      <ol style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const entry = entries[item.index];
          if (entry === undefined) return null;
          return (
            <li
              key={entry.id}
              ref={rows.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <AuditRow entry={entry} names={names} />
            </li>
          );
        })}
      </ol>
      {hasNextPage ? null : <p className="muted audit-end">{t("admin.audit.end")}</p>}
    </section>
  );
}
