/** The admin's settings: a row of pages, each with its address. */
import { ClipboardClock, Clock, Map as MapIcon, MapPin, ScanEye, Users, Video } from "lucide-react";
import { lazy, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/hooks.ts";
import { type SettingsPage as Page, paths, SETTINGS_PAGES } from "../app/routes.ts";
import { EmptyState, Tabs } from "../ui/index.ts";
import { ZonesPage } from "../zones/zones-page.tsx";
import { CameraAddPage } from "./camera-add-page.tsx";
import { CameraEditPage } from "./camera-edit-page.tsx";
import { CameraImportPage } from "./camera-import-page.tsx";
import { CamerasPage } from "./cameras-page.tsx";
import { PlacesPage } from "./places-page.tsx";
import { RetentionPage } from "./retention-page.tsx";
import { UsersPage } from "./users-page.tsx";
import "./admin.css";
import "./forms.css";

const MapPage = lazy(async () => ({ default: (await import("./map-page.tsx")).MapPage }));
const AuditPage = lazy(async () => ({ default: (await import("./audit-page.tsx")).AuditPage }));

interface SettingsPageProps {
  readonly page: Page;
  readonly item?: string;
}

const ICONS: Readonly<Record<Page, ReactNode>> = {
  cameras: <Video size={20} />,
  zones: <ScanEye size={20} />,
  map: <MapIcon size={20} />,
  places: <MapPin size={20} />,
  retention: <Clock size={20} />,
  users: <Users size={20} />,
  audit: <ClipboardClock size={20} />,
};

export function SettingsPage({ page, item }: SettingsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  if (me.role !== "admin") return <EmptyState title={t("admin.onlyAdmin")} />;
  const tabs = SETTINGS_PAGES.map((name) => ({
    to: paths.settings(name),
    label: t(`admin.tab.${name}`),
    icon: ICONS[name],
    current: name === page,
  }));
  return (
    <div className="page settings">
      <Tabs label={t("admin.title")} items={tabs} />
      <Content page={page} {...(item === undefined ? {} : { item })} />
    </div>
  );
}

function Content({ page, item }: SettingsPageProps) {
  switch (page) {
    case "cameras":
      if (item === undefined) return <CamerasPage />;
      if (item === "new") return <CameraAddPage />;
      return item === "import" ? <CameraImportPage /> : <CameraEditPage cameraId={item} />;
    case "zones":
      return <ZonesPage {...(item === undefined ? {} : { cameraId: item })} />;
    case "map":
      return <MapPage />;
    case "places":
      return <PlacesPage />;
    case "retention":
      return <RetentionPage />;
    case "users":
      return <UsersPage />;
    case "audit":
      return <AuditPage />;
  }
}
