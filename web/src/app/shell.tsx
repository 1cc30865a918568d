/** The frame of every page: brand, the areas (above on a desk, below on a phone), user menu, and alarms of the whole system. */
import {
  ClipboardList,
  Footprints,
  HardDrive,
  History,
  ScanSearch,
  Settings,
  Video,
} from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useMe } from "../api/hooks.ts";
import { useLinkState } from "../api/news.ts";
import { UnseenBadge } from "../events/unseen-badge.tsx";
import { Notice } from "../ui/index.ts";
import { GateMark } from "./gate-mark.tsx";
import { Link } from "./router.tsx";
import { paths, type Route } from "./routes.ts";
import { UserMenu } from "./user-menu.tsx";

export function Shell({
  route,
  children,
}: {
  readonly route: Route;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const site = useApi("GET /api/settings/site", {}, { staleTime: 300_000 });
  useEffect(() => {
    document.title =
      site.data === undefined
        ? t("common.appName")
        : `${site.data.siteName} · ${t("common.appName")}`;
  }, [site.data, t]);
  return (
    <div className="shell" data-view={route.view}>
      <a className="skip-link" href="#content">
        {t("common.nav.skip")}
      </a>
      <header className="bar">
        <Link to={paths.live()} className="brand">
          <GateMark size={34} />
          <span className="brand-words">
            <span className="brand-name">{t("common.appName")}</span>
            <span className="brand-site">{site.data?.siteName ?? ""}</span>
          </span>
        </Link>
        <Areas view={route.view} />
        <UserMenu />
      </header>
      <Alarms />
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Areas({ view }: { readonly view: Route["view"] }) {
  const { t } = useTranslation();
  const me = useMe();
  const areas = [
    { view: "live", to: paths.live(), label: t("common.nav.live"), Icon: Video },
    { view: "playback", to: paths.playback(), label: t("common.nav.playback"), Icon: History },
    { view: "events", to: paths.events(), label: t("common.nav.events"), Icon: Footprints },
    { view: "search", to: paths.search(), label: t("common.nav.search"), Icon: ScanSearch },
    {
      view: "incidents",
      to: paths.incidents(),
      label: t("common.nav.incidents"),
      Icon: ClipboardList,
    },
    { view: "system", to: paths.system(), label: t("common.nav.system"), Icon: HardDrive },
    { view: "settings", to: paths.settings(), label: t("common.nav.settings"), Icon: Settings },
  ] as const;
  const shown = areas.filter((area) => area.view !== "settings" || me.role === "admin");
  const current = view === "incident" ? "incidents" : view;
  return (
    <nav className="areas" aria-label={t("common.nav.main")}>
      {shown.map(({ view: area, to, label, Icon }) => (
        <Link
          key={area}
          to={to}
          className="area"
          data-area={area}
          {...(area === current ? { "aria-current": "page" as const } : {})}
        >
          <Icon size={22} aria-hidden="true" />
          <span>{label}</span>
          {area === "events" ? <UnseenBadge /> : null}
        </Link>
      ))}
    </nav>
  );
}

/** What nobody may overlook: no line to the server, or a recorder that does not run. */
function Alarms() {
  const { t } = useTranslation();
  const link = useLinkState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (link.connected) {
      setLate(false);
      return undefined;
    }
    // A short break, a reload for instance, is no news.
    const timer = window.setTimeout(() => setLate(true), 4000);
    return () => window.clearTimeout(timer);
  }, [link.connected]);
  return (
    <div className="alarms">
      {late ? <Notice kind="warn">{t("common.state.offline")}</Notice> : null}
      {link.connected && link.recorderUp === false ? (
        <Notice kind="danger">{t("common.state.recorderDown")}</Notice>
      ) : null}
    </div>
  );
}
