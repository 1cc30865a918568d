/**
 * The list of events page by page, kept fresh by news: known ones change where they stand, new ones
 * wait until the reader asks for them or is at the top anyway, so that nothing jumps under a finger.
 */
import {
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { EventView } from "#contract";
import { type ApiAnswer, type ApiProblem, api } from "../api/client.ts";
import { useApi, useCameras } from "../api/hooks.ts";
import { useNews } from "../api/news.ts";
import type { ZonedTime } from "../timeline/zoned-time.ts";
import type { EventFilter } from "./event-filter.ts";
import { NOTABLE_KINDS } from "./event-kinds.ts";
import { belongs, filterQuery, listQuery } from "./event-query.ts";

type Page = ApiAnswer<"GET /api/events">;
type Pages = InfiniteData<Page, string>;

const LIST = "GET /api/events";
const COUNTS = "GET /api/events/counts";
const PAGE_SIZE = 60;
/** Counting again after news, at most so often. */
const COUNT_EVERY_MS = 4000;
/** Nearer to the top than this a new event shows at once. */
const TOP_PX = 120;

export interface EventList {
  readonly events: readonly EventView[] | undefined;
  readonly problem: ApiProblem | null;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly retry: () => void;
  /** New ones that are not shown yet. */
  readonly freshCount: number;
  readonly showFresh: () => void;
}

export function useEvents(filter: EventFilter, zoned: ZonedTime): EventList {
  const client = useQueryClient();
  const query = useMemo(() => listQuery(filter, zoned), [filter, zoned]);
  const key = useMemo(() => [LIST, "pages", query], [query]);
  const found = useInfiniteQuery<Page, ApiProblem, Pages, QueryKey, string>({
    queryKey: key,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const before = pageParam === "" ? {} : { before: pageParam };
      return api(LIST, { query: { ...query, ...before, limit: PAGE_SIZE } }, signal);
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const fresh = useFresh(client, key, filter, zoned);
  const { fetchNextPage, isFetchingNextPage, refetch } = found;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const events = useMemo(() => found.data?.pages.flatMap((page) => page.events), [found.data]);
  return {
    events,
    problem: found.error,
    hasMore: found.hasNextPage,
    more,
    retry: () => void refetch(),
    ...fresh,
  };
}

function useFresh(client: QueryClient, key: QueryKey, filter: EventFilter, zoned: ZonedTime) {
  const cameras = useCameras().data ?? [];
  const [fresh, setFresh] = useState<readonly EventView[]>([]);
  const keyText = JSON.stringify(key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other news.
  useEffect(() => setFresh([]), [keyText]);
  const add = useCallback(
    (events: readonly EventView[]) =>
      client.setQueryData<Pages>(key, (old) => withNew(old, events)),
    [client, key],
  );
  useNews("eventChanged", (event) => {
    if (isShown(client.getQueryData<Pages>(key), event.id)) return;
    if (!belongs(event, filter, { cameras, zoned })) return;
    if (window.scrollY < TOP_PX) add([event]);
    else setFresh((old) => [event, ...old.filter(({ id }) => id !== event.id)]);
  });
  const showFresh = () => {
    window.scrollTo({ top: 0 });
    add(fresh);
    setFresh([]);
  };
  return { freshCount: fresh.length, showFresh };
}

function isShown(pages: Pages | undefined, eventId: number): boolean {
  return pages?.pages.some((page) => page.events.some(({ id }) => id === eventId)) ?? false;
}

/** With the new ones at their place of the first page: mostly on top. */
function withNew(old: Pages | undefined, events: readonly EventView[]): Pages | undefined {
  const [first, ...rest] = old?.pages ?? [];
  if (old === undefined || first === undefined) return old;
  const ids = new Set(events.map(({ id }) => id));
  const merged = [...events, ...first.events.filter(({ id }) => !ids.has(id))];
  merged.sort((a, b) => b.startMs - a.startMs || b.id - a.id);
  return { ...old, pages: [{ ...first, events: merged }, ...rest] };
}

/** Changes what is known of some events in every list and in their own entry. */
export function patchEvents(client: QueryClient, patch: (event: EventView) => EventView): void {
  client.setQueriesData<Pages>({ queryKey: [LIST, "pages"] }, (old) =>
    old === undefined
      ? old
      : {
          ...old,
          pages: old.pages.map((page) => ({ ...page, events: page.events.map(patch) })),
        },
  );
  client.setQueriesData<EventView>({ queryKey: ["GET /api/events/:eventId"] }, (old) =>
    old === undefined ? old : patch(old),
  );
}

/**
 * Keeps what the cache knows of events fresh while the user is logged in. News say `seen: false`
 * because they go to everybody: what is known of this user stays.
 */
export function useEventNews(): void {
  const client = useQueryClient();
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useNews("eventChanged", (news) => {
    patchEvents(client, (event) => (event.id === news.id ? { ...news, seen: event.seen } : event));
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: [COUNTS] });
    }, COUNT_EVERY_MS);
  });
}

/** Unseen events of each kind that the filter (but for its kind) takes. */
export function useUnseenCounts(filter: EventFilter, zoned: ZonedTime) {
  const { kinds: _, ...query } = filterQuery(filter, zoned);
  return useApi(COUNTS, { query }, { staleTime: 10_000, placeholderData: (before) => before });
}

/** Unseen events that somebody should look at; routine motion is not counted. */
export function useUnseenNotable(): number {
  const query = { kinds: NOTABLE_KINDS.join(",") };
  const counts = useApi(COUNTS, { query }, { staleTime: 10_000 });
  return Object.values(counts.data?.unseen ?? {}).reduce((sum, count) => sum + count, 0);
}
