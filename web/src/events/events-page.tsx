/** The review queue: what the machine saw, newest first; one of them opens over the list and has its own address. */
import { CheckCheck, Footprints, ScanSearch } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useMe, usePlaces } from "../api/hooks.ts";
import { useQueryText, useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import {
  Button,
  EmptyState,
  LinkButton,
  ProblemNotice,
  Question,
  useToast,
  Waiting,
} from "../ui/index.ts";
import { EventDialog } from "./event-dialog.tsx";
import { type EventFilter, filterFromQuery, filterToQuery, isFiltered } from "./event-filter.ts";
import { EventGrid } from "./event-grid.tsx";
import { seenBody } from "./event-query.ts";
import { FilterForm } from "./filter-form.tsx";
import { type EventList, useEvents, useUnseenCounts } from "./use-events.ts";
import { useMarkAllSeen } from "./use-seen.ts";
import "../incidents/incidents.css";
import "./events.css";

export function EventsPage({ eventId }: { readonly eventId?: number }) {
  const { t } = useTranslation();
  const router = useRouter();
  const { zoned } = useSiteTime();
  const query = useQueryText();
  const filter = useMemo(() => filterFromQuery(query), [query]);
  // Removed cameras too: their events and footage stay until retention takes them.
  const cameras = useApi("GET /api/cameras", { query: { removed: "1" } }, { staleTime: 60_000 });
  const places = usePlaces().data ?? [];
  const list = useEvents(filter, zoned);
  const unseen = useUnseenCounts(filter, zoned).data?.unseen ?? {};
  const change = (next: EventFilter) =>
    router.go(paths.events(filterToQuery(next)), { replace: true });
  if (cameras.data?.length === 0) return <NoCamera />;
  return (
    <div className="page events-page">
      <div className="page-head">
        <h1>{t("events.title")}</h1>
        <div className="row">
          <LinkButton to={paths.search()} icon={<ScanSearch size={20} aria-hidden="true" />}>
            {t("events.search")}
          </LinkButton>
          <SeenAll filter={filter} />
        </div>
      </div>
      <p className="muted events-hint">{t("events.hint")}</p>
      <FilterForm
        filter={filter}
        cameras={cameras.data ?? []}
        places={places}
        unseen={unseen}
        onChange={change}
      />
      <Found list={list} filter={filter} cameras={cameras.data ?? []} query={query} />
      {eventId === undefined || cameras.data === undefined ? null : (
        <OpenedEvent eventId={eventId} list={list} cameras={cameras.data} query={query} />
      )}
    </div>
  );
}

interface FoundProps {
  readonly list: EventList;
  readonly filter: EventFilter;
  readonly cameras: Parameters<typeof EventGrid>[0]["cameras"];
  readonly query: string;
}

function Found({ list, filter, cameras, query }: FoundProps) {
  const { t } = useTranslation();
  if (list.problem !== null) return <ProblemNotice problem={list.problem} onRetry={list.retry} />;
  if (list.events === undefined) return <Waiting />;
  if (list.events.length === 0) {
    return isFiltered(filter) ? (
      <EmptyState title={t("events.noneFiltered")} />
    ) : (
      <EmptyState icon={<Footprints size={48} />} title={t("events.none")}>
        <p>{t("events.noneHint")}</p>
      </EmptyState>
    );
  }
  return (
    <div>
      <div className="event-fresh" role="status">
        {list.freshCount === 0 ? null : (
          <Button kind="primary" onClick={list.showFresh}>
            {t("events.fresh", { count: list.freshCount })}
          </Button>
        )}
      </div>
      <EventGrid
        events={list.events}
        cameras={cameras}
        query={query}
        hasMore={list.hasMore}
        onMore={list.more}
      />
    </div>
  );
}

interface OpenedProps {
  readonly eventId: number;
  readonly list: EventList;
  readonly cameras: FoundProps["cameras"];
  readonly query: string;
}

function OpenedEvent({ eventId, list, cameras, query }: OpenedProps) {
  const router = useRouter();
  const events = list.events ?? [];
  const at = events.findIndex(({ id }) => id === eventId);
  return (
    <EventDialog
      eventId={eventId}
      known={at < 0 ? undefined : events[at]}
      cameras={cameras}
      newerId={at < 0 ? undefined : events[at - 1]?.id}
      olderId={at < 0 ? undefined : events[at + 1]?.id}
      onGo={(to) => router.go(paths.event(to, query), { replace: true })}
      onClose={() => {
        router.go(paths.events(query));
        focusCard(paths.event(eventId, query));
      }}
    />
  );
}

/** Back where the reader was, by keys too: the rows may have moved on while the event was open. */
function focusCard(address: string): void {
  requestAnimationFrame(() => {
    const cards = [...document.querySelectorAll<HTMLElement>(".event-card")];
    cards.find((card) => card.getAttribute("href") === address)?.focus({ preventScroll: true });
  });
}

function SeenAll({ filter }: { readonly filter: EventFilter }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { zoned } = useSiteTime();
  const [asking, setAsking] = useState(false);
  const mark = useMarkAllSeen();
  const confirm = () =>
    mark.mutate(
      { body: seenBody(filter, zoned, Date.now()) },
      {
        onSuccess: () => {
          toast.say(t("events.seenAllDone"));
          setAsking(false);
        },
      },
    );
  return (
    <>
      <Button icon={<CheckCheck size={20} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {t("events.seenAll")}
      </Button>
      {asking ? (
        <Question
          title={t("events.seenAllTitle")}
          action={t("events.seenAll")}
          busy={mark.isPending}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <p>{t("events.seenAllHint")}</p>
          {mark.error === null ? null : <ProblemNotice problem={mark.error} />}
        </Question>
      ) : null}
    </>
  );
}

function NoCamera() {
  const { t } = useTranslation();
  const isAdmin = useMe().role === "admin";
  return (
    <EmptyState icon={<Footprints size={48} />} title={t("events.noCamera")}>
      <p>{t("events.noCameraHint")}</p>
      {isAdmin ? (
        <LinkButton to={paths.settings("cameras", "new")} kind="primary">
          {t("live.addCamera")}
        </LinkButton>
      ) : null}
    </EmptyState>
  );
}
