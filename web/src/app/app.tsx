/** Who sees what: the login without a session, the forced new password, else the page of the address. */
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "#contract";
import { ApiProblem } from "../api/client.ts";
import { useApi } from "../api/hooks.ts";
import { News, NewsContext, useNews } from "../api/news.ts";
import { keptLanguage, switchLanguage } from "../i18n/setup.ts";
import { EmptyState, LinkButton, ProblemNotice, useToast, Waiting } from "../ui/index.ts";
import { LoginPage } from "./login-page.tsx";
import { PageGuard } from "./page-guard.tsx";
import { NewPasswordPage } from "./password-page.tsx";
import { endSession } from "./query-client.ts";
import { useRoute, useRouter } from "./router.tsx";
import { paths, type Route } from "./routes.ts";
import { Shell } from "./shell.tsx";

const LivePage = lazy(async () => ({ default: (await import("../live/live-page.tsx")).LivePage }));
const loadPlayback = () => import("../playback/playback-page.tsx");
const PlaybackPage = lazy(async () => ({ default: (await loadPlayback()).PlaybackPage }));
const EventsPage = lazy(async () => ({
  default: (await import("../events/events-page.tsx")).EventsPage,
}));
const SearchPage = lazy(async () => ({
  default: (await import("../search/search-page.tsx")).SearchPage,
}));
const IncidentsPage = lazy(async () => ({
  default: (await import("../incidents/incidents-page.tsx")).IncidentsPage,
}));
const IncidentPage = lazy(async () => ({
  default: (await import("../incidents/incidents-page.tsx")).IncidentPage,
}));
const SystemPage = lazy(async () => ({
  default: (await import("../system/system-page.tsx")).SystemPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import("../admin/settings-page.tsx")).SettingsPage,
}));

export function App() {
  /** Just typed at the login: a one-time password need not be typed again to be replaced. */
  const entered = useRef<string>(undefined);
  const route = useRoute();
  const session = useApi(
    "GET /api/me",
    {},
    { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: true },
  );
  const loggedOut = session.error instanceof ApiProblem && session.error.status === 401;
  if (session.data !== undefined && !loggedOut) {
    if (session.data.mustChange)
      return (
        <NewPasswordPage {...(entered.current === undefined ? {} : { current: entered.current })} />
      );
    return <Inside me={session.data} route={route} />;
  }
  if (loggedOut)
    return (
      <LoginPage
        onEntered={(password) => {
          entered.current = password;
        }}
        {...(route.view === "login" && route.next !== undefined ? { next: route.next } : {})}
      />
    );
  if (session.error !== null)
    return <ProblemNotice problem={session.error} onRetry={() => void session.refetch()} />;
  return <Waiting />;
}

/** From every page people go on to playback: its code (30 kB) is there before they do. */
const PREPARE_AFTER_MS = 1500;

/** The logged-in part: news flow while it is on the page. */
function Inside({ me, route }: { readonly me: Me; readonly route: Route }) {
  const client = useQueryClient();
  const router = useRouter();
  const { i18n } = useTranslation();
  const news = useMemo(() => new News(client), [client]);
  useEffect(() => {
    news.start();
    return () => news.close();
  }, [news]);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      // It is fetched again, and a failure told, when somebody goes there.
      loadPlayback().catch(() => undefined);
    }, PREPARE_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (me.language !== keptLanguage()) void switchLanguage(i18n, me.language);
  }, [me.language, i18n]);
  useEffect(() => {
    if (route.view === "login") router.go(route.next ?? paths.live(), { replace: true });
  }, [route, router]);
  return (
    <NewsContext value={news}>
      <SessionEnd />
      <Shell route={route}>
        <PageGuard resetKey={JSON.stringify(route)}>
          <Suspense fallback={<Waiting />}>
            <Page route={route} />
          </Suspense>
        </PageGuard>
      </Shell>
    </NewsContext>
  );
}

/** The server says that the session ended or the rights changed: everything is asked anew. */
function SessionEnd() {
  const client = useQueryClient();
  const toast = useToast();
  const { t } = useTranslation();
  useNews("sessionEnded", () => {
    toast.say(t("account.sessionEnded"));
    endSession(client);
  });
  return null;
}

function Page({ route }: { readonly route: Route }) {
  switch (route.view) {
    case "live":
      return <LivePage {...(route.cameraId === undefined ? {} : { cameraId: route.cameraId })} />;
    case "playback":
      return <PlaybackPage address={route} />;
    case "events":
      return <EventsPage {...(route.eventId === undefined ? {} : { eventId: route.eventId })} />;
    case "search":
      return <SearchPage />;
    case "incidents":
      return <IncidentsPage />;
    case "incident":
      return <IncidentPage incidentId={route.incidentId} />;
    case "system":
      return <SystemPage />;
    case "settings":
      return (
        <SettingsPage
          page={route.page}
          {...(route.item === undefined ? {} : { item: route.item })}
        />
      );
    case "login":
      return <Waiting />;
    case "unknown":
      return <UnknownPage />;
  }
}

function UnknownPage() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("common.state.notFound")}>
      <p>{t("common.state.notFoundHint")}</p>
      <LinkButton to={paths.live()} kind="primary">
        {t("common.nav.live")}
      </LinkButton>
    </EmptyState>
  );
}
